import { Args, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { isCurrency } from '#billing/money';
import { Allow, Me } from '../access/allow.ts';
import type { ProviderCaller } from '../access/caller.ts';
import { day, readInput, uuid } from '../graphql/input.ts';
import { fixOf } from './claim-fix.ts';
import {
  Claim, ClaimFix, ConfirmSessionInput, ConfirmSessionResult, SubmitClaimInput, SubmitClaimResult,
} from './claims.graphql.ts';
import { ClaimsService, type ClaimRequest, type ClaimVerdict } from './claims.service.ts';
import type { ShownClaim } from './claims.store.ts';
import {
  ConfirmationService, type ConfirmationRequest, type ConfirmationVerdict,
} from './confirmation.service.ts';

const MOST_AT_ONCE = 200;

const CLAIM: z.ZodType<ClaimRequest> = z.object({
  idempotencyKey: uuid,
  authorisationNumber: z.string().trim().toUpperCase().regex(/^[0-9A-Z-]{8,32}$/),
  serviceDate: day,
  units: z.int().min(1).max(4),
  serviceCode: z.string().regex(/^\d{5}$/),
  modality: z.string().max(20),
  fee: z.object({
    minor: z.string().regex(/^[1-9]\d{0,9}$/),
    currency: z.string().refine(isCurrency, 'must be a currency that is billed in'),
  }),
});

const CONFIRMATION: z.ZodType<ConfirmationRequest> = z.object({
  idempotencyKey: uuid, authorisationId: uuid,
  serviceCode: z.string().regex(/^\d{5}$/).nullish().transform((code) => code ?? null),
});

const PAGE = z.object({
  first: z.int().min(1).max(MOST_AT_ONCE), skip: z.int().min(0).max(1_000_000),
});

@Resolver()
export class ClaimsResolver {
  constructor(
    private readonly claims: ClaimsService, private readonly confirmation: ConfirmationService,
  ) {}

  /** The session took place: claim its agreed fee, in one step. */
  @Mutation(() => ConfirmSessionResult)
  @Allow('provider')
  confirmSession(
    @Me() me: ProviderCaller, @Args('input') input: ConfirmSessionInput,
  ): Promise<ConfirmationVerdict> {
    return this.confirmation.confirm(me, readInput(CONFIRMATION, input));
  }

  /** Claim for one delivered session under its authorisation number. */
  @Mutation(() => SubmitClaimResult)
  @Allow('provider')
  submitClaim(
    @Me() me: ProviderCaller, @Args('input') input: SubmitClaimInput,
  ): Promise<ClaimVerdict> {
    return this.claims.submit(me, readInput(CLAIM, input));
  }

  /** The therapist's own claims, the latest first. */
  @Query(() => [Claim], { name: 'claims' })
  @Allow('provider')
  ownClaims(
    @Me() me: ProviderCaller,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('skip', { type: () => Int, defaultValue: 0 }) skip: number,
  ): Promise<Claim[]> {
    const page = readInput(PAGE, { first, skip });
    return this.claims.list(me, page.first, page.skip);
  }
}

@Resolver(() => Claim)
export class ClaimFixResolver {
  /** What to change before sending a denied claim again; null: nothing would help, or need be. */
  @ResolveField(() => ClaimFix, { nullable: true })
  fix(@Parent() claim: ShownClaim): ClaimFix | null {
    return fixOf(claim);
  }
}
