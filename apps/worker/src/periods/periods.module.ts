import { Module } from '@nestjs/common';
import { AvailabilityModule } from '../availability/availability.module.ts';
import { SealedModule } from '../sealed/sealed.module.ts';
import { FundingModule } from '../funding/funding.module.ts';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { PayoutsModule } from '../payouts/payouts.module.ts';
import { ProgrammesModule } from '../programmes/programmes.module.ts';
import { ClosingService } from './closing.service.ts';
import { ClosingStore } from './closing.store.ts';
import { DueClosings } from './due-closings.service.ts';
import { ReportsService } from './reports.service.ts';
import { ReportsStore } from './reports.store.ts';
import { Scheduler } from './scheduler.service.ts';

/** The calendar: periods close on their release day, therapists are paid weekly. */
@Module({
  imports: [
    AvailabilityModule, SealedModule, FundingModule, LedgerModule, PayoutsModule, ProgrammesModule,
  ],
  providers: [
    ClosingService, ClosingStore, DueClosings, ReportsService, ReportsStore, Scheduler,
  ],
})
export class PeriodsModule {}
