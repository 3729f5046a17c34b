import { Module } from '@nestjs/common';
import { InvoicesModule } from '../invoices/invoices.module.ts';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { ProgrammesModule } from '../programmes/programmes.module.ts';
import { StatementsModule } from '../statements/statements.module.ts';
import { BalancesService } from './balances.service.ts';
import { ReportArrivals } from './report-arrivals.service.ts';
import { ReportReleasedProcessor } from './report-released.processor.ts';
import { ReportsAsideStore } from './reports-aside.store.ts';
import { ReportsStore } from './reports.store.ts';
import { SettlementsService } from './settlements.service.ts';
import { SettlementsStore } from './settlements.store.ts';
import { ShortfallInvoices } from './shortfall-invoices.ts';

/** What employers see of use: signed reports, settled in the books. */
@Module({
  imports: [InvoicesModule, LedgerModule, ProgrammesModule, StatementsModule],
  providers: [
    BalancesService, SettlementsService, SettlementsStore, ShortfallInvoices,
    ReportReleasedProcessor, ReportArrivals, ReportsStore, ReportsAsideStore,
  ],
  exports: [
    BalancesService, ReportsStore, SettlementsService, SettlementsStore, ReportArrivals,
  ],
})
export class ReleasesModule {}
