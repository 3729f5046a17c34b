import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { SHARES, type Shares } from '../claims/claim-terms.ts';
import { bookingIn } from '../programmes/programme-periods.store.ts';

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

/** A session as its own client is shown it. */
interface OwnAuthorisation extends ShownAuthorisation {
  readonly cancelledByClient: boolean;
}

/** A session in a therapist's calendar. */
export interface CalendarEntry extends ShownAuthorisation, Shares {
  readonly handle: string | null;
  readonly colour: string | null;
  /** Most that a claim can be paid for it. */
  readonly fee: { readonly minor: string; readonly currency: string };
  /** The details of meeting changed after it was booked. */
  readonly meetingChanged: boolean;
}

/** What cancelling needs to know of an authorisation. */
export interface Cancellable extends Shares {
  readonly id: string;
  readonly caseId: string;
  readonly status: string;
  readonly startsAt: Date;
  readonly slotId: string;
  readonly holdId: string;
  readonly providerId: string;
  readonly serviceOn: string;
  readonly modality: string;
  readonly minutes: number;
  readonly programme: string;
  readonly period: string;
  readonly feeCapMinor: string;
  readonly currency: string;
}

/** What a therapist says anew of a session that a bearer credit pays for. */
export interface BearerCorrection {
  readonly authorisationId: string;
  readonly serviceDate: string;
  readonly modality: string;
  readonly minutes: number;
}

/** A session that a bearer credit pays for, and whose fund stands behind it. */
interface OwnBearer {
  readonly programme: string;
  readonly period: string;
  readonly status: string;
  readonly serviceDate: string;
}

/** Who gave a session back in time. */
export type CancelledBy = 'client' | 'therapist';

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

const CANCELLABLE = `a.id, r.case_id AS "caseId", a.status, a.starts_at AS "startsAt", a.slot_id AS "slotId",
  a.hold_id AS "holdId", a.provider_id AS "providerId", a.service_on::text AS "serviceOn", a.modality,
  a.minutes, a.programme, a.period, a.fee_cap_minor::text AS "feeCapMinor", a.currency, ${SHARES}`;

/** Authorised and returned sessions, one by one. */
@Injectable()
export class AuthorisationsStore {
  /** All sessions of a case. */
  ofCase(tx: Tx, caseId: string): Promise<OwnAuthorisation[]> {
    return tx.query<OwnAuthorisation[]>(
      `SELECT ${SHOWN}, a.cancelled_by_client AS "cancelledByClient"
       FROM authorisation a JOIN referral r ON r.id = a.referral_id
       WHERE r.case_id = $1 ORDER BY a.starts_at, a.id`, [caseId]);
  }

  /** Sessions by their ids. */
  byIds(tx: Tx, ids: readonly string[]): Promise<ShownAuthorisation[]> {
    return tx.query<ShownAuthorisation[]>(
      `SELECT ${SHOWN} FROM authorisation a WHERE a.id = ANY ($1::uuid[])`, [ids]);
  }

  /**
   * A therapist's sessions on days from `from` on, with her clients' handles.
   *
   * @param open only those that are still to settle.
   */
  ofProvider(
    tx: Tx, providerId: string, from: string, until: string | null, open: boolean, most: number,
  ): Promise<CalendarEntry[]> {
    return tx.query<CalendarEntry[]>(
      `SELECT ${SHOWN}, ${SHARES}, r.handle, r.colour,
         jsonb_build_object('minor', a.fee_cap_minor::text, 'currency', a.currency) AS fee,
         NOT a.bearer AND m.version IS DISTINCT FROM a.meeting_version AS "meetingChanged"
       FROM authorisation a LEFT JOIN referral r ON r.id = a.referral_id
       LEFT JOIN provider_meeting m ON m.provider_id = a.provider_id AND m.modality = a.modality
       WHERE a.provider_id = $1 AND a.service_on >= $2 AND ($3::date IS NULL OR a.service_on <= $3)
         AND (a.status = 'held' OR NOT $4)
       ORDER BY a.service_on, a.starts_at, a.id LIMIT $5`, [providerId, from, until, open, most]);
  }

  /**
   * A session that a bearer credit of this therapist pays for, locked against claims. A closing is
   * waited for, and one that comes later waits: no session is moved to days that are being closed.
   */
  async lockBearer(tx: Tx, providerId: string, id: string): Promise<OwnBearer | null> {
    const [known] = await tx.query<OwnBearer[]>(
      `SELECT programme, period, status, service_on::text AS "serviceDate" FROM authorisation
       WHERE id = $1 AND provider_id = $2 AND bearer`, [id, providerId]);
    if (!known) return null;
    await tx.query('SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))',
      [bookingIn(known)]);
    const [now] = await tx.query<Pick<OwnBearer, 'status' | 'serviceDate'>[]>(
      `SELECT status, service_on::text AS "serviceDate" FROM authorisation
       WHERE id = $1 FOR NO KEY UPDATE`, [id]);
    return { ...known, ...now };
  }

