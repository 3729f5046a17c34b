import { money } from '#billing/money';
import {
  mostIssued, type BookingFacts, type BookingVerdict, type PeriodFacts,
} from '#billing/decide-booking';
import { daysAfter } from '#calendar/days';
import type { OpenedPeriod } from '../programmes/programme-periods.store.ts';
import type {
  Found, KeyClaim, KeyUse, LockedReturn, LockedSlot, Lookup, NewAuthorisation,
} from './booking.store.ts';

/** A case books a slot under a referral. */
export interface CaseOccasion {
  readonly caseId: string;
  /** Null: it is made on the way. */
  readonly referralId: string | null;
  readonly slotId: string;
}

/** Who books: a case; or a therapist who was brought a bearer credit. */
export type Occasion =
  | CaseOccasion
  | {
    readonly providerId: string; readonly modality: string; readonly minutes: number;
    readonly day: string;
    /** What is today where the therapist works. */
    readonly today: string;
  };

/** What pays for a session; `isVerified` is false for a credit that is good for nothing. */
export type Payment =
  | { readonly nullifier: string; readonly isVerified: boolean }
  | { readonly returnedId: string };

/** One session to book. The ids are drawn before, so that what is run again writes the same. */
export interface Booking extends KeyClaim {
  readonly occasion: Occasion;
  readonly payment: Payment;
  /** Null for a payment that is good for nothing. */
  readonly period: OpenedPeriod | null;
  readonly number: string;
  readonly holdId: string;
  readonly loanId: string;
}

/** What was locked and found for one booking. */
export interface Gathered {
  readonly key: KeyUse['use'];
  readonly slot: LockedSlot | undefined;
  readonly returned: LockedReturn | undefined;
  readonly found: Found;
  /** The slot is one that this case is shown today, and nobody has given it back since. */
  readonly isOffered: boolean;
}

/** What a booking has to look up, once its slot is locked. */
export function lookupOf({ occasion, payment, period }: Booking, slot?: LockedSlot): Lookup {
  return {
    caseId: 'caseId' in occasion ? occasion.caseId : null,
    referralId: 'caseId' in occasion ? occasion.referralId : null,
    providerId: 'caseId' in occasion ? null : occasion.providerId,
    day: 'caseId' in occasion ? null : occasion.day,
    startsAt: slot?.startsAt ?? null,
    modality: 'caseId' in occasion ? slot?.modality ?? '' : occasion.modality,
    nullifier: 'nullifier' in payment ? payment.nullifier : null,
    programme: period?.programme ?? null,
    period: period?.period ?? null,
  };
}

/** The rows of one booking, as they are decided on. */
export function factsOf(
  booking: Booking, { key, slot, returned, found, isOffered }: Gathered,
): BookingFacts {
  const { occasion, payment } = booking;
  const { isTherapistActive } = found;
  return {
    key,
    session: 'caseId' in occasion
      ? {
          by: 'case', caseId: occasion.caseId, isTherapistActive, isReferred: found.isReferred,
          isEnrolled: found.isEnrolled, licensedUntil: found.licensedUntil,
          bookedToday: found.bookedToday, gaveBackUntil: found.gaveBackUntil,
          slot: slot && found.serviceOn !== null ? {
            isOpen: slot.status === 'open' && isOffered,
            isTherapists: slot.providerId === found.providerId,
            canBeHeld: found.meetingVersion !== null,
            startsAt: slot.startsAt,
            serviceOn: found.serviceOn,
            noticeHours: found.noticeHours,
          } : null,
        }
      : { by: 'bearer', isTherapistActive, serviceOn: occasion.day, today: occasion.today },
    payment: 'nullifier' in payment
      ? { by: 'credit', isVerified: payment.isVerified, isSpent: found.isSpent }
      : {
          by: 'returned', isUsed: returned?.isUsed ?? false,
          isOwn: returned !== undefined && 'caseId' in occasion
            && returned.caseId === occasion.caseId,
        },
    period: booking.period && periodFacts(booking.period, found),
    wants: {
      payment: 'nullifier' in payment ? payment.nullifier : payment.returnedId,
      slot: 'caseId' in occasion ? occasion.slotId : null,
    },
  };
}

function periodFacts(
  period: OpenedPeriod, { isEnded, isReleased, lastDay, creditsSpent }: Found,
): PeriodFacts {
  const { programme, period: label, opens, startsBooking, sessionPriceMinor, currency } = period;
  // Where its programme ends before, the period does so for everybody.
  const isCut = lastDay !== null && lastDay < period.closes;
  const closes = isCut ? daysAfter(lastDay, 1) : period.closes;
  return {
    programme, period: label, opens, closes, startsBooking, isEnded, isReleased,
    price: money(BigInt(sessionPriceMinor), currency),
    creditsLeft: mostIssued(period.sessionsPerMember, period.seats) - BigInt(creditsSpent),
  };
}

/** The session that is authorised by a booking that was decided so. */
export function authorisationOf(
  { occasion, period, authorisationId, number, holdId }: Booking, { slot, found }: Gathered,
): NewAuthorisation {
  const serviceOn = 'caseId' in occasion ? found.serviceOn : occasion.day;
  if (!period || !found.providerId || !serviceOn) throw new Error('what is booked is known');
  return {
    id: authorisationId,
    number,
    provider_id: found.providerId,
    referral_id: 'caseId' in occasion ? occasion.referralId : null,
    programme: period.programme,
    period: period.period,
    slot_id: slot?.id ?? null,
    starts_at: slot?.startsAt ?? null,
    minutes: 'caseId' in occasion ? slot?.minutes ?? 0 : occasion.minutes,
    modality: 'caseId' in occasion ? slot?.modality ?? '' : occasion.modality,
    service_on: serviceOn,
    fee_cap_minor: period.sessionPriceMinor,
    currency: period.currency,
    hold_id: holdId,
    status: 'held',
    bearer: !('caseId' in occasion),
    meeting_version: 'caseId' in occasion ? found.meetingVersion : null,
  };
}

/** A booking that is to be made, with its entries. */
export type Made = Extract<BookingVerdict, { kind: 'booked' }>;
