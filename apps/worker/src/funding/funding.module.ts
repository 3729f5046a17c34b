import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { FundCreditsProcessor } from './fund-credits.processor.ts';
import { FundingStore } from './funding.store.ts';
import { WithdrawCreditsProcessor } from './withdraw-credits.processor.ts';

/** What programmes have been paid. */
@Module({
  imports: [LedgerModule],
  providers: [FundCreditsProcessor, WithdrawCreditsProcessor, FundingStore],
  exports: [FundingStore],
})
export class FundingModule {}
