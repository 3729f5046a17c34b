import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { bookingIn } from '../programmes/programme-periods.store.ts';

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

/** What closing a period reads and writes. */
@Injectable()
export class ClosingStore {
  /** Reporting periods whose release day has come and that have no release. */
  async due(tx: Tx, day: string): Promise<DueReport[]> {
    return tx.query<DueReport[]>(
      `SELECT p.programme, p.report FROM reporting_period p
       LEFT JOIN report_release r ON r.programme = p.programme AND r.report = p.report
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
       LEFT JOIN report_release r ON r.programme = p.programme AND r.report = p.report
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
