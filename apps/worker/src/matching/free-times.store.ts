import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { MOST_THERAPISTS_A_DAY, type MidnightTime } from './daily-view.ts';

/** A time that was free at midnight, with what a client is told of it. */
export interface FreeTime extends MidnightTime {
  readonly minutes: number;
  readonly modality: string;
  /** Where its therapist is, `YYYY-MM-DD`. */
  readonly day: string;
}

/** Whose times are looked for, by which case and for where. */
export interface Look {
  readonly caseId: string;
  readonly providerIds: readonly string[];
  readonly now: Date;
}

/**
 * Whether the instant `at` is at the hour of the last session that was held under the referral `r`
 * to the therapist `p`: her own client finds that hour however little else she is shown. One that
 * is only booked counts for nothing: who looks for somebody's hour would book it and give it back.
 */
export function atUsualHour(at: string): string {
  return `coalesce((SELECT to_char(a.starts_at AT TIME ZONE p.time_zone, 'ID HH24:MI')
      = to_char(${at} AT TIME ZONE p.time_zone, 'ID HH24:MI')
    FROM authorisation a WHERE a.referral_id = r.id AND a.starts_at IS NOT NULL
      AND a.status = 'claimed' ORDER BY a.starts_at DESC LIMIT 1), false)`;
}

/** What is offered on a day. */
@Injectable()
export class FreeTimesStore {
  /** Write down what is free, once a day; `anew`: again, as if it were midnight. */
  async settle(tx: Tx, day: string, now: Date, anew = false): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('settle-free-times', 0))`);
    const [settled] = await tx.query<{ isToday: boolean }[]>(
      'SELECT day = $1::date AS "isToday" FROM free_times_day', [day]);
    if (settled?.isToday && !anew) return;
    await tx.query('DELETE FROM looked_at');
    await tx.query('DELETE FROM free_time');
    await tx.query(
      `INSERT INTO free_time (slot_id, provider_id, starts_at, minutes, modality)
       SELECT id, provider_id, starts_at, minutes, modality FROM slot
       WHERE status = 'open' AND starts_at > $1 ORDER BY id`, [now]);
    await tx.query(settled ? 'UPDATE free_times_day SET day = $1'
      : 'INSERT INTO free_times_day (day) VALUES ($1)', [day]);
  }

  /**
   * Of therapists, those at whose times this case may look today: its own, those it has looked at
   * since midnight, and of others as many as are left of the dozen.
   */
  async admitted(tx: Tx, caseId: string, providerIds: readonly string[]): Promise<string[]> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`look ${caseId}`]);
    await tx.query(
      `INSERT INTO looked_at (case_id, provider_id)
       SELECT $1, p.id FROM unnest($2::uuid[]) WITH ORDINALITY AS w (id, place)
       JOIN provider p ON p.id = w.id AND p.active
       WHERE NOT EXISTS (SELECT FROM looked_at l WHERE l.case_id = $1 AND l.provider_id = p.id)
         AND NOT EXISTS (SELECT FROM referral r WHERE r.case_id = $1 AND r.provider_id = p.id
           AND r.status = 'open')
       ORDER BY w.place
       LIMIT greatest(0, $3 - (SELECT count(*) FROM looked_at WHERE case_id = $1))
       ON CONFLICT DO NOTHING`, [caseId, providerIds, MOST_THERAPISTS_A_DAY]);
    const rows = await tx.query<{ id: string }[]>(
      `SELECT w.id FROM unnest($2::uuid[]) AS w (id)
       WHERE EXISTS (SELECT FROM looked_at l WHERE l.case_id = $1 AND l.provider_id = w.id)
         OR EXISTS (SELECT FROM referral r WHERE r.case_id = $1 AND r.provider_id = w.id
           AND r.status = 'open')`, [caseId, providerIds]);
    return rows.map(({ id }) => id);
  }

  /** What was free of these therapists, in time, in a way that they offer, and not the case's. */
  free(tx: Tx, { caseId, providerIds, now }: Look, jurisdiction?: string): Promise<FreeTime[]> {
    return tx.query<FreeTime[]>(
      `SELECT f.slot_id AS id, f.provider_id AS "providerId", f.starts_at AS "startsAt", f.minutes,
         f.modality, (f.starts_at AT TIME ZONE p.time_zone)::date::text AS day,
         ${atUsualHour('f.starts_at')} AS "isUsual"
       FROM free_time f
       JOIN provider p ON p.id = f.provider_id AND p.active
       JOIN meeting_offered m ON m.provider_id = f.provider_id AND m.modality = f.modality
       LEFT JOIN referral r ON r.provider_id = p.id AND r.case_id = $1 AND r.status = 'open'
       WHERE f.provider_id = ANY ($2::uuid[])
         AND f.starts_at > $3::timestamptz + make_interval(hours => p.notice_hours)
         AND ($4::text IS NULL OR EXISTS (SELECT FROM provider_licence l
           WHERE l.provider_id = p.id AND l.jurisdiction = $4
             AND (f.starts_at AT TIME ZONE p.time_zone)::date <= l.expires))
         AND NOT EXISTS (SELECT FROM authorisation a JOIN referral o ON o.id = a.referral_id
           WHERE a.slot_id = f.slot_id AND a.status = 'held' AND o.case_id = $1)
       ORDER BY f.slot_id`, [caseId, providerIds, now, jurisdiction ?? null]);
  }
}
