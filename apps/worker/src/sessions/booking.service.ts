import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { periodOf } from '#pseudonym/periods';
import type { ProviderCaller } from '../auth/caller.ts';
import { CREDIT_NOT_USABLE, CreditsService } from '../credits/credits.service.ts';
import { CodedError } from '../foundation/coded-error.ts';
import { hashRequest } from '../foundation/idempotency.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { PeriodsBook } from '../programmes/periods-book.service.ts';
import { authorisationNumber } from './authorisation-number.ts';
import { AuthorisationsStore, type ShownAuthorisation } from './authorisations.store.ts';
import { BookingDesk, type Booked } from './booking-desk.ts';
import type { Occasion, Payment } from './booking.ts';
import { BookingStore } from './booking.store.ts';

/** A case's request: a slot under a referral, and exactly one way to pay. */
export interface SessionRequest {
  readonly idempotencyKey: string;
  readonly referralId: string;
  readonly slotId: string;
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
  Refusal<'credit-not-usable'> | Refusal<'slot-taken'> | Refusal<'funding-unavailable'>;

/** Verdict on booking a session. */
export type SessionBooking = Shown<'session-booked'> | NotBooked;
/** Verdict on redeeming a bearer credit. */
export type BearerRedemption = Shown<'bearer-redeemed'> | NotBooked;

const SLOT_TAKEN = refusal('slot-taken',
  'This slot can\'t be booked: choose another one. Your payment was not used.');
const FUNDING_UNAVAILABLE = refusal('funding-unavailable',
  'The session can\'t be funded now: try again tomorrow. Your payment was not used.');
const REFUSALS = {
  'not-usable': CREDIT_NOT_USABLE, 'slot-taken': SLOT_TAKEN, unfunded: FUNDING_UNAVAILABLE,
} as const;

/** Books sessions for cases, and redeems credits that clients bring to their therapist. */
@Injectable()
export class BookingService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly credits: CreditsService,
    private readonly periods: PeriodsBook,
    private readonly authorisations: AuthorisationsStore,
    private readonly store: BookingStore,
    private readonly desk: BookingDesk,
  ) {}

  /** Book a slot for a case. */
  async book(caseId: string, request: SessionRequest): Promise<SessionBooking> {
    const { idempotencyKey, referralId, slotId, payment } = request;
    const paid = 'credit' in payment
      ? await this.byCredit(payment.credit)
      : await this.byReturned(caseId, payment.returnedSessionId);
    const booked = await this.submit(`book:${caseId}`, idempotencyKey,
      hashRequest({ referralId, slotId, payment }), { caseId, referralId, slotId }, paid);
    return booked.kind === 'booked' ? { ...booked, kind: 'session-booked' } : REFUSALS[booked.kind];
  }

  /**
   * Redeem a bearer credit for a session of this quarter. No case stands behind it. Its paper says
   * until which day it is good: that day ends at midnight where the therapist works, not in UTC.
   *
   * @throws CodedError BAD_USER_INPUT for a day of another quarter, before the credit is looked at.
   */
  async redeem(
    { providerId, timeZone }: Pick<ProviderCaller, 'providerId' | 'timeZone'>, request: BearerRequest,
  ): Promise<BearerRedemption> {
    const { idempotencyKey, credit, serviceDate, modality, minutes } = request;
    const here = this.clock.now().toLocaleDateString('sv-SE', { timeZone });
    if (periodOf(serviceDate, 'quarter') !== periodOf(here, 'quarter')) {
      throw new CodedError('BAD_USER_INPUT', '"serviceDate" is not in this quarter.');
    }
    const paid = await this.byCredit(credit, here);
    const booked = await this.submit(`redeem:${providerId}`, idempotencyKey,
      hashRequest({ nullifier: paid.payment.nullifier, serviceDate, modality, minutes }),
      { providerId, modality, minutes, day: serviceDate, today: here }, paid);
    return booked.kind === 'booked' ? { ...booked, kind: 'bearer-redeemed' } : REFUSALS[booked.kind];
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

  private async submit(
    scope: string, key: string, requestHash: Buffer, occasion: Occasion, { payment, of }: Paid,
  ): Promise<Booked> {
    const period = of && await this.periods.find(of.programme, of.period);
    const booked = await this.desk.book({
      scope, key, requestHash, occasion, payment, period,
      authorisationId: randomUUID(),
      number: authorisationNumber(),
      holdId: randomUUID(),
      loanId: randomUUID(),
    });
    if (booked.kind === 'unfunded' && period) {
      await this.db.transaction('note-unfunded', (tx) =>
        this.store.noteUnfunded(tx, period.programme, period.period, today(this.clock)));
    }
    return booked;
  }
}
