import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Database } from '#platform/database';
import { Case } from '../cases/cases.graphql.ts';
import { ProviderAccount } from '../providers/providers.graphql.ts';
import { ClientReferral, Preferences, Referral } from './referrals.graphql.ts';
import { ReferralsStore } from './referrals.store.ts';

@Resolver(() => Case)
export class CaseReferralsResolver {
  constructor(private readonly db: Database, private readonly store: ReferralsStore) {}

  @ResolveField(() => [Referral])
  referrals(@Parent() { caseId }: Case) {
    return this.db.read('case-referrals', (tx) => this.store.ofCase(tx, caseId));
  }

  @ResolveField(() => Preferences, { nullable: true })
  preferences(@Parent() { caseId }: Case) {
    return this.db.read('case-preferences', (tx) => this.store.preferences(tx, caseId));
  }
}

@Resolver(() => ProviderAccount)
export class ProviderReferralsResolver {
  constructor(private readonly db: Database, private readonly store: ReferralsStore) {}

  @ResolveField(() => [ClientReferral])
  referrals(@Parent() { id }: ProviderAccount) {
    return this.db.read('provider-referrals', (tx) => this.store.ofProvider(tx, id));
  }
}
