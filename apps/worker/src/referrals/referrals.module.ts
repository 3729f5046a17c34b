import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.ts';
import { DirectoryModule } from '../directory/directory.module.ts';
import { OpeningsResolver } from '../matching/openings.resolver.ts';
import { OpeningsStore } from '../matching/openings.store.ts';
import { SlotsModule } from '../slots/slots.module.ts';
import { CaseReferralsResolver, ProviderReferralsResolver } from './referrals.resolver.ts';
import { ReferralsService } from './referrals.service.ts';
import { ReferralsStore } from './referrals.store.ts';

/** Referrals: a case and a therapist, introduced by a pairwise pseudonym. */
@Module({
  imports: [CasesModule, DirectoryModule, SlotsModule],
  providers: [
    CaseReferralsResolver, ProviderReferralsResolver, ReferralsService, ReferralsStore,
    OpeningsResolver, OpeningsStore,
  ],
  exports: [ReferralsService, ReferralsStore],
})
export class ReferralsModule {}
