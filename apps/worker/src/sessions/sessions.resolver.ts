import { Args, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Inject } from '@nestjs/common';
import { z } from 'zod';
import { GIVEN_BACK_DAYS, MOST_BOOKED_A_DAY, MOST_GIVEN_BACK } from '#billing/decide-booking';
import { daysAfter } from '#calendar/days';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { Allow, Me } from '../access/allow.ts';
import type { CaseCaller, ProviderCaller } from '../access/caller.ts';
import { Case } from '../cases/cases.graphql.ts';
import { CasesService, type WithCase } from '../cases/cases.service.ts';
import { NOTICE_MS } from '#calendar/notice';
import { OFFERED } from '../claims/claim-terms.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { day, readInput, uuid } from '../graphql/input.ts';
import { ProviderAccount } from '../providers/providers.graphql.ts';
import { PREFERENCES } from '../referrals/referrals.input.ts';
import { AuthorisationsStore, type BearerCorrection } from './authorisations.store.ts';
import { BearerCorrectionsService, type BearerCorrecting } from './bearer-corrections.service.ts';
import {
  BookingService, type BearerRedemption, type BearerRequest, type SessionBooking,
  type SessionRequest,
} from './booking.service.ts';
import {
  CancellationService, type Cancelling, type TherapistCancelling,
} from './cancellation.service.ts';
import {
  Appointment, BookSessionInput, BookSessionResult, CancelAppointmentInput,
  CancelAppointmentResult, CancelSessionInput, CancelSessionResult, CorrectBearerSessionInput,
  CorrectBearerSessionResult, OwnSession, RedeemBearerCreditInput, RedeemBearerCreditResult,
  ReturnedSession, SessionRule,
} from './sessions.graphql.ts';

const credit = z.string().max(4096);
const orNull = <Form extends z.ZodType>(form: Form) =>
  form.nullish().transform((value) => value ?? null);
const BOOKING: z.ZodType<SessionRequest> = z.object({
  idempotencyKey: uuid, slotId: uuid,
  payment: z.preprocess(withoutNulls, z.union([
    z.strictObject({ credit }), z.strictObject({ returnedSessionId: uuid }),
  ])),
  referralId: orNull(uuid),
  referral: orNull(z.object({ providerId: uuid, preferences: PREFERENCES })),
}).refine(({ referralId, referral }) => (referralId === null) !== (referral === null), {
  path: ['referralId'], message: 'must be given, or "referral", and not both',
});
const minutes = z.int().min(15).max(180);
const BEARER: z.ZodType<BearerRequest> = z.object({
  idempotencyKey: uuid, credit, serviceDate: day, modality: z.string(),
  minutes: minutes.nullish().transform((given) => given ?? 50),
});
const CORRECTION: z.ZodType<BearerCorrection & { readonly idempotencyKey: string }> = z.object({
  idempotencyKey: uuid, authorisationId: uuid, serviceDate: day, modality: z.string(), minutes,
});
const CANCELLING = z.object({ idempotencyKey: uuid, authorisationId: uuid });

/** A therapist's calendar goes back this far. */
const BACK_DAYS = 120;
const MOST_APPOINTMENTS = 1000;
const CALENDAR = z.object({
  from: day.nullish(), until: day.nullish(), first: z.int().min(1).max(MOST_APPOINTMENTS),
});

@Resolver()
export class SessionsResolver {
  constructor(
    private readonly booking: BookingService,
    private readonly cancellation: CancellationService,
    private readonly corrections: BearerCorrectionsService,
    private readonly cases: CasesService,
  ) {}

  /** Book a slot; where there is no referral yet, that too, in the one request. */
  @Mutation(() => BookSessionResult)
  @Allow('case')
  async bookSession(
    @Me() me: CaseCaller, @Args('input') input: BookSessionInput,
  ): Promise<WithCase<SessionBooking>> {
    const booking = await this.booking.book(me.caseId, readInput(BOOKING, input));
    return booking.kind === 'session-booked'
      ? { ...booking, case: await this.cases.show(me.caseId) } : booking;
  }

