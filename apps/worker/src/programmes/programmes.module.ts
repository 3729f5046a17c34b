import { Module } from '@nestjs/common';
import { EndProgrammesProcessor } from './end-programmes.processor.ts';
import { PeriodsBook } from './periods-book.service.ts';
import { ProgrammeEndsResolver } from './programme-ends.resolver.ts';
import { ProgrammeEndsStore } from './programme-ends.store.ts';
import { ProgrammePeriodsStore } from './programme-periods.store.ts';

/** What the vault knows of programmes: their periods, prices and blocks. */
@Module({
  providers: [
    ProgrammePeriodsStore, PeriodsBook, ProgrammeEndsStore, EndProgrammesProcessor,
    ProgrammeEndsResolver,
  ],
  exports: [ProgrammePeriodsStore, PeriodsBook, ProgrammeEndsStore],
})
export class ProgrammesModule {}
