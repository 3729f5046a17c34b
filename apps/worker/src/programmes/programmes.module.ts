import { Module } from '@nestjs/common';
import { PeriodsBook } from './periods-book.service.ts';
import { ProgrammePeriodsStore } from './programme-periods.store.ts';

/** What the vault knows of programmes: their periods, prices and blocks. */
@Module({
  providers: [ProgrammePeriodsStore, PeriodsBook],
  exports: [ProgrammePeriodsStore, PeriodsBook],
})
export class ProgrammesModule {}
