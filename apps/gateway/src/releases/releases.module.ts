import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { ProgrammesModule } from '../programmes/programmes.module.ts';
import { StatementsModule } from '../statements/statements.module.ts';
import { ReportReleasedProcessor } from './report-released.processor.ts';
import { ReportsStore } from './reports.store.ts';
import { SettlementsService } from './settlements.service.ts';

/** What employers see of use: signed reports, settled in the books. */
@Module({
  imports: [LedgerModule, ProgrammesModule, StatementsModule],
  providers: [SettlementsService, ReportReleasedProcessor, ReportsStore],
  exports: [ReportsStore, SettlementsService],
})
export class ReleasesModule {}
