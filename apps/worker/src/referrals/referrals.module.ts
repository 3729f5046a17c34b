import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.ts';
import { DirectoryModule } from '../directory/directory.module.ts';
import { MatchingModule } from '../matching/matching.module.ts';
import { CaseReferralsResolver, ProviderReferralsResolver } from './referrals.resolver.ts';
import { ReferralsService } from './referrals.service.ts';
import { ReferralsStore } from './referrals.store.ts';

/** Referrals: a case and a therapist, introduced by a pairwise pseudonym. */
@Module({
  imports: [CasesModule, DirectoryModule, MatchingModule],
  providers: [
    CaseReferralsResolver, ProviderReferralsResolver, ReferralsService, ReferralsStore,
  ],
  exports: [ReferralsService, ReferralsStore],
})
export class ReferralsModule {}
