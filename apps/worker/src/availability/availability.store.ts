import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { Plan } from './plan.ts';
import type { Offered, Replanning, Standing } from './planned-slots.ts';

/** A plan as it is kept. */
export interface KeptPlan {
  readonly version: number;
  readonly plan: Plan;
  readonly noticeHours: number;
  readonly timeZone: string;
  readonly modalities: readonly string[];
}

/** Open slots of the therapist $1 that begin later than her notice from the instant $2. */
const BOOKABLE = `provider_id = $1 AND status = 'open'
  AND modality IN (SELECT modality FROM meeting_offered WHERE provider_id = $1)
  AND starts_at > $2::timestamptz
    + make_interval(hours => (SELECT notice_hours FROM provider WHERE id = $1)::integer)`;

/** Plans of therapists, and the slots that are made from them. */
@Injectable()
export class AvailabilityStore {
  /** A therapist's plan, an empty one of version 0 before her first; `lock` keeps rivals out. */
  async find(tx: Tx, providerId: string, lock = false): Promise<KeptPlan> {
    if (lock) {
      await tx.query('SELECT 1 FROM provider WHERE id = $1 FOR NO KEY UPDATE', [providerId]);
    }
    const [row] = await tx.query<KeptPlan[]>(
      `SELECT coalesce(a.version, 0) AS version, coalesce(a.plan, '{"bufferBefore": 0,
           "bufferAfter": 10, "rules": [], "exceptions": []}') AS plan,
         p.notice_hours AS "noticeHours", p.time_zone AS "timeZone",
         ARRAY(SELECT modality FROM meeting_offered WHERE provider_id = p.id) AS modalities
       FROM provider p LEFT JOIN availability a ON a.provider_id = p.id WHERE p.id = $1`,
      [providerId]);
    if (!row) throw new Error('a therapist who called is not there');
    return row;
  }

  /** Keep a plan as its next version. */
  async keep(
    tx: Tx, providerId: string, version: number, plan: Plan, noticeHours: number, until: string,
  ): Promise<void> {
    await tx.query('UPDATE provider SET notice_hours = $2 WHERE id = $1', [providerId, noticeHours]);
    await tx.query(
      `INSERT INTO availability (provider_id, version, plan, planned_until) VALUES ($1, $2, $3, $4)
       ON CONFLICT (provider_id) DO UPDATE SET version = $2, plan = $3, planned_until = $4`,
      [providerId, version, JSON.stringify(plan), until]);
  }

  /** Slots of a therapist that have not begun and were not withdrawn; locked against booking. */
  standing(tx: Tx, providerId: string, after: Date): Promise<Standing[]> {
    return tx.query<Standing[]>(
      `SELECT id, starts_at AS "startsAt", minutes, modality, status, planned FROM slot
       WHERE provider_id = $1 AND status <> 'withdrawn' AND starts_at > $2
       ORDER BY id FOR NO KEY UPDATE`, [providerId, after]);
  }

  /**
   * Bring a therapist's slots in line with her plan. What she no longer offers is deleted, unless a
   * cancelled session names it: that is withdrawn. So her slots do not grow with each change.
   * Clients are shown new times at once, and until midnight those that went, as booked ones are.
   */
  async apply(
    tx: Tx, providerId: string, { withdraw, offered, unoffered, add }: Replanning,
    ids: readonly string[],
  ): Promise<void> {
    await tx.query(
      `DELETE FROM slot s WHERE s.status = 'open' AND s.id = ANY ($2::uuid[]) AND NOT EXISTS
         (SELECT FROM authorisation a WHERE a.provider_id = $1 AND a.slot_id = s.id)`,
      [providerId, withdraw]);
    await tx.query(
      `UPDATE slot SET status = 'withdrawn' WHERE status = 'open' AND id = ANY ($1::uuid[])`,
      [withdraw]);
    await tx.query(
      `UPDATE slot SET offered = (id = ANY ($1::uuid[]))
       WHERE id = ANY ($1::uuid[] || $2::uuid[]) AND offered <> (id = ANY ($1::uuid[]))`,
      [offered, unoffered]);
    await tx.query(
      `WITH made AS (INSERT INTO slot
           (id, provider_id, starts_at, minutes, modality, status, planned)
         SELECT o.id, $1, o."startsAt", o.minutes, o.modality, 'open', true
         FROM jsonb_to_recordset($2::jsonb)
           AS o (id uuid, "startsAt" timestamptz, minutes smallint, modality text)
         ON CONFLICT (provider_id, starts_at) WHERE status <> 'withdrawn' DO NOTHING
         RETURNING id, provider_id, starts_at, minutes, modality)
       INSERT INTO free_time (slot_id, provider_id, starts_at, minutes, modality)
       SELECT id, provider_id, starts_at, minutes, modality FROM made`,
      [providerId, JSON.stringify(add.map((slot, place) => ({ id: ids[place], ...slot })))]);
  }

  /** Therapists whose slots do not reach as far as `until`. */
  async behind(tx: Tx, until: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `SELECT a.provider_id AS id FROM availability a JOIN provider p ON p.id = a.provider_id
       WHERE a.planned_until < $1 AND p.active ORDER BY 1`, [until]);
    return rows.map(({ id }) => id);
  }

  /** A therapist's slots that can still be booked, soonest first. */
  async open(tx: Tx, providerId: string, now: Date, most: number):
  Promise<(Omit<Offered, 'startsAt'> & { readonly id: string; readonly startsAt: string })[]> {
    return tx.query(
      `SELECT id, to_char(starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
         AS "startsAt", minutes, modality
       FROM slot WHERE ${BOOKABLE} ORDER BY starts_at LIMIT $3`, [providerId, now, most]);
  }

  /** How many slots of a therapist can still be booked. */
  async countOpen(tx: Tx, providerId: string, now: Date): Promise<number> {
    const [row] = await tx.query<{ count: number }[]>(
      `SELECT count(*)::integer AS count FROM slot WHERE ${BOOKABLE}`, [providerId, now]);
    return row?.count ?? 0;
  }
}