  /** Whether the numbers of a day of a benefit period are told, or being made. */
  async isReported(
    tx: Tx, { programme, period }: Pick<OwnBearer, 'programme' | 'period'>, day: string,
  ): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `SELECT FROM reporting_period JOIN frozen_report USING (programme, report)
       WHERE programme = $1 AND period = $2 AND opens <= $3 AND $3 < closes`,
      [programme, period, day]);
    return rows.length > 0;
  }

  /** Say anew when and how such a session is held. */
  async correct(tx: Tx, correction: BearerCorrection): Promise<ShownAuthorisation> {
    const { authorisationId, serviceDate, modality, minutes } = correction;
    const [shown] = await tx.query<ShownAuthorisation[]>(
      `WITH a AS (UPDATE authorisation SET service_on = $2, modality = $3, minutes = $4
         WHERE id = $1 RETURNING *) SELECT ${SHOWN} FROM a`,
      [authorisationId, serviceDate, modality, minutes]);
    if (!shown) throw new Error('the session that is locked is gone');
    return shown;
  }

  /** A case's own authorisation, locked against claims, bookings and other cancellations. */
  async lockOwn(tx: Tx, caseId: string, id: string): Promise<Cancellable | null> {
    const [row] = await this.lock(tx, 'a.id = $1 AND r.case_id = $2', [id, caseId]);
    return row ?? null;
  }

  /** A therapist's own session that a case booked, locked, with that case. */
  async lockBooked(tx: Tx, providerId: string, id: string): Promise<Cancellable | null> {
    const [row] = await this.lock(tx, 'a.id = $1 AND a.provider_id = $2', [id, providerId]);
    return row ?? null;
  }

  /**
   * Open sessions of a therapist that have not begun, locked; null: under any referral. Bookings
   * under way with her are waited for, and those that come later find what this decides.
   */
  async lockHeldUnder(
    tx: Tx, referralId: string | null, providerId: string, after: Date,
  ): Promise<Cancellable[]> {
    await tx.query(
      `SELECT 1 FROM slot WHERE provider_id = $1 AND starts_at > $2 AND status <> 'withdrawn'
       ORDER BY id FOR NO KEY UPDATE`, [providerId, after]);
    return this.lock(tx, `a.provider_id = $1 AND a.starts_at > $2 AND a.status = 'held'
      AND ($3::uuid IS NULL OR a.referral_id = $3)`, [providerId, after, referralId]);
  }

  /** Open slots again that are still offered. */
  async reopen(tx: Tx, slotIds: readonly string[]): Promise<void> {
    await tx.query(
      `UPDATE slot SET status = CASE WHEN offered THEN 'open' ELSE 'withdrawn' END
       WHERE id = ANY ($1::uuid[])`, [slotIds]);
  }

  /** Cancel sessions and give each back to its case, under these new ids. */
  async cancel(
    tx: Tx, sessions: readonly Cancellable[], returnedIds: readonly string[], by: CancelledBy,
    day: string,
  ): Promise<void> {
    await tx.query(
      `UPDATE authorisation SET status = 'cancelled', cancelled_by_client = $2
       WHERE id = ANY ($1::uuid[])`, [sessions.map(({ id }) => id), by === 'client']);
    const rows = sessions.map(({ id, caseId, programme, period }, place) => ({
      id: returnedIds[place], case_id: caseId, programme, period, authorisation_id: id }));
    await tx.query(
      `INSERT INTO returned_session (id, case_id, programme, period, authorisation_id, returned_on)
       SELECT id, case_id, programme, period, authorisation_id, $2
       FROM jsonb_populate_recordset(NULL::returned_session, $1::jsonb) ORDER BY id`,
      [JSON.stringify(rows), day]);
  }

  /** As everybody does who locks both: slots first, in the order of their ids. */
  private async lock(tx: Tx, which: string, values: unknown[]): Promise<Cancellable[]> {
    await tx.query(
      `SELECT 1 FROM slot WHERE id IN (SELECT a.slot_id FROM authorisation a
         JOIN referral r ON r.id = a.referral_id WHERE ${which})
       ORDER BY id FOR NO KEY UPDATE`, values);
    return tx.query<Cancellable[]>(
      `SELECT ${CANCELLABLE} FROM authorisation a JOIN referral r ON r.id = a.referral_id
       WHERE ${which} ORDER BY a.id FOR NO KEY UPDATE OF a`, values);
  }

  /** Sessions that returned to a case. */
  returned(tx: Tx, caseId: string): Promise<Returned[]> {
    return tx.query<Returned[]>(
      `SELECT id, programme, period, used_by IS NOT NULL AS used FROM returned_session
       WHERE case_id = $1 ORDER BY returned_on, id`, [caseId]);
  }
}
