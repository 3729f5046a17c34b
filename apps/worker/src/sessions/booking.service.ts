import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { periodOf } from '#pseudonym/periods';
import { CREDIT_NOT_USABLE, CreditsService } from '../credits/credits.service.ts';
import { CodedError } from '../foundation/coded-error.ts';
import { hashRequest } from '../foundation/idempotency.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { PeriodsBook } from '../programmes/periods-book.service.ts';
import { authorisationNumber } from './authorisation-number.ts';
import { AuthorisationsStore, type ShownAuthorisation } from './authorisations.store.ts';
import { BookingDesk, type Booked } from './booking-desk.ts';
import type { Booking, Occasion, Payment } from './booking.store.ts';
import { sessionTerms } from './session-terms.ts';

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
interface Paid {
  readonly payment: Payment;
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
  not_usable: CREDIT_NOT_USABLE, slot_taken: SLOT_TAKEN, unfunded: FUNDING_UNAVAILABLE,
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
   * Redeem a bearer credit for a session of this quarter. No case stands behind it.
   *
   * @throws CodedError BAD_USER_INPUT for a day of another quarter, before the credit is looked at.
   */
  async redeem(providerId: string, request: BearerRequest): Promise<BearerRedemption> {
    const { idempotencyKey, credit, serviceDate, modality, minutes } = request;
    if (periodOf(serviceDate, 'quarter') !== periodOf(today(this.clock), 'quarter')) {
      throw new CodedError('BAD_USER_INPUT', '"serviceDate" is not in this quarter.');
    }
    const paid = await this.byCredit(credit);
    const booked = await this.submit(`redeem:${providerId}`, idempotencyKey,
      hashRequest({ nullifier: paid.payment.nullifier, serviceDate, modality, minutes }),
      { providerId, modality, minutes, day: serviceDate }, paid);
    return booked.kind === 'booked' ? { ...booked, kind: 'bearer-redeemed' } : REFUSALS[booked.kind];
  }

  private async byCredit(text: string): Promise<Paid> {
    const { nullifier, use } = await this.credits.examine(text, 'session');
    return { payment: { nullifier, usable: use !== null }, of: use };
  }

  private async byReturned(caseId: string, returnedId: string): Promise<Paid> {
    const own = await this.db.read('find-returned-session', (tx) =>
      this.authorisations.returned(tx, caseId));
    const found = own.find(({ id }) => id === returnedId);
    return { payment: { returnedId, usable: found !== undefined }, of: found ?? null };
  }

  private async submit(
    scope: string, key: string, requestHash: Buffer, occasion: Occasion, { payment, of }: Paid,
  ): Promise<Booked> {
    const period = of && await this.periods.find(of.programme, of.period);
    const terms = period && sessionTerms(period, today(this.clock));
    const booking: Booking = {
      scope, key, requestHash, occasion, terms,
      payment: terms ? payment : { ...payment, usable: false },
      authorisationId: randomUUID(),
      number: authorisationNumber(),
      holdId: randomUUID(),
      overdraftId: null,
    };
    const booked = await this.desk.book(booking);
    if (booked.kind !== 'unfunded') return booked;
    // Care is never refused because an employer's fund is short: it is lent what is missing.
    return this.desk.book({ ...booking, overdraftId: randomUUID() });
  }
}
