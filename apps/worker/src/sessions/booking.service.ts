import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  GIVEN_BACK_DAYS, MOST_BOOKED_A_DAY, MOST_GIVEN_BACK,
} from '#billing/decide-booking';
import { readPeriod, reportOn } from '#calendar/periods';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import type { ProviderCaller } from '../access/caller.ts';
import { CREDIT_NOT_USABLE, CreditsService } from '../credits/credits.service.ts';
import { CodedError, isFinal } from '#server/coded-error';
import { hashRequest } from '../foundation/idempotency.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { FreeTimes } from '../matching/free-times.service.ts';
import { PeriodsBook } from '../programmes/periods-book.service.ts';
import type { ReferralWish } from '../referrals/referrals.service.ts';
import { authorisationNumber } from './authorisation-number.ts';
import { AuthorisationsStore, type ShownAuthorisation } from './authorisations.store.ts';
import { BookingBatcher, type Booked, type FirstBooked } from './booking-batcher.ts';
import { BookingStore } from './booking.store.ts';
import type { Booking, Occasion, Payment } from './booking.ts';
import { KeptRefusals, type Full } from './kept-refusals.ts';
import { MOST_REFUSED } from './refused-bookings.store.ts';

/** A client's request: a slot, whom to ask before, and exactly one way to pay. */
export interface SessionRequest {
  readonly idempotencyKey: string;
  /** Null when `referral` asks for one. */
  readonly referralId: string | null;
  readonly slotId: string;
  /** Null when there is a referral. */
  readonly referral: ReferralWish | null;
  readonly payment: { readonly credit: string } | { readonly returnedSessionId: string };
}

/** A therapist's request: a credit that a client brought. */
export interface BearerRequest {
  readonly idempotencyKey: string;
  readonly credit: string;
  readonly serviceDate: string;
  readonly modality: string;
  readonly minutes: number;
}

/** What pays, and whose fund stands behind it; null for what is good for nothing. */
interface Paid<By extends Payment = Payment> {
  readonly payment: By;
  readonly of: { readonly programme: string; readonly period: string } | null;
}

type Shown<Kind> = { readonly kind: Kind; readonly authorisation: ShownAuthorisation };
type NotBooked =
  Refusal<'credit-not-usable'> | Refusal<'slot-taken'> | Refusal<'not-now'>;
/** With the first day on which the case can book again. */
type BookedTooOften = Refusal<'booked-too-often'> & { readonly again: string };

/** A refusal that no honest wallet runs into, and that is thrown. */
type Thrown = Pick<CodedError, 'code' | 'message'> & { readonly kind: 'thrown' };
type Standing = NotBookedByCase | Thrown;

type NotBookedByCase = NotBooked | BookedTooOften | Exclude<FirstBooked, Booked>;

/** Verdict on booking a session; what is refused has used nothing. */
export type SessionBooking = Shown<'session-booked'> | NotBookedByCase;
/** Verdict on redeeming a bearer credit. */
export type BearerRedemption = Shown<'bearer-redeemed'> | NotBooked;

const SLOT_TAKEN = refusal('slot-taken',
  'This time is not free any more: choose another one. Nothing was used.');
const NOT_NOW = refusal('not-now',
  'No session can be booked now, and whoever runs this was told: try again tomorrow. '
    + 'Nothing was used.');
const REFUSALS = {
  'not-usable': CREDIT_NOT_USABLE, 'slot-taken': SLOT_TAKEN, 'not-now': NOT_NOW,
} as const;
const OFTEN = {
  'booked': ['BOOKED_TOO_OFTEN', `${MOST_BOOKED_A_DAY} sessions were booked today`],
  'given-back': ['GIVEN_BACK_TOO_OFTEN',
    `${MOST_GIVEN_BACK} sessions were given back within ${GIVEN_BACK_DAYS} days`],
  'refused': ['REFUSED_TOO_OFTEN', `${MOST_REFUSED} bookings were refused of late`],
} as const;

