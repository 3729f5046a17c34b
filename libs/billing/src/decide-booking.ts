import { daysAfter } from '#calendar/days';
import { holdSession } from './hold.ts';
import type { Money } from './money.ts';
import { drawOverdraft } from './overdraft.ts';
import type { Entry } from './postings.ts';

/** The slot that is wanted, as it is locked. */
export interface SlotFacts {
  /** Nobody has it, and it is still offered. */
  readonly isOpen: boolean;
  /** It is of the therapist of the referral. */
  readonly isTherapists: boolean;
  /** She offers this way of meeting, and its details are there. */
  readonly canBeHeld: boolean;
  readonly startsAt: Date;
  /** Day of the session where the therapist is. */
  readonly serviceOn: string;
  /** So many hours before it begins it can be booked no more. */
  readonly noticeHours: number;
}

/** A session that a case wants to book. */
export interface CaseSession {
  readonly by: 'case';
  readonly caseId: string;
  /** The referral is the case's own and open. */
  readonly isReferred: boolean;
  /** The case is enrolled in the programme and period of what pays. */
  readonly isEnrolled: boolean;
  readonly isTherapistActive: boolean;
  /** Sessions that the case has booked since midnight, whatever became of them. */
  readonly bookedToday: number;
  /** Until before this day it has given back as many as it may; null: it has not. */
  readonly gaveBackUntil: string | null;
  /** Last day of her licence for where the client is; null: she has none there. */
  readonly licensedUntil: string | null;
  /** Null: there is no such slot. */
  readonly slot: SlotFacts | null;
}

/** A session that a therapist was brought a credit for: no case, referral or slot stands behind. */
export interface BearerSession {
  readonly by: 'bearer';
  readonly isTherapistActive: boolean;
  readonly serviceOn: string;
  /** What is today where the therapist works: her client's paper goes by it. */
  readonly today: string;
}

/** What is to pay. */
export type PaymentFacts =
  | { readonly by: 'credit'; readonly isVerified: boolean; readonly isSpent: boolean }
  /** `isOwn`: there is such a returned session, and it is of this case. */
  | { readonly by: 'returned'; readonly isOwn: boolean; readonly isUsed: boolean };

/** The benefit period of what is to pay. */
export interface PeriodFacts {
  readonly programme: string;
  readonly period: string;
  /** First day, and first day after. */
  readonly opens: string;
  readonly closes: string;
  /** First day on which what pays can be used. */
  readonly startsBooking: string;
  /** The operator has ended it for credits. */
  readonly isEnded: boolean;
  /** The usage of the session's day is released: nothing is added to it any more. */
  readonly isReleased: boolean;
  readonly price: Money;
  /** Of the credits that can have been issued, those that are not spent; none: some are forged. */
  readonly creditsLeft: bigint;
}

/** All that decides on one booking: rows that were read when everything wanted was locked. */
export interface BookingFacts {
  /** What the idempotency key stands for: nothing yet, this request, or another one. */
  readonly key: 'new' | 'same' | 'other';
  readonly session: CaseSession | BearerSession;
  readonly payment: PaymentFacts;
  /** Null: what is to pay is of no period that is known. */
  readonly period: PeriodFacts | null;
  /** Names of what only one booking can have. */
  readonly wants: { readonly payment: string; readonly slot: string | null };
}

/** What the fund of a programme has. */
export interface FundFacts {
  readonly sessions: bigint;
  readonly minor: bigint;
}

/** When it is decided. */
export interface Moment {
  readonly now: Date;
  readonly today: string;
}

/**
 * Verdict on one booking. `booked` brings the entries to be posted: the hold, and before it the
 * loan when the fund is short of it. Nothing else changes anything.
 */
export type BookingVerdict =
  | { readonly kind: 'booked'; readonly hold: Entry; readonly loan: Entry | null }
  | TooOften | { readonly kind: Refused };

/** A case books or gives back more often than anybody needs. */
export interface TooOften {
  readonly kind: 'too-often';
  readonly limit: 'booked' | 'given-back';
  /** First day on which it can book again. */
  readonly again: string;
}

/** What is wrong with a booking. */
export type Refused =
  'replayed' | 'key-reused' | 'no-referral' | 'not-usable' | 'not-now' | 'slot-taken';

/** So many sessions a case can book on one day (UTC): the same for all. */
export const MOST_BOOKED_A_DAY = 8;
/** Who has given back so many within so many days books again when the first is older. */
export const MOST_GIVEN_BACK = 8;
export const GIVEN_BACK_DAYS = 30;

const HOUR_MS = 3_600_000;

/**
 * Decide bookings that are made together, in turn: what one of them gets, those after it find gone.
 *
 * The first that is wrong is told, in this order: the key, the referral, what pays, how often the
 * case has booked and given back, whether more credits came than were issued, the slot. So a time
 * is only told of to who books it if it is free: a refusal for anything else must not tell whether
 * it is. A fund that is short is lent what is missing: a valid credit is always funded, so nobody
 * can tell from a refusal what others have used. Only beyond all credits that can have been issued
 * is it not, which honest members can't reach, and then for everybody.
 *
 * @param funds by programme, of every period that is named.
 */
