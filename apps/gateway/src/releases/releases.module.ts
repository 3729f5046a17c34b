import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { ProgrammesModule } from '../programmes/programmes.module.ts';
import { InvoicesModule } from '../invoices/invoices.module.ts';
import { StatementsModule } from '../statements/statements.module.ts';
import { ReleasesResolver } from './releases.resolver.ts';
import { ReleasesStore } from './releases.store.ts';
import { ReportReleasedProcessor } from './report-released.processor.ts';
import { ReportsStore } from './reports.store.ts';
import { SettlementReleasedProcessor } from './settlement-released.processor.ts';
import { SettlementsService } from './settlements.service.ts';
import { UsageReleasedProcessor } from './usage-released.processor.ts';

/** What employers see of use: signed releases, and the balance that follows from them. */
@Module({
  imports: [LedgerModule, ProgrammesModule, InvoicesModule, StatementsModule],
  providers: [
    ReleasesStore, SettlementsService, ReleasesResolver, UsageReleasedProcessor,
    SettlementReleasedProcessor, ReportReleasedProcessor, ReportsStore,
  ],
  exports: [ReportsStore, SettlementsService],
})
export class ReleasesModule {}