/** Books sessions for cases, and redeems credits that clients bring to their therapist. */
@Injectable()
export class BookingService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly credits: CreditsService,
    private readonly refusals: KeptRefusals,
    private readonly periods: PeriodsBook,
    private readonly authorisations: AuthorisationsStore,
    private readonly store: BookingStore,
    private readonly batcher: BookingBatcher,
    private readonly times: FreeTimes,
  ) {}

  /** Book a slot for a case, with all that has to be done before it. A refusal stands too. */
  async book(caseId: string, request: SessionRequest): Promise<SessionBooking> {
    const { idempotencyKey: key, referralId, slotId, payment, referral } = request;
    const asked = { caseId, key, hash: hashRequest({ referralId, slotId, payment, referral }) };
    const refused = await this.refusals.find<Standing>(asked);
    if (refused) return standing(refused);
    const outcome = await this.decide(caseId, request, asked.hash).catch(asThrown);
    return outcome.kind === 'session-booked' ? outcome
      : standing(await this.refusals.keep(asked, outcome));
  }

  private async decide(
    caseId: string, request: SessionRequest, hash: Buffer,
  ): Promise<SessionBooking> {
    const { idempotencyKey, referralId, slotId, payment, referral } = request;
    // A try is a look: of no more therapists a day than she can look at.
    if (referral) await this.times.admit(caseId, referral.providerId);
    else await this.times.settleToday();
    const paid = 'credit' in payment
      ? await this.byCredit(payment.credit)
      : await this.byReturned(caseId, payment.returnedSessionId);
    const occasion = { caseId, referralId, slotId };
    const booking = await this.draft(`book:${caseId}`, idempotencyKey, hash, occasion, paid);
    const booked = referral
      ? await this.batcher.bookFirst(caseId, referral, booking) : await this.batcher.book(booking);
    if ('code' in booked) return booked;
    if (booked.kind === 'too-often') return tooOften(booked);
    return booked.kind === 'booked'
      ? { ...booked, kind: 'session-booked' } : this.refuse(booked.kind, booking);
  }

  /**
   * Redeem a bearer credit for a session of its period. No case stands behind it. Its paper says
   * until which day it is good: that day ends at midnight where the therapist works, not in UTC.
   *
   * @throws CodedError BAD_USER_INPUT for a day that a credit which is good does not pay for.
   */
  async redeem(
    { providerId, timeZone }: Pick<ProviderCaller, 'providerId' | 'timeZone'>, request: BearerRequest,
  ): Promise<BearerRedemption> {
    const { idempotencyKey, credit, serviceDate, modality, minutes } = request;
    const here = this.clock.now().toLocaleDateString('sv-SE', { timeZone });
    const paid = await this.byCredit(credit, here);
    const period = paid.of && readPeriod(paid.of.period);
    const report = period && reportOn(period, serviceDate);
    if (period && !report) {
      throw new CodedError('BAD_USER_INPUT',
        '"serviceDate" is not a day that this credit pays for.');
    }
    if (report && report.releases <= here) {
      throw new CodedError('BAD_USER_INPUT', 'The numbers of "serviceDate" are released.');
    }
    const booking = await this.draft(`redeem:${providerId}`, idempotencyKey,
      hashRequest({ nullifier: paid.payment.nullifier, serviceDate, modality, minutes }),
      { providerId, modality, minutes, day: serviceDate, today: here }, paid);
    const booked = await this.batcher.book(booking);
    if (booked.kind === 'too-often') throw new Error('no case stands behind a bearer credit');
    return booked.kind === 'booked'
      ? { ...booked, kind: 'bearer-redeemed' } : this.refuse(booked.kind, booking);
  }

  private async byCredit(
    text: string, day?: string,
  ): Promise<Paid<Extract<Payment, { nullifier: string }>>> {
    const { nullifier, use } = await this.credits.examine(text, 'session', day);
    return { payment: { nullifier, isVerified: use !== null }, of: use };
  }

  private async byReturned(caseId: string, returnedId: string): Promise<Paid> {
    const own = await this.db.read('find-returned-session', (tx) =>
      this.authorisations.returned(tx, caseId));
    return { payment: { returnedId }, of: own.find(({ id }) => id === returnedId) ?? null };
  }

  private async draft<To extends Occasion>(
    scope: string, key: string, requestHash: Buffer, occasion: To, { payment, of }: Paid,
  ): Promise<Booking & { readonly occasion: To }> {
    return {
      scope, key, requestHash, occasion, payment,
      period: of && await this.periods.find(of.programme, of.period),
      authorisationId: randomUUID(),
      number: authorisationNumber(),
      holdId: randomUUID(),
      loanId: randomUUID(),
    };
  }

  /** The refusal; credits beyond all that were issued are an alarm, noted once all is undone. */
  private async refuse(
    kind: keyof typeof REFUSALS, { period }: Booking,
  ): Promise<NotBooked> {
    if (kind === 'not-now' && period) {
      await this.db.transaction('note-beyond', (tx) =>
        this.store.noteBeyond(tx, period.programme, period.period, today(this.clock)));
    }
    return REFUSALS[kind];
  }
}

/** What of a failure is kept as a refusal. @throws what it was, where it may be sent again. */
function asThrown(error: unknown): Thrown {
  if (!(error instanceof CodedError) || !isFinal(error)) throw error;
  return { kind: 'thrown', code: error.code, message: error.message };
}

/** @throws CodedError where that was the refusal. */
function standing(refused: Standing | Full): NotBookedByCase {
  if (refused.kind === 'thrown') throw new CodedError(refused.code, refused.message);
  return refused.kind === 'full' ? tooOften({ limit: 'refused', again: refused.again }) : refused;
}

function tooOften(
  { limit, again }: { readonly limit: keyof typeof OFTEN; readonly again: string },
): BookedTooOften {
  const [code, what] = OFTEN[limit];
  const message = `${what}: from ${again} on you can book again. Nothing was used.`;
  return { kind: 'booked-too-often', code, message, again };
}
