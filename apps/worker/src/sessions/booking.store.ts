import { Injectable } from '@nestjs/common';
import { Database, isCheckViolation, isUniqueViolation } from '#platform/database';
import type { ShownAuthorisation } from './authorisations.store.ts';
import type { SessionTerms } from './session-terms.ts';

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
  /** Id of the ledger entry that sets the price aside. */
  readonly holdId: string;
  /** Of the one that lends it to the fund; null in a first try, since funds are seldom short. */
  readonly overdraftId: string | null;
  /** Null for a payment that is good for nothing. */
  readonly terms: SessionTerms | null;
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
  constructor(private readonly db: Database) {}

  /** Book a batch in one transaction; answers in its order. */
  book(bookings: readonly Booking[], day: string, now: Date): Promise<BookingRow[]> {
    const terms = new Map<SessionTerms | null, number>();
    const wanted = new Set<string>();
    const items: object[] = [];
    for (const booking of bookings) {
      if (booking.terms && !terms.has(booking.terms)) terms.set(booking.terms, terms.size + 1);
      items.push(encode(booking, terms.get(booking.terms), repeats(booking, wanted)));
    }
    const all = [...terms.keys()];
    return this.db.statement<BookingRow>(
      'book-sessions', 'SELECT * FROM book_sessions($1, $2, $3, $4, $5)',
      [JSON.stringify(items), `[${all.map((each) => each?.term).join()}]`,
        `[${all.map((each) => each?.entries).join()}]`, day, now],
      isRivalry);
  }
}

/** A rival took at this moment what the batch wanted too: a credit, a slot, a key, or funds. */
function isRivalry(error: unknown): boolean {
  return isUniqueViolation(error) || isCheckViolation(error, 'account_floor_holds');
}

/** Whether one before it wants the same; either way, what it wants is remembered. */
function repeats({ scope, key, payment, occasion }: Booking, wanted: Set<string>): boolean {
  const before = wanted.size;
  const wants = [`${scope} ${key}`, payment.nullifier ?? payment.returnedId ?? key];
  if ('slotId' in occasion) wants.push(occasion.slotId);
  for (const want of wants) wanted.add(want);
  return wanted.size < before + wants.length;
}

/** A booking as `booking_item` of the migration 0031 names its fields. */
function encode(booking: Booking, term: number | undefined, isRepeat: boolean): object {
  const { occasion, payment } = booking;
  const who = 'caseId' in occasion
    ? { case: occasion.caseId, referral: occasion.referralId, slot: occasion.slotId }
    : {
      provider: occasion.providerId, modality: occasion.modality, minutes: occasion.minutes,
      day: occasion.day,
    };
  return {
    scope: booking.scope,
    key: booking.key,
    request: `\\x${booking.requestHash.toString('hex')}`,
    ...who,
    nullifier: payment.nullifier && `\\x${payment.nullifier}`,
    returned: payment.returnedId,
    usable: payment.usable,
    repeats: isRepeat,
    term,
    authorisation: booking.authorisationId,
    number: booking.number,
    hold: booking.holdId,
    overdraft: booking.overdraftId ?? undefined,
  };
}
