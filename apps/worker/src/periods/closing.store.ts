import { Injectable } from '@nestjs/common';
import type { Carried } from '#disclosure/balance';
import type { Certificate } from '#disclosure/certificate';
import type { CaseUse } from '#disclosure/table';
import type { Tx } from '#platform/database';
import { bookingIn, type ProgrammeBlock } from '../programmes/programme-periods.store.ts';

/** A reporting period to close. */
export interface DueReport { readonly programme: string; readonly report: string }

/** One with its days, the first and the first after, and the benefit period that it is of. */
export interface ReportDays extends DueReport {
  readonly period: string;
  readonly opens: string;
  readonly closes: string;
}

/** A hold that nobody claimed. */
export interface OpenHold {
  readonly authorisationId: string;
  readonly holdId: string;
  readonly feeCapMinor: string;
  readonly currency: string;
}

/** A release as it is stored. */
export interface NewRelease extends DueReport {
  readonly body: string;
  readonly certificate: Certificate;
  readonly settledSessions: number;
  readonly carried: Carried;
}

/** What is settled: sessions that took place, and those that their clients did not keep. */
const SETTLED = `('claimed', 'no_show', 'late_cancelled')`;

/** What closing a period reads and writes. */
@Injectable()
export class ClosingStore {
  /** Reporting periods whose release day has come and that have no release. */
  async due(tx: Tx, day: string): Promise<DueReport[]> {
    return tx.query<DueReport[]>(
      `SELECT p.programme, p.report FROM reporting_period p
       LEFT JOIN usage_release r ON r.programme = p.programme AND r.report = p.report
       WHERE p.releases <= $1 AND r.programme IS NULL ORDER BY p.releases, p.programme`, [day]);
  }

  /** A reporting period with the benefit period that it is of; null where there is none. */
  async find(tx: Tx, { programme, report }: DueReport): Promise<ReportDays | null> {
    const [row] = await tx.query<ReportDays[]>(
      `SELECT programme, period, report, opens::text, closes::text FROM reporting_period
       WHERE programme = $1 AND report = $2`, [programme, report]);
    return row ?? null;
  }

  /**
   * Make rivals of this programme wait, and wait for who still books in its period; the earliest
   * of its reporting periods up to this one that has no release, or undefined when all have one.
   */
  async lock(tx: Tx, { programme, period, opens }: ReportDays): Promise<string | undefined> {
    for (const name of [`close-period ${programme}`, bookingIn({ programme, period })]) {
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
    }
    const [earliest] = await tx.query<{ report: string }[]>(
      `SELECT p.report FROM reporting_period p
       LEFT JOIN usage_release r ON r.programme = p.programme AND r.report = p.report
       WHERE p.programme = $1 AND p.opens <= $2 AND r.programme IS NULL
       ORDER BY p.opens LIMIT 1`, [programme, opens]);
    return earliest?.report;
  }

  /** Its closing begins, for good: nothing of its days is booked, claimed or taken back now. */
  async freeze(tx: Tx, { programme, report }: DueReport, day: string): Promise<void> {
    await tx.query(
      `INSERT INTO frozen_report (programme, report, frozen_on) VALUES ($1, $2, $3)
       ON CONFLICT DO NOTHING`, [programme, report, day]);
  }

  /** Authorisations of its days that nobody claimed: expired now, with what they hold. */
  async expire(tx: Tx, { programme, period, opens, closes }: ReportDays): Promise<OpenHold[]> {
    const rows = await tx.query<[OpenHold[], number]>(
      `UPDATE authorisation SET status = 'expired' WHERE id = ANY (ARRAY(
         SELECT id FROM authorisation WHERE programme = $1 AND period = $2 AND status = 'held'
           AND service_on >= $3 AND service_on < $4
         ORDER BY id FOR NO KEY UPDATE))
       RETURNING id AS "authorisationId", hold_id AS "holdId",
         fee_cap_minor::text AS "feeCapMinor", currency`, [programme, period, opens, closes]);
    return rows[0];
  }

