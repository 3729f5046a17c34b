import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';

/** A booking that a case asks for, by its idempotency key and its bytes. */
export interface AskedBooking {
  readonly caseId: string;
  readonly key: string;
  readonly hash: Buffer;
}

/** What is known of a booking that is asked for. */
export interface Known {
  /** What this very request was refused with; null: it was not. */
  readonly refusal: unknown;
  /** Its case has as many refusals as are kept. */
  readonly isFull: boolean;
  /** A session was booked under its key. */
  readonly isBooked: boolean;
}

/** Refusals that are kept of a case: far more than whoever looks for a time meets in three days. */
export const MOST_REFUSED = 128;

/** Bookings that were refused, and with what. */
@Injectable()
export class RefusedBookings {
  /** What is known of each of these, in their order. `since`: the first day that counts. */
  find(tx: Tx, asked: readonly AskedBooking[], since: string): Promise<Known[]> {
    return tx.query<Known[]>(
      `SELECT r.refusal, EXISTS (SELECT FROM refused_booking f WHERE f.case_id = w.case_id
           AND f.refused_on >= $4 OFFSET ${MOST_REFUSED - 1}) AS "isFull",
         EXISTS (SELECT FROM idempotency i WHERE i.scope = 'book:' || w.case_id AND i.key = w.key)
           AS "isBooked"
       FROM unnest($1::uuid[], $2::uuid[], $3::text[]) WITH ORDINALITY
         AS w (case_id, key, hash, place)
       LEFT JOIN refused_booking r ON r.case_id = w.case_id AND r.key = w.key
         AND r.request_hash = decode(w.hash, 'hex')
       ORDER BY w.place`,
      [asked.map(({ caseId }) => caseId), asked.map(({ key }) => key),
        asked.map(({ hash }) => hash.toString('hex')), since]);
  }

  /** No other refusal of this case is kept meanwhile. */
  async lock(tx: Tx, caseId: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`refused ${caseId}`]);
  }

  /** Keep a refusal of this day. */
  async keep(
    tx: Tx, { caseId, key, hash }: AskedBooking, refusal: unknown, day: string,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO refused_booking (case_id, key, request_hash, refusal, refused_on)
       VALUES ($1, $2, $3, $4, $5)`, [caseId, key, hash, JSON.stringify(refusal), day]);
  }

  /** All refusals of a case count from this day: what it asks for now is refused without a row. */
  async renew(tx: Tx, caseId: string, day: string): Promise<void> {
    await tx.query(
      'UPDATE refused_booking SET refused_on = $2 WHERE case_id = $1 AND refused_on < $2',
      [caseId, day]);
  }

  /** Forget what was refused before this day. */
  async forgetBefore(tx: Tx, day: string): Promise<void> {
    await tx.query('DELETE FROM refused_booking WHERE refused_on < $1', [day]);
  }
}
