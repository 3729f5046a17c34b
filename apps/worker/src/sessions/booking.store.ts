import { Injectable } from '@nestjs/common';
import { GIVEN_BACK_DAYS, MOST_GIVEN_BACK } from '#billing/decide-booking';
import { RetryTransaction, type Tx } from '#platform/database';
import { bookingIn, type OpenedPeriod } from '../programmes/programme-periods.store.ts';

/** An idempotency key with what it is to stand for. */
export interface KeyClaim {
  readonly scope: string;
  readonly key: string;
  readonly requestHash: Buffer;
  readonly authorisationId: string;
}

/** What a key stands for: nothing before this claim, this same request, or another one. */
export interface KeyUse {
  readonly use: 'new' | 'same' | 'other';
  readonly authorisationId: string;
}

/** A slot, locked. */
export interface LockedSlot {
  readonly id: string;
  readonly providerId: string;
  readonly status: string;
  readonly startsAt: Date;
  readonly minutes: number;
  readonly modality: string;
}

/** A returned session, locked. */
export interface LockedReturn {
  readonly id: string;
  readonly caseId: string;
  readonly isUsed: boolean;
}

/** What is looked up for one booking. Null: there is none, as there is no slot of a bearer. */
export interface Lookup {
  readonly caseId: string | null;
  readonly referralId: string | null;
  readonly providerId: string | null;
  /** Day of a session that a bearer credit pays for. */
  readonly day: string | null;
  readonly startsAt: Date | null;
  readonly modality: string;
  readonly nullifier: string | null;
  readonly programme: string | null;
  readonly period: string | null;
}

/** What was found for one. */
export interface Found {
  readonly isReferred: boolean;
  readonly providerId: string | null;
  /** Where the client is during sessions, by the referral. */
  readonly jurisdiction: string | null;
  readonly isTherapistActive: boolean;
  /** Sessions that the case has booked since midnight. */
  readonly bookedToday: number;
  /** The day until before which it has given back as many as it may; null: it has not. */
  readonly gaveBackUntil: string | null;
  readonly noticeHours: number;
  /** Day of the slot where the therapist is. */
  readonly serviceOn: string | null;
  /** Version of the details of meeting in the way of the slot, when she offers it. */
  readonly meetingVersion: number | null;
  readonly licensedUntil: string | null;
  readonly isEnrolled: boolean;
  readonly isSpent: boolean;
  readonly isEnded: boolean;
  readonly isReleased: boolean;
  /** Session credits of the period that are spent. */
  readonly creditsSpent: number;
  /** Last day of the programme, where an end of it is announced. */
  readonly lastDay: string | null;
}

/** A row of `authorisation`, by the names of its columns. */
export interface NewAuthorisation {
  readonly id: string;
  readonly number: string;
  readonly provider_id: string;
  readonly referral_id: string | null;
  readonly programme: string;
  readonly period: string;
  readonly slot_id: string | null;
  readonly starts_at: Date | null;
  readonly minutes: number;
  readonly modality: string;
  readonly service_on: string;
  readonly fee_cap_minor: string;
  readonly currency: string;
  readonly hold_id: string;
  readonly status: 'held';
  readonly bearer: boolean;
  readonly meeting_version: number | null;
}

/** What a case has of the times that were free at midnight, or gave back of them today. */
const BOOKED_TODAY = `(SELECT count(*) FROM referral o
    JOIN authorisation a ON a.referral_id = o.id JOIN free_time f ON f.slot_id = a.slot_id
    LEFT JOIN returned_session b ON b.authorisation_id = a.id
    WHERE o.case_id = w."caseId"
      AND (a.status <> 'cancelled' OR (f.given_back AND b.returned_on = $2::date)))::integer`;

const GAVE_BACK_UNTIL = `(SELECT (b.returned_on + ${GIVEN_BACK_DAYS})::text FROM returned_session b
    JOIN authorisation a ON a.id = b.authorisation_id AND a.cancelled_by_client
    WHERE b.case_id = w."caseId" AND b.returned_on > $2::date - ${GIVEN_BACK_DAYS}
    ORDER BY b.returned_on DESC OFFSET ${MOST_GIVEN_BACK - 1} LIMIT 1)`;

