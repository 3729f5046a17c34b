import { Injectable } from '@nestjs/common';
import type { JournalItem } from '#billing/journal';
import { isUniqueViolation, RetryTransaction, type Tx } from '#platform/database';

/** Who books: a case, under a referral, a slot; or a therapist who was brought a bearer credit. */
export type Occasion =
  | { readonly caseId: string; readonly referralId: string; readonly slotId: string }
  | {
    readonly providerId: string; readonly modality: string; readonly minutes: number;
    readonly day: string;
  };

/** What pays for a session; `usable` is false for a credit that is good for nothing. */
export interface Payment {
  readonly nullifier?: string;
  readonly returnedId?: string;
  readonly usable: boolean;
  readonly programme: string | null;
  readonly period: string | null;
}

/** One session to book. */
export interface Booking {
  readonly scope: string;
  readonly key: string;
  readonly requestHash: Buffer;
  readonly occasion: Occasion;
  readonly payment: Payment;
  readonly authorisationId: string;
  readonly number: string;
  /** Sets the price aside; null for a payment that is good for nothing. */
  readonly hold: JournalItem | null;
  /** Lends the fund one session, for when it is short; null with the hold. */
  readonly overdraft: JournalItem | null;
  readonly feeCapMinor: string | null;
  readonly currency: string | null;
}

/** The database's verdict on one session; see the comment on `booking_decide`. */
export type BookingStatus =
  | 'bookable' | 'replayed' | 'key_reused' | 'again' | 'no_referral' | 'not_usable' | 'slot_taken';

/** One session's verdict, and the authorisation that a replayed one has. */
export interface BookingRow {
  readonly status: BookingStatus;
  readonly authorisation: string | null;
}

/** Books sessions, many at a time. */
@Injectable()
export class BookingStore {
  /** Lock what a batch wants, and say which of it can be booked; answers in its order. */
  decide(
    tx: Tx, bookings: readonly Booking[], day: string, now: Date,
  ): Promise<BookingRow[]> {
    return tx.query<BookingRow[]>(
      'SELECT status, authorisation FROM booking_decide($1::jsonb, $2, $3) ORDER BY item',
      [encodeAll(bookings), day, now]);
  }

  /**
   * Write sessions that were found bookable in this transaction and that are funded.
   *
   * @throws RetryTransaction when a rival took the same thing at this moment.
   */
  async write(tx: Tx, bookings: readonly Booking[], day: string): Promise<void> {
    if (bookings.length === 0) return;
    try {
      await tx.query('SELECT booking_write($1::jsonb, $2)', [encodeAll(bookings), day]);
    } catch (error) {
      if (isUniqueViolation(error)) throw new RetryTransaction();
      throw error;
    }
  }
}

function encodeAll(bookings: readonly Booking[]): string {
  return JSON.stringify(bookings.map(encode));
}

/** A booking as `booking_item` of the migration 0018 names its fields. */
function encode({ occasion, payment, hold, ...booking }: Booking): object {
  const who = 'caseId' in occasion
    ? { case: occasion.caseId, referral: occasion.referralId, slot: occasion.slotId }
    : {
      provider: occasion.providerId, modality: occasion.modality, minutes: occasion.minutes,
      day: occasion.day,
    };
  return {
    scope: booking.scope,
    key: booking.key,
    request: booking.requestHash.toString('hex'),
    ...who,
    nullifier: payment.nullifier ?? null,
    returned: payment.returnedId ?? null,
    usable: payment.usable,
    programme: payment.programme,
    period: payment.period,
    authorisation: booking.authorisationId,
    number: booking.number,
    hold: hold?.id ?? null,
    fee_cap: booking.feeCapMinor,
    currency: booking.currency,
  };
}