  /** The blocks of its period with the headcounts that were frozen when it opened. */
  async blocks(tx: Tx, { programme, period }: ReportDays): Promise<ProgrammeBlock[]> {
    return tx.query<ProgrammeBlock[]>(
      `SELECT block, headcount, spare, site FROM programme_block WHERE programme = $1 AND period = $2
       ORDER BY substr(block, 2)::integer`, [programme, period]);
  }

  /**
   * Each case of its period once: its block, main modality, concern, settled sessions of these
   * days, and how long it waited after its first referral, where its first session is of them. The
   * day of a session is the therapist's, so it may be the one before that of the referral.
   */
  async cases(tx: Tx, { programme, period, opens, closes }: ReportDays): Promise<CaseUse[]> {
    return tx.query<CaseUse[]>(
      `WITH first AS (
         SELECT r.case_id, min(a.service_on) AS day,
           (SELECT min(made_on) FROM referral o WHERE o.case_id = r.case_id) AS referred_on
         FROM case_enrolment e
         JOIN referral r ON r.case_id = e.case_id
         JOIN authorisation a ON a.referral_id = r.id AND a.status = 'claimed'
         WHERE e.programme = $1 AND e.period = $2 GROUP BY r.case_id)
       SELECT e.block, coalesce(e.concern, 'OTHER') AS concern,
         coalesce(mode() WITHIN GROUP (ORDER BY a.modality), 'VIDEO') AS modality,
         count(a.id)::integer AS sessions,
         CASE WHEN min(a.service_on) = f.day THEN greatest(0, f.day - f.referred_on) END AS "waitDays"
       FROM case_enrolment e
       LEFT JOIN first f ON f.case_id = e.case_id
       LEFT JOIN referral r ON r.case_id = e.case_id
       LEFT JOIN authorisation a ON a.referral_id = r.id AND a.programme = e.programme
         AND a.period = e.period AND a.status IN ${SETTLED}
         AND a.service_on >= $3 AND a.service_on < $4
       WHERE e.programme = $1 AND e.period = $2
       GROUP BY e.case_id, e.block, e.concern, f.day, f.referred_on ORDER BY e.case_id`,
      [programme, period, opens, closes]);
  }

  /** Delivered sessions of its days that bearer credits paid. */
  async bearerSessions(tx: Tx, { programme, period, opens, closes }: ReportDays): Promise<number> {
    const [row] = await tx.query<{ count: number }[]>(
      `SELECT count(*)::integer AS count FROM authorisation
       WHERE programme = $1 AND period = $2 AND bearer AND status IN ${SETTLED}
         AND service_on >= $3 AND service_on < $4`, [programme, period, opens, closes]);
    return row?.count ?? 0;
  }

  /** What the programme's release before this one carried, and what all of them have settled. */
  async before(tx: Tx, { programme, opens }: ReportDays):
  Promise<{ carried: Carried | null; settled: number }> {
    const rows = await tx.query<{ carried: Carried; settled: number }[]>(
      `SELECT r.carried, r.settled_sessions AS settled
       FROM usage_release r JOIN reporting_period p USING (programme, report)
       WHERE p.programme = $1 AND p.opens < $2 ORDER BY p.opens DESC`, [programme, opens]);
    return {
      carried: rows[0]?.carried ?? null,
      settled: rows.reduce((sum, row) => sum + row.settled, 0),
    };
  }

  /** Store a release for good. */
  async keep(tx: Tx, release: NewRelease, day: string): Promise<void> {
    await tx.query(
      `INSERT INTO usage_release
         (programme, report, body, certificate, settled_sessions, carried, released_on)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [release.programme, release.report, release.body, JSON.stringify(release.certificate),
        release.settledSessions, JSON.stringify(release.carried), day]);
  }

  /** Note for the operator why a reporting period was not closed. */
  async noteFailure(
    tx: Tx, { programme, report }: DueReport, reason: string, day: string,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO closing_failure AS f (programme, report, reason, failed_on, tries)
       VALUES ($1, $2, left($3, 120), $4, 1)
       ON CONFLICT (programme, report) DO UPDATE
       SET reason = EXCLUDED.reason, failed_on = EXCLUDED.failed_on, tries = f.tries + 1`,
      [programme, report, reason, day]);
  }
}