export function decideBookings(
  asked: readonly BookingFacts[], funds: ReadonlyMap<string, FundFacts>, moment: Moment,
): BookingVerdict[] {
  const before: Before = { gone: new Set(), booked: new Map(), spent: new Map() };
  const left = new Map(funds);
  return asked.map((asking) => {
    const facts = afterOthers(asking, before);
    const refused = refusalOf(facts, moment);
    if (refused) return refused;
    const { period, session } = facts;
    const fund = period && left.get(period.programme);
    if (!fund) throw new Error('a period that pays has a fund');
    if (!isBookable(session, period, moment.now)) return { kind: 'slot-taken' };
    const paid = payFrom(fund, period);
    left.set(period.programme, paid.fund);
    note(facts, before);
    return { kind: 'booked', hold: paid.hold, loan: paid.loan };
  });
}

/** Most credits of a period that its members can have been issued, as it was confirmed. */
export function mostIssued(sessionsPerMember: number, seats: number): bigint {
  return BigInt(sessionsPerMember) * BigInt(seats);
}

/** What bookings of a batch have taken: slots and payments, by case, and credits by period. */
interface Before {
  readonly gone: Set<string>;
  readonly booked: Map<string, number>;
  readonly spent: Map<string, bigint>;
}

function note({ wants, session, payment, period }: BookingFacts, before: Before): void {
  const { gone, booked, spent } = before;
  for (const want of Object.values(wants)) if (want !== null) gone.add(want);
  if (session.by === 'case') booked.set(session.caseId, (booked.get(session.caseId) ?? 0) + 1);
  if (payment.by !== 'credit' || !period) return;
  spent.set(nameOf(period), (spent.get(nameOf(period)) ?? 0n) + 1n);
}

function nameOf({ programme, period }: PeriodFacts): string {
  return `${programme} ${period}`;
}

function refusalOf(
  { key, session, payment, period }: BookingFacts, { today }: Moment,
): TooOften | { readonly kind: Refused } | null {
  if (key !== 'new') return { kind: key === 'same' ? 'replayed' : 'key-reused' };
  if (session.by === 'case' && !session.isReferred) return { kind: 'no-referral' };
  if (!period || !isUsable(payment, session, period, today)) return { kind: 'not-usable' };
  const often = session.by === 'case' ? tooOften(session, today) : null;
  if (often) return often;
  return payment.by === 'credit' && period.creditsLeft < 1n ? { kind: 'not-now' } : null;
}

function tooOften({ bookedToday, gaveBackUntil }: CaseSession, today: string): TooOften | null {
  if (gaveBackUntil !== null) {
    return { kind: 'too-often', limit: 'given-back', again: gaveBackUntil };
  }
  if (bookedToday < MOST_BOOKED_A_DAY) return null;
  return { kind: 'too-often', limit: 'booked', again: daysAfter(today, 1) };
}

function isUsable(
  payment: PaymentFacts, session: BookingFacts['session'], period: PeriodFacts, today: string,
): boolean {
  const isGood = payment.by === 'credit'
    ? payment.isVerified && !payment.isSpent && !period.isEnded
    : payment.isOwn && !payment.isUsed;
  const day = session.by === 'bearer' ? session.today : today;
  return isGood && (session.by === 'bearer' || session.isEnrolled)
    && period.startsBooking <= day && day < period.closes && !period.isReleased;
}

function isBookable(session: BookingFacts['session'], period: PeriodFacts, now: Date): boolean {
  if (!session.isTherapistActive) return false;
  const isOfPeriod = (day: string) => period.opens <= day && day < period.closes;
  if (session.by === 'bearer') return isOfPeriod(session.serviceOn);
  const { slot, licensedUntil } = session;
  if (!slot || licensedUntil === null) return false;
  return slot.isOpen && slot.isTherapists && slot.canBeHeld
    && slot.startsAt.getTime() > now.getTime() + slot.noticeHours * HOUR_MS
    && isOfPeriod(slot.serviceOn) && slot.serviceOn <= licensedUntil;
}

/** The facts as bookings of the same batch left them: slots taken, credits spent. */
function afterOthers(facts: BookingFacts, { gone, booked, spent: used }: Before): BookingFacts {
  const { wants, session, payment, period } = facts;
  const isSlotGone = wants.slot !== null && gone.has(wants.slot);
  const spent = payment.by === 'credit'
    ? { ...payment, isSpent: true } : { ...payment, isUsed: true };
  return {
    ...facts,
    session: session.by === 'case' ? {
      ...session, slot: isSlotGone ? null : session.slot,
      bookedToday: session.bookedToday + (booked.get(session.caseId) ?? 0),
    } : session,
    payment: gone.has(wants.payment) ? spent : payment,
    period: period && {
      ...period, creditsLeft: period.creditsLeft - (used.get(nameOf(period)) ?? 0n) },
  };
}

/** Set a session's price aside, lent first when the fund has not got it. */
function payFrom(
  fund: FundFacts, { programme, price }: PeriodFacts,
): { fund: FundFacts; hold: Entry; loan: Entry | null } {
  const decision = holdSession(programme, price);
  if (decision.kind !== 'held') throw new Error('a period has a session price');
  const { held, entry: hold } = decision;
  if (fund.sessions >= 1n && fund.minor >= price.minor) {
    const { sessions, minor } = fund;
    const rest = { sessions: sessions - 1n, minor: minor - price.minor };
    return { fund: rest, hold, loan: null };
  }
  return { fund, hold, loan: drawOverdraft(held) };
}
