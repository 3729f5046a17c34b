import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { DECLINE_REASONS } from '#contracts/refusals';
import { contractNumber, currency, minorUnits } from '#contracts/values';
import { Allow } from '../access/allow.ts';
import { period, readInput, uuid } from '../graphql/input.ts';
import {
  ConfirmTermsInput, ConfirmTermsResult, DeclineTermsInput, DeclineTermsResult, ProposedTerms,
} from './terms.graphql.ts';
import { TermsService, type ConfirmOutcome, type DeclineOutcome } from './terms.service.ts';

const orNull = <T extends z.ZodType>(type: T) =>
  type.nullish().transform((value) => value ?? null);
const wanted = z.object({
  contract: orNull(contractNumber), period: orNull(period), ended: z.boolean(),
});
const one = { contract: contractNumber, period };
const read = z.object({
  ...one, checkNumber: z.string().regex(/^\d{4}-\d{4}$/, 'must be eight digits as shown: 4821-7306'),
  people: z.int().min(1).max(1_000_000), spareSeats: z.int().min(0).max(1_000_000),
  sessionsPerMember: z.int().min(1).max(40),
  priceMinor: minorUnits, seatPriceMinor: orNull(minorUnits), currency,
  k: z.int().min(1).max(1_000),
  rateBps: z.int().min(1).max(10_000),
  also: z.boolean().nullish().transform((said) => said ?? false),
});
const declining = z.object({
  ...one, programmeId: orNull(uuid), reason: z.enum(DECLINE_REASONS),
});

@Resolver()
export class TermsResolver {
  constructor(private readonly terms: TermsService) {}

  /** Terms that the gateway proposed; what waits comes first. */
  @Query(() => [ProposedTerms])
  @Allow('operator')
  proposedTerms(
    @Args('contract', { type: () => String, nullable: true }) contract: string | null,
    @Args('period', { type: () => String, nullable: true }) label: string | null,
    @Args('ended', { defaultValue: false, description: 'With those declined or withdrawn.' })
    ended: boolean,
  ): Promise<ProposedTerms[]> {
    const input = readInput(wanted, { contract, period: label, ended });
    return this.terms.list(input.contract, input.period, input.ended);
  }

  /** Confirm the terms of a period that say what the contract says. */
  @Mutation(() => ConfirmTermsResult)
  @Allow('operator')
  confirmTerms(@Args('input') input: ConfirmTermsInput): Promise<ConfirmOutcome> {
    return this.terms.confirm(readInput(read, input));
  }

  /** Decline terms that say something else than the contract, before they are confirmed. */
  @Mutation(() => DeclineTermsResult)
  @Allow('operator')
  declineTerms(@Args('input') input: DeclineTermsInput): Promise<DeclineOutcome> {
    const { reason, ...which } = readInput(declining, input);
    return this.terms.decline(which, reason);
  }
}
