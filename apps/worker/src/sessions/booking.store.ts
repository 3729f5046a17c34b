import { Injectable } from '@nestjs/common';
import { encodeItems, type JournalItem } from '#billing/journal';
import { isUniqueViolation, RetryTransaction, type Tx } from '#platform/database';
import type { ShownAuthorisation } from './authorisations.store.ts';

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
  /** Lends the fund one session; null in a first try, since funds are seldom short. */
  readonly overdraft: JournalItem | null;
  readonly feeCapMinor: string | null;
  readonly currency: string | null;
}

/** The database's verdict on one session; see the comments on its functions. */
export type BookingVerdict =
  | 'booked' | 'replayed' | 'unfunded' | 'key_reused' | 'again' | 'no_referral' | 'not_usable'
  | 'slot_taken';

/** One session's verdict, with its authorisation when it was booked, now or before. */
export interface BookingRow extends ShownAuthorisation {
  readonly verdict: BookingVerdict;
}

/** Books sessions, many at a time. */
@Injectable()
export class BookingStore {
  /**
   * Book a batch in this transaction; answers in its order.
   *
   * @throws RetryTransaction when a rival took the same thing at this moment.
   */
  async book(
    tx: Tx, bookings: readonly Booking[], day: string, now: Date,
  ): Promise<BookingRow[]> {
    try {
      return await tx.query<BookingRow[]>(
        'SELECT * FROM book_sessions($1::jsonb, $2::jsonb, $3::jsonb, $4, $5) ORDER BY item',
        [JSON.stringify(bookings.map(encode)), entriesOf(bookings.map(({ hold }) => hold)),
          entriesOf(bookings.map(({ overdraft }) => overdraft)), day, now]);
    } catch (error) {
      if (isUniqueViolation(error)) throw new RetryTransaction();
      throw error;
    }
  }
}

/** Ledger entries as JSON, null where there is none. */
function entriesOf(entries: readonly (JournalItem | null)[]): string {
  return `[${entries.map((entry) => (entry ? encodeItems([entry]).slice(1, -1) : 'null')).join()}]`;
}

/** A booking as `booking_item` of the migration 0018 names its fields. */
function encode({ occasion, payment, ...booking }: Booking): object {
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
    hold: booking.hold?.id ?? null,
    fee_cap: booking.feeCapMinor,
    currency: booking.currency,
  };
}
