import { Module } from '@nestjs/common';
import { ClaimsModule } from '../claims/claims.module.ts';
import { FundingModule } from '../funding/funding.module.ts';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { PayoutRequestsStore } from './payout-requests.store.ts';
import { PayoutsResolver } from './payouts.resolver.ts';
import { PayoutsService } from './payouts.service.ts';
import { PayoutsStore } from './payouts.store.ts';
import { RemittanceFilesService } from './remittance-files.service.ts';

/** Lump sums to therapists. */
@Module({
  imports: [ClaimsModule, FundingModule, LedgerModule],
  providers: [
    PayoutsResolver, PayoutsService, PayoutRequestsStore, PayoutsStore, RemittanceFilesService,
  ],
  exports: [PayoutsService],
})
export class PayoutsModule {}