const LOOKED_UP = `SELECT r.id IS NOT NULL AS "isReferred", p.id AS "providerId",
    coalesce(p.active, false) AS "isTherapistActive", coalesce(p.notice_hours, 0) AS "noticeHours",
    r.jurisdiction, ${BOOKED_TODAY} AS "bookedToday", ${GAVE_BACK_UNTIL} AS "gaveBackUntil",
    (w."startsAt" AT TIME ZONE p.time_zone)::date::text AS "serviceOn",
    m.version AS "meetingVersion", l.expires::text AS "licensedUntil",
    e.case_id IS NOT NULL AS "isEnrolled", n.nullifier IS NOT NULL AS "isSpent",
    ended.period IS NOT NULL AS "isEnded", u.report IS NOT NULL AS "isReleased",
    coalesce(s.sessions, 0) AS "creditsSpent", last.last_day::text AS "lastDay"
  FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS ("caseId" uuid, "referralId" uuid,
    "providerId" uuid, day date, "startsAt" timestamptz, modality text, nullifier text,
    programme uuid, period text)) WITH ORDINALITY AS w
  LEFT JOIN referral r ON r.id = w."referralId" AND r.case_id = w."caseId" AND r.status = 'open'
  LEFT JOIN provider p ON p.id = coalesce(w."providerId", r.provider_id)
  LEFT JOIN meeting_offered m ON m.provider_id = p.id AND m.modality = w.modality
  LEFT JOIN provider_licence l ON l.provider_id = p.id AND l.jurisdiction = r.jurisdiction
  LEFT JOIN case_enrolment e ON e.case_id = w."caseId" AND e.programme = w.programme
    AND e.period = w.period
  LEFT JOIN nullifier n ON n.nullifier = decode(w.nullifier, 'hex')
  LEFT JOIN period_ended ended ON ended.programme = w.programme AND ended.period = w.period
  LEFT JOIN credits_spent s ON s.programme = w.programme AND s.period = w.period
  LEFT JOIN reporting_period t ON t.programme = w.programme AND t.period = w.period
    AND coalesce(w.day, (w."startsAt" AT TIME ZONE p.time_zone)::date) >= t.opens
    AND coalesce(w.day, (w."startsAt" AT TIME ZONE p.time_zone)::date) < t.closes
  LEFT JOIN frozen_report u ON u.programme = t.programme AND u.report = t.report
  LEFT JOIN programme_end last ON last.programme = w.programme
  ORDER BY w.ordinality`;

/**
 * What booking locks, reads and writes, of many sessions at a time, in the one order in which
 * everybody takes these locks: keys, slots, returned sessions, cases, periods, nullifiers,
 * authorisations, accounts, what is spent of a period; within each by what is random. So no two
 * wait in a circle, and the order on disk says nothing.
 */
@Injectable()
export class BookingStore {
  /** Claim keys, which no two of these share; one that is being claimed elsewhere is waited for. */
  async claimKeys(tx: Tx, claims: readonly KeyClaim[], day: string): Promise<KeyUse[]> {
    const rows = JSON.stringify(claims.map(({ scope, key, requestHash, authorisationId }) =>
      ({ scope, key, hash: requestHash.toString('hex'), result: { authorisation: authorisationId } })));
    const fresh = await tx.query<{ scope: string; key: string }[]>(
      `INSERT INTO idempotency (scope, key, request_hash, result, recorded_on)
       SELECT scope, key, decode(hash, 'hex'), result, date_trunc('month', $2::date)
       FROM jsonb_to_recordset($1::jsonb) AS w (scope text, key uuid, hash text, result jsonb)
       ORDER BY scope, key ON CONFLICT DO NOTHING RETURNING scope, key`, [rows, day]);
    const names = new Set(fresh.map(nameOf));
    if (names.size === claims.length) {
      return claims.map(({ authorisationId }) => ({ use: 'new', authorisationId }));
    }
    // In a statement of its own, which sees what was committed while this waited.
    const known = await tx.query<(KeyUse & { scope: string; key: string })[]>(
      `SELECT scope, key, i.result ->> 'authorisation' AS "authorisationId",
         CASE WHEN i.request_hash = decode(w.hash, 'hex') THEN 'same' ELSE 'other' END AS use
       FROM jsonb_to_recordset($1::jsonb) AS w (scope text, key uuid, hash text)
       JOIN idempotency i USING (scope, key)`, [rows]);
    const uses = new Map(known.map((found) => [nameOf(found), found]));
    return claims.map((claim) => {
      if (names.has(nameOf(claim))) return { ...claim, use: 'new' };
      const found = uses.get(nameOf(claim));
      if (!found) throw new RetryTransaction();
      return found;
    });
  }

  /** Give up keys of what was refused: it changed nothing, and may be asked again. */
  async forgetKeys(tx: Tx, claims: readonly KeyClaim[]): Promise<void> {
    await tx.query(
      `DELETE FROM idempotency i USING unnest($1::text[], $2::uuid[]) AS w (scope, key)
       WHERE i.scope = w.scope AND i.key = w.key`,
      [claims.map(({ scope }) => scope), claims.map(({ key }) => key)]);
  }

