import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { ProgrammesModule } from '../programmes/programmes.module.ts';
import { StatementsModule } from '../statements/statements.module.ts';
import { ReportArrivals } from './report-arrivals.service.ts';
import { ReportReleasedProcessor } from './report-released.processor.ts';
import { ReportsAsideStore } from './reports-aside.store.ts';
import { ReportsStore } from './reports.store.ts';
import { SettlementsService } from './settlements.service.ts';

/** What employers see of use: signed reports, settled in the books. */
@Module({
  imports: [LedgerModule, ProgrammesModule, StatementsModule],
  providers: [
    SettlementsService, ReportReleasedProcessor, ReportArrivals, ReportsStore, ReportsAsideStore,
  ],
  exports: [ReportsStore, SettlementsService, ReportArrivals],
})
export class ReleasesModule {}
