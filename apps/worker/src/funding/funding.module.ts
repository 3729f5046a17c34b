import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { ProgrammesModule } from '../programmes/programmes.module.ts';
import { CapsStore } from './caps.store.ts';
import { FlatYears } from './flat-years.ts';
import { FundCreditsProcessor } from './fund-credits.processor.ts';
import { FundingService } from './funding.service.ts';
import { FundingStore } from './funding.store.ts';
import { WithdrawCreditsProcessor } from './withdraw-credits.processor.ts';

/** What programmes have been paid. */
@Module({
  imports: [LedgerModule, ProgrammesModule],
  providers: [
    FundCreditsProcessor, WithdrawCreditsProcessor, FundingService, FundingStore, CapsStore,
    FlatYears,
  ],
  exports: [FundingService, FundingStore, CapsStore, FlatYears],
})
export class FundingModule {}