  /** Lock slots, which cancelling, declining and changing hours lock as well. */
  lockSlots(tx: Tx, ids: readonly string[]): Promise<LockedSlot[]> {
    return tx.query<LockedSlot[]>(
      `SELECT id, provider_id AS "providerId", status, starts_at AS "startsAt", minutes, modality
       FROM slot WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`, [ids]);
  }

  /** Lock returned sessions. */
  lockReturned(tx: Tx, ids: readonly string[]): Promise<LockedReturn[]> {
    return tx.query<LockedReturn[]>(
      `SELECT id, case_id AS "caseId", used_by IS NOT NULL AS "isUsed" FROM returned_session
       WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`, [ids]);
  }

  /** Bookings of one case wait for each other, so that what it books in a day is counted. */
  async lockCases(tx: Tx, caseIds: readonly string[]): Promise<void> {
    await tx.query(
      `SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest($1::text[]) AS name`,
      [[...new Set(caseIds)].sort().map((id) => `book for ${id}`)]);
  }

  /** Wait for the closing of these periods, and keep a closing that comes later waiting. */
  async lockPeriods(tx: Tx, periods: readonly OpenedPeriod[]): Promise<void> {
    await tx.query(
      `SELECT pg_advisory_xact_lock_shared(hashtextextended(name, 0))
       FROM unnest($1::text[]) AS name`, [[...new Set(periods.map(bookingIn))].sort()]);
  }

  /**
   * Look up everything else, one answer for each, the same for every booking whatever is wrong with
   * it. Nothing of this is locked: whoever changes it and has to see the bookings made before locks
   * their slots afterwards. So this is never read by the statement that locks the slots, which
   * would show it as it was before that waited.
   */
  lookUp(tx: Tx, wanted: readonly Lookup[], day: string): Promise<Found[]> {
    return tx.query<Found[]>(LOOKED_UP, [JSON.stringify(wanted), day]);
  }

  /** Write sessions that are authorised, and take their slots and returned sessions. */
  async authorise(
    tx: Tx, authorised: readonly NewAuthorisation[],
    used: readonly { readonly id: string; readonly by: string }[],
  ): Promise<void> {
    await tx.query(
      `INSERT INTO authorisation (id, number, provider_id, referral_id, programme, period, slot_id,
         starts_at, minutes, modality, service_on, fee_cap_minor, currency, hold_id, status, bearer,
         meeting_version)
       SELECT id, number, provider_id, referral_id, programme, period, slot_id, starts_at, minutes,
         modality, service_on, fee_cap_minor, currency, hold_id, status, bearer, meeting_version
       FROM jsonb_populate_recordset(NULL::authorisation, $1::jsonb) ORDER BY id`,
      [JSON.stringify(authorised)]);
    const slots = authorised.flatMap(({ slot_id: id }) => id ?? []);
    if (slots.length > 0) {
      await tx.query(`UPDATE slot SET status = 'taken' WHERE id = ANY ($1::uuid[])`, [slots]);
    }
    if (used.length === 0) return;
    await tx.query(
      `UPDATE returned_session r SET used_by = w.by
       FROM unnest($1::uuid[], $2::uuid[]) AS w (id, by) WHERE r.id = w.id`,
      [used.map(({ id }) => id), used.map(({ by }) => by)]);
  }

  /**
   * Count credits that are spent, `most` of a period at most.
   *
   * @throws RetryTransaction when rivals have spent the last of them: run again, it is seen.
   */
  async countSpent(
    tx: Tx, { programme, period }: Pick<OpenedPeriod, 'programme' | 'period'>, more: number,
    most: bigint,
  ): Promise<void> {
    const rows = await tx.query<unknown[]>(
      `INSERT INTO credits_spent AS s (programme, period, sessions)
       SELECT $1, $2, $3::integer WHERE $3::integer <= $4::bigint
       ON CONFLICT (programme, period) DO UPDATE SET sessions = s.sessions + $3::integer
         WHERE s.sessions + $3::integer <= $4::bigint RETURNING 1`,
      [programme, period, more, most.toString()]);
    if (rows.length === 0) throw new RetryTransaction();
  }

  /** Note an alarm: more credits were brought than can have been issued. */
  async noteBeyond(tx: Tx, programme: string, period: string, day: string): Promise<void> {
    await tx.query(
      `INSERT INTO credits_beyond AS r (programme, period, refused_on, tries)
       VALUES ($1, $2, $3, 1)
       ON CONFLICT (programme, period, refused_on) DO UPDATE SET tries = r.tries + 1`,
      [programme, period, day]);
  }
}

function nameOf({ scope, key }: { readonly scope: string; readonly key: string }): string {
  return `${scope} ${key}`;
}
