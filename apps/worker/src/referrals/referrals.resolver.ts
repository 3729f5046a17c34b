import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Database } from '#platform/database';
import { Allow, Me } from '../auth/allow.ts';
import type { CaseCaller } from '../auth/caller.ts';
import { Case } from '../cases/cases.graphql.ts';
import { readInput, uuid } from '../graphql/input.ts';
import { ProviderAccount } from '../providers/providers.graphql.ts';
import {
  ClientReferral, Preferences, Referral, RequestReferralInput, RequestReferralResult,
} from './referrals.graphql.ts';
import { PREFERENCES } from './referrals.input.ts';
import { ReferralsService, type ReferralRequest, type Referring } from './referrals.service.ts';
import { ReferralsStore } from './referrals.store.ts';

const FORM = z.object({
  idempotencyKey: uuid, preferences: PREFERENCES,
  providerId: uuid.nullish().transform((id) => id ?? null),
});

@Resolver()
export class ReferralsResolver {
  constructor(private readonly referrals: ReferralsService) {}

  /** Ask for a therapist: a chosen one, or one drawn among those who fit. */
  @Mutation(() => RequestReferralResult)
  @Allow('case')
  requestReferral(
    @Me() me: CaseCaller, @Args('input') input: RequestReferralInput,
  ): Promise<Referring> {
    const request: ReferralRequest = readInput(FORM, input);
    return this.referrals.request(me.caseId, request);
  }
}

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
