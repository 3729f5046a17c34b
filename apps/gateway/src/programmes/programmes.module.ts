import { Module } from '@nestjs/common';
import { PeriodsStore } from '../periods/periods.store.ts';
import { ProgrammesResolver } from './programmes.resolver.ts';
import { ProgrammesService } from './programmes.service.ts';
import { ProgrammesStore } from './programmes.store.ts';

/** Benefit programmes and their departments. */
@Module({
  providers: [ProgrammesStore, PeriodsStore, ProgrammesService, ProgrammesResolver],
  exports: [ProgrammesStore, PeriodsStore],
})
export class ProgrammesModule {}
