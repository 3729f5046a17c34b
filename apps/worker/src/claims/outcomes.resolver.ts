import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Allow, Me } from '../access/allow.ts';
import type { ProviderCaller } from '../access/caller.ts';
import { readInput, uuid } from '../graphql/input.ts';
import {
  RecordOutcomeInput, RecordOutcomeResult, TakeBackClaimInput, TakeBackClaimResult,
} from './claims.graphql.ts';
import { OutcomesService, type OutcomeVerdict, type TakeBackVerdict } from './outcomes.service.ts';

const OUTCOME = z.object({
  idempotencyKey: uuid, authorisationId: uuid,
  outcome: z.enum(['NO_SHOW', 'LATE_CANCELLED'])
    .transform((outcome) => (outcome === 'NO_SHOW' ? 'no_show' as const : 'late_cancelled' as const)),
});
const TAKING_BACK = z.object({ idempotencyKey: uuid, claimId: uuid });

@Resolver()
export class OutcomesResolver {
  constructor(private readonly outcomes: OutcomesService) {}

  /** The client did not come, or cancelled late: the session is settled by the rule. */
  @Mutation(() => RecordOutcomeResult)
  @Allow('provider')
  recordOutcome(
    @Me() me: ProviderCaller, @Args('input') input: RecordOutcomeInput,
  ): Promise<OutcomeVerdict> {
    return this.outcomes.record(me, readInput(OUTCOME, input));
  }

  /** A claim was made by mistake: withdrawn, unless a payout has it already. */
  @Mutation(() => TakeBackClaimResult)
  @Allow('provider')
  takeBackClaim(
    @Me() me: ProviderCaller, @Args('input') input: TakeBackClaimInput,
  ): Promise<TakeBackVerdict> {
    const { idempotencyKey, claimId } = readInput(TAKING_BACK, input);
    return this.outcomes.takeBack(me, idempotencyKey, claimId);
  }
}
