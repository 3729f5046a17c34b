import { Injectable } from '@nestjs/common';
import { SHOWN_WEEKS } from '#calendar/shown-weeks';
import { MOST_THERAPISTS_A_DAY, type MidnightTime } from '#matching/daily-view';
import type { Tx } from '#platform/database';

/** A time that was free at midnight, with what a client is told of it. */
export interface FreeTime extends MidnightTime {
  readonly minutes: number;
  readonly modality: string;
  /** Where its therapist is, `YYYY-MM-DD`. */
  readonly day: string;
  /** Booked and given back today: whoever tries it is told that it is taken. */
  readonly isGivenBack: boolean;
}

/** By whom the times of which therapist are looked at, and for where. */
export interface Look {
  readonly caseId: string;
  readonly providerId: string;
  readonly jurisdiction: string;
}

/**
 * The hour of the last session that was held under the referral `r` to the therapist `p`: her own
 * client is shown that hour more often than others. One that is only booked counts for
 * nothing: who looks for somebody's hour would book it and give it back.
 */
const USUAL_HOUR = `(SELECT to_char(a.starts_at AT TIME ZONE p.time_zone, 'ID HH24:MI')
    FROM authorisation a WHERE a.referral_id = r.id AND a.starts_at IS NOT NULL
      AND a.status = 'claimed' ORDER BY a.starts_at DESC LIMIT 1)`;

/**
 * The times that the case of a look `w` has, and those that it got back on the day of `$2`. What of
 * them was free at midnight it has booked since.
 */
const OWN = `CROSS JOIN LATERAL (SELECT
      array_agg(a.slot_id) FILTER (WHERE a.status <> 'cancelled') AS kept,
      array_agg(a.slot_id) FILTER (WHERE b.returned_on = ($2::timestamptz AT TIME ZONE 'UTC')::date)
        AS returned
    FROM referral o JOIN authorisation a ON a.referral_id = o.id
    LEFT JOIN returned_session b ON b.authorisation_id = a.id
    WHERE o.case_id = w."caseId") AS own`;

/** Each look that is let in, with all that is the same for all of the therapist's times. */
const LOOKS = `SELECT w.place, p.id AS provider_id, p.time_zone, l.expires,
    $2::timestamptz + make_interval(hours => p.notice_hours) AS earliest,
    ARRAY(SELECT m.modality FROM meeting_offered m WHERE m.provider_id = p.id) AS modalities,
    ${USUAL_HOUR} AS usual_hour, own.kept, own.returned
  FROM ROWS FROM (jsonb_to_recordset($1::jsonb)
      AS ("caseId" uuid, "providerId" uuid, jurisdiction text))
    WITH ORDINALITY AS w ("caseId", "providerId", jurisdiction, place)
  JOIN provider p ON p.id = w."providerId" AND p.active
  JOIN provider_licence l ON l.provider_id = p.id AND l.jurisdiction = w.jurisdiction
  LEFT JOIN referral r ON r.provider_id = p.id AND r.case_id = w."caseId" AND r.status = 'open'
  ${OWN}
  WHERE r.id IS NOT NULL OR EXISTS (SELECT FROM looked_at k
    WHERE k.case_id = w."caseId" AND k.provider_id = p.id)`;

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
   * Let a case look at the times of these therapists today, as far as a dozen goes: its own and
   * those at whose times it has looked since midnight need not be let in.
   */
  async admit(tx: Tx, caseId: string, providerIds: readonly string[]): Promise<void> {
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
  }

  /**
   * What was free of the therapist of each look, in time and in a way that she offers, where the
   * case may look at her times today. `place` is that of the look.
   */
  free(tx: Tx, looks: readonly Look[], now: Date): Promise<(FreeTime & { place: number })[]> {
    return tx.query<(FreeTime & { place: number })[]>(
      `WITH look AS MATERIALIZED (${LOOKS})
       SELECT (look.place - 1)::integer AS place, f.slot_id AS id, f.provider_id AS "providerId",
         f.starts_at AS "startsAt", f.minutes, f.modality, f.given_back AS "isGivenBack",
         at.day::text AS day, at.is_usual AS "isUsual", at.day > look.expires AS "isUnlicensed",
         coalesce(f.slot_id = ANY (look.kept)
           OR (f.given_back AND f.slot_id = ANY (look.returned)), false) AS "isOwn"
       FROM look JOIN free_time f ON f.provider_id = look.provider_id
         AND f.starts_at > look.earliest AND f.modality = ANY (look.modalities)
         AND f.starts_at < $2::timestamptz + interval '${SHOWN_WEEKS} weeks'
       CROSS JOIN LATERAL (SELECT (f.starts_at AT TIME ZONE look.time_zone)::date AS day,
         coalesce(look.usual_hour
           = to_char(f.starts_at AT TIME ZONE look.time_zone, 'ID HH24:MI'), false) AS is_usual) AS at
       ORDER BY look.place, f.slot_id`, [JSON.stringify(looks), now]);
  }

  /** These times were given back today: until midnight they look as booked ones do. */
  async giveBack(tx: Tx, slotIds: readonly string[]): Promise<void> {
    await tx.query(
      'UPDATE free_time SET given_back = true WHERE slot_id = ANY ($1::uuid[])', [slotIds]);
  }
}
