import { Injectable } from '@nestjs/common';
import type { Counted } from '#disclosure/year/counted';
import type { YearBefore } from '#disclosure/year/plan';
import type { Report } from '#disclosure/year/statement';
import type { Tx } from '#platform/database';
import type { ReportDays } from './closing.store.ts';

/** Somebody who is counted, in her key block; null: how long she waited is not of this year. */
export type CountedCase = Omit<Counted, 'waitDays'> & { readonly waitDays: number | null };

/** A report as it is kept. */
interface NewReport {
  readonly programme: string;
  readonly report: string;
  /** Canonical JSON. */
  readonly body: string;
  readonly settledSessions: number;
}

/** What is settled: sessions that took place, and those that their clients did not keep. */
const SETTLED = `('claimed', 'no_show', 'late_cancelled')`;

/** Rows of counted_case and report_release. */
@Injectable()
export class ReportsStore {
  /**
   * Count everybody who is not counted yet and has had a session, in the reporting period that
   * closes: of each block at most as many people as it had at the start. Spare seats are in no
   * headcount, so whoever joins can make more; those beyond are never counted and never settled.
   * Who is counted stays so, whatever is corrected later.
   */
  async count(
    tx: Tx, { programme, period, closes }: ReportDays, turn: number,
  ): Promise<void> {
    await tx.query(
      `WITH own AS (
         SELECT e.case_id, e.block, k.case_id IS NOT NULL AS is_counted
         FROM case_enrolment e LEFT JOIN counted_case k USING (case_id, period)
         WHERE e.programme = $1 AND e.period = $2),
       room AS (
         SELECT b.block, b.headcount - count(o.case_id) FILTER (WHERE o.is_counted) AS left_over
         FROM programme_block b LEFT JOIN own o USING (block)
         WHERE b.programme = $1 AND b.period = $2 GROUP BY b.block, b.headcount),
       fresh AS (
         SELECT o.case_id, o.block,
           row_number() OVER (PARTITION BY o.block ORDER BY o.case_id) AS place
         FROM own o WHERE NOT o.is_counted AND EXISTS (
           SELECT FROM referral r JOIN authorisation a ON a.referral_id = r.id
           WHERE r.case_id = o.case_id AND a.programme = $1 AND a.period = $2
             AND a.status = 'claimed' AND a.service_on < $3))
       INSERT INTO counted_case (case_id, period, turn)
       SELECT f.case_id, $2, $4 FROM fresh f JOIN room USING (block)
       WHERE f.place <= left_over ORDER BY f.case_id`, [programme, period, closes, turn]);
  }

  /**
   * Everybody who is counted so far, in the order of random ids: her turn as it was counted, block,
   * concern, main modality, the sessions of hers that are settled, those of the days so far and at
   * most what she was issued, and her wait from the first referral to her first session of all.
   */
  async counted(
    tx: Tx, { programme, period, closes }: ReportDays, sessionsPerMember: number,
  ): Promise<CountedCase[]> {
    return tx.query<CountedCase[]>(
      `WITH own AS (
         SELECT e.case_id, k.turn, e.block, coalesce(e.concern, 'OTHER') AS concern
         FROM case_enrolment e JOIN counted_case k USING (case_id, period)
         WHERE e.programme = $1 AND e.period = $2),
       held AS (
         SELECT o.case_id, count(*) FILTER (WHERE a.status IN ${SETTLED}) AS sessions,
           mode() WITHIN GROUP (ORDER BY a.modality) FILTER (WHERE a.status = 'claimed') AS modality
         FROM own o JOIN referral r USING (case_id) JOIN authorisation a ON a.referral_id = r.id
         WHERE a.programme = $1 AND a.period = $2 AND a.service_on < $3 GROUP BY o.case_id),
       first AS (
         SELECT o.case_id, min(r.made_on) AS referred_on,
           min(a.service_on) FILTER (WHERE a.status = 'claimed') AS day
         FROM own o JOIN referral r USING (case_id)
         LEFT JOIN authorisation a ON a.referral_id = r.id GROUP BY o.case_id)
       SELECT o.turn, o.block, o.concern, coalesce(h.modality, 'VIDEO') AS modality,
         least($4::integer, greatest(1, coalesce(h.sessions, 0)))::integer AS sessions,
         CASE WHEN f.day >= p.opens THEN greatest(0, f.day - f.referred_on) END AS "waitDays"
       FROM own o JOIN programme_period p ON p.programme = $1 AND p.period = $2
       LEFT JOIN held h USING (case_id) LEFT JOIN first f USING (case_id) ORDER BY o.case_id`,
      [programme, period, closes, sessionsPerMember]);
  }

  /** What the confirmed terms of a year take over from the one before it, if there is one. */
  async before(tx: Tx, { programme, period }: ReportDays): Promise<YearBefore | null> {
    const [row] = await tx.query<{ before: YearBefore | null }[]>(
      `SELECT terms::jsonb -> 'before' AS before FROM terms_proposal
       JOIN terms_confirmation USING (programme, period) WHERE programme = $1 AND period = $2`,
      [programme, period]);
    return row?.before ?? null;
  }

  /** What was told of a year so far, in order. */
  async published(tx: Tx, { programme, period }: ReportDays): Promise<Report[]> {
    const rows = await tx.query<{ body: string }[]>(
      `SELECT r.body FROM report_release r JOIN reporting_period p USING (programme, report)
       WHERE p.programme = $1 AND p.period = $2 ORDER BY p.opens`, [programme, period]);
    return rows.map(({ body }) => JSON.parse(body) as Report);
  }

  /** Keep a report for good. */
  async keep(
    tx: Tx, { programme, report, body, settledSessions }: NewReport, day: string,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO report_release (programme, report, body, settled_sessions, released_on)
       VALUES ($1, $2, $3, $4, $5)`, [programme, report, body, settledSessions, day]);
  }
}
