import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { captureClaim } from '#billing/capture';
import { captureMissed } from '#billing/missed';
import { money, type Money } from '#billing/money';
import { Allow, Me } from '../auth/allow.ts';
import type { ProviderCaller } from '../auth/caller.ts';
import { readInput, uuid } from '../graphql/input.ts';
import type { MoneyAmount } from '../graphql/terms.graphql.ts';
import { Appointment } from '../sessions/sessions.graphql.ts';
import type { Shares } from './claim-terms.ts';
import {
  RecordOutcomeInput, RecordOutcomeResult, SessionPays, TakeBackClaimInput, TakeBackClaimResult,
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

@Resolver(() => Appointment)
export class AppointmentPaysResolver {
  /** What each outcome pays her, by the rule, before she records one. */
  @ResolveField(() => SessionPays)
  pays(
    @Parent() { fee, platformShareBps, missedShareBps }: Appointment & Shares,
  ): SessionPays {
    const price = money(BigInt(fee.minor), fee.currency);
    // Of whom and for which programme it is makes no difference to the amounts.
    const held = { programme: 'any', price };
    const captured = captureClaim(held, 'any', price, BigInt(platformShareBps));
    if (captured.kind !== 'captured') throw new Error('a session has a price');
    return {
      tookPlace: shown(captured.toProvider),
      missed: shown(captureMissed(held, 'any', BigInt(missedShareBps)).toProvider),
    };
  }
}

function shown({ minor, currency }: Money): MoneyAmount {
  return { minor: minor.toString(), currency };
}
