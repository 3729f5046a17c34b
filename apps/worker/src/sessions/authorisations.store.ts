import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';

/** An authorised session as its client and its therapist are shown it. */
export interface ShownAuthorisation {
  readonly id: string;
  readonly number: string;
  readonly referralId: string | null;
  readonly startsAt: string | null;
  readonly serviceDate: string;
  readonly minutes: number;
  readonly modality: string;
  readonly status: string;
}

/** What cancelling needs to know of an authorisation. */
export interface Cancellable {
  readonly id: string;
  readonly status: string;
  readonly startsAt: Date;
  readonly slotId: string;
  readonly holdId: string;
  readonly programme: string;
  readonly period: string;
  readonly feeCapMinor: string;
  readonly currency: string;
}

/** A session that returned to its case. */
export interface Returned {
  readonly id: string;
  readonly programme: string;
  readonly period: string;
  readonly used: boolean;
}

const SHOWN = `a.id, a.number, a.referral_id AS "referralId",
  to_char(a.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "startsAt",
  a.service_on::text AS "serviceDate", a.minutes, a.modality, a.status`;

/** Authorised and returned sessions, one by one. */
@Injectable()
export class AuthorisationsStore {
  /** All sessions of a case. */
  ofCase(tx: Tx, caseId: string): Promise<ShownAuthorisation[]> {
    return tx.query<ShownAuthorisation[]>(
      `SELECT ${SHOWN} FROM authorisation a JOIN referral r ON r.id = a.referral_id
       WHERE r.case_id = $1 ORDER BY a.starts_at, a.id`, [caseId]);
  }

  /** A therapist's sessions on days from `from` on, with her clients' handles. */
  ofProvider(
    tx: Tx, providerId: string, from: string, most: number,
  ): Promise<(ShownAuthorisation & { handle: string | null })[]> {
    return tx.query<(ShownAuthorisation & { handle: string | null })[]>(
      `SELECT ${SHOWN}, r.handle FROM authorisation a LEFT JOIN referral r ON r.id = a.referral_id
       WHERE a.provider_id = $1 AND a.service_on >= $2
       ORDER BY a.service_on, a.starts_at, a.id LIMIT $3`, [providerId, from, most]);
  }

  /** A case's own authorisation, locked against claims and other cancellations. */
  async lockOwn(tx: Tx, caseId: string, id: string): Promise<Cancellable | null> {
    const [row] = await tx.query<Cancellable[]>(
      `SELECT a.id, a.status, a.starts_at AS "startsAt", a.slot_id AS "slotId",
         a.hold_id AS "holdId", a.programme, a.period, a.fee_cap_minor::text AS "feeCapMinor",
         a.currency
       FROM authorisation a JOIN referral r ON r.id = a.referral_id
       WHERE a.id = $1 AND r.case_id = $2 FOR NO KEY UPDATE OF a`, [id, caseId]);
    return row ?? null;
  }

  /** Cancel, open the slot again if it is still offered, and give the session back to the case. */
  async cancel(
    tx: Tx, { id, slotId, programme, period }: Cancellable, caseId: string,
    returned: { id: string; day: string },
  ): Promise<void> {
    await tx.query(`UPDATE authorisation SET status = 'cancelled' WHERE id = $1`, [id]);
    await tx.query(
      `UPDATE slot SET status = CASE WHEN offered THEN 'open' ELSE 'withdrawn' END WHERE id = $1`,
      [slotId]);
    await tx.query(
      `INSERT INTO returned_session (id, case_id, programme, period, authorisation_id, returned_on)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [returned.id, caseId, programme, period, id, returned.day]);
  }

  /** Sessions that returned to a case. */
  returned(tx: Tx, caseId: string): Promise<Returned[]> {
    return tx.query<Returned[]>(
      `SELECT id, programme, period, used_by IS NOT NULL AS used FROM returned_session
       WHERE case_id = $1 ORDER BY returned_on, id`, [caseId]);
  }
}