  @Mutation(() => CancelSessionResult)
  @Allow('case')
  async cancelSession(
    @Me() me: CaseCaller, @Args('input') input: CancelSessionInput,
  ): Promise<WithCase<Cancelling>> {
    const { idempotencyKey, authorisationId } = readInput(CANCELLING, input);
    const acceptLate = input.acceptLate ?? false;
    const cancelling = await this.cancellation.cancel(
      me.caseId, idempotencyKey, { authorisationId, acceptLate });
    return { ...cancelling, case: await this.cases.show(me.caseId) };
  }

  /** A therapist can't keep an appointment: the session returns to the client. */
  @Mutation(() => CancelAppointmentResult)
  @Allow('provider')
  cancelAppointment(
    @Me() me: ProviderCaller, @Args('input') input: CancelAppointmentInput,
  ): Promise<TherapistCancelling> {
    const { idempotencyKey, authorisationId } = readInput(CANCELLING, input);
    return this.cancellation.cancelByTherapist(me.providerId, idempotencyKey, authorisationId);
  }

  /** A client brought a credit instead of booking: it pays for one session, without a case. */
  @Mutation(() => RedeemBearerCreditResult)
  @Allow('provider')
  redeemBearerCredit(
    @Me() me: ProviderCaller, @Args('input') input: RedeemBearerCreditInput,
  ): Promise<BearerRedemption> {
    return this.booking.redeem(me, readInput(BEARER, input));
  }

  /** What was typed beside a credit was wrong: its session is on another day, or held otherwise. */
  @Mutation(() => CorrectBearerSessionResult)
  @Allow('provider')
  correctBearerSession(
    @Me() me: ProviderCaller, @Args('input') input: CorrectBearerSessionInput,
  ): Promise<BearerCorrecting> {
    const { idempotencyKey, ...correction } = readInput(CORRECTION, input);
    return this.corrections.correct(me.providerId, idempotencyKey, correction);
  }
}

@Resolver(() => Case)
export class CaseSessionsResolver {
  constructor(private readonly db: Database, private readonly store: AuthorisationsStore) {}

  @ResolveField(() => [OwnSession])
  authorisations(@Parent() { caseId }: Case) {
    return this.db.read('case-sessions', (tx) => this.store.ofCase(tx, caseId));
  }

  /** The same for everybody, told before anything is booked. */
  @ResolveField(() => SessionRule)
  sessionRule(): SessionRule {
    return {
      noticeHours: NOTICE_MS / 3_600_000, missedSharePercent: OFFERED.missedShareBps / 100,
      mostBookedADay: MOST_BOOKED_A_DAY, mostGivenBack: MOST_GIVEN_BACK,
      givenBackDays: GIVEN_BACK_DAYS,
    };
  }

  @ResolveField(() => [ReturnedSession])
  returnedSessions(@Parent() { caseId }: Case) {
    return this.db.read('returned-sessions', (tx) => this.store.returned(tx, caseId));
  }
}

@Resolver(() => ProviderAccount)
export class ProviderSessionsResolver {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly store: AuthorisationsStore,
  ) {}

  @ResolveField(() => [Appointment])
  appointments(
    @Parent() { id }: ProviderAccount,
    @Args('from', { nullable: true, description: 'First day; 120 days ago when left out.' })
    from?: string,
    @Args('until', { nullable: true, description: 'Last day.' }) until?: string,
    @Args('first', { type: () => Int, defaultValue: MOST_APPOINTMENTS }) first?: number,
    @Args('open', { defaultValue: false, description: 'Only those to settle.' }) open?: boolean,
  ) {
    const back = daysAfter(today(this.clock), -BACK_DAYS);
    const page = readInput(CALENDAR, { from, until, first });
    return this.db.read('appointments', (tx) =>
      this.store.ofProvider(
        tx, id, page.from ?? back, page.until ?? null, open ?? false, page.first));
  }
}

/** Fields that a client sent as null are fields that it did not send. */
function withoutNulls(payment: unknown) {
  const given = Object.entries(payment ?? {}).filter(([, value]) => (value ?? null) !== null);
  return Object.fromEntries(given);
}
