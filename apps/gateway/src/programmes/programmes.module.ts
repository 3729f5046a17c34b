import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.ts';
import { PeriodsStore } from './periods.store.ts';
import { HeadcountsResolver } from './headcounts.resolver.ts';
import { HeadcountsService } from './headcounts.service.ts';
import { ProgrammesResolver } from './programmes.resolver.ts';
import { ProgrammesService } from './programmes.service.ts';
import { ProgrammesStore } from './programmes.store.ts';

/** Benefit programmes and their departments. */
@Module({
  imports: [AuditModule],
  providers: [
    ProgrammesStore, PeriodsStore, ProgrammesService, ProgrammesResolver, HeadcountsService,
    HeadcountsResolver,
  ],
  exports: [ProgrammesStore, PeriodsStore],
})
export class ProgrammesModule {}
