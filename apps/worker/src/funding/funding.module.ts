import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { FundCreditsProcessor } from './fund-credits.processor.ts';
import { FundingStore } from './funding.store.ts';

/** What programmes have been paid. */
@Module({
  imports: [LedgerModule],
  providers: [FundCreditsProcessor, FundingStore],
  exports: [FundingStore],
})
export class FundingModule {}
