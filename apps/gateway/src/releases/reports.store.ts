import { Injectable } from '@nestjs/common';
import { saidIn } from '#contracts/carried-statement';
import type { Report } from '#disclosure/year/statement';
import type { Tx } from '#platform/database';

/** A report as it came: body and signature in base64url. */
export interface SignedReport {
  readonly body: string;
  readonly signature: string;
}

/** What a report settles, in sessions of its year: with the one before, and with it. */
interface WaitingSettlement {
  readonly entryId: string;
  readonly before: number;
  readonly now: number;
  /** Minor units, decimal. */
  readonly price: string;
  readonly currency: string;
}

/** Rows of report_release: added once, never changed. */
@Injectable()
export class ReportsStore {
  /** One at a time takes reports of a programme: each is held against those before it. */
  async lock(tx: Tx, programmeId: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 15))', [programmeId]);
  }

  /** Add the next report of a year that is known here. */
  async add(
    tx: Tx, { programme, period, report, releasedOn, release }: Report,
    { body, signature }: SignedReport, entryId: string,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO report_release (programme_id, report, period, body, signature, released_on,
         settled_sessions, entry_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [programme, report, period, body, signature, releasedOn, release.settled ?? 0, entryId]);
  }

  /** The reports of a year, in order. */
  ofYear(
    tx: Tx, { programme, period }: Pick<Report, 'programme' | 'period'>,
  ): Promise<SignedReport[]> {
    return tx.query<SignedReport[]>(
      `SELECT body, signature FROM report_release WHERE programme_id = $1 AND period = $2
       ORDER BY report`, [programme, period]);
  }

  /**
   * What reports of an employer settle beyond the one before and is not in the ledger yet, with the
   * session price. One that came before the one before it waits for that.
   */
  waiting(tx: Tx, employerId: string): Promise<WaitingSettlement[]> {
    return tx.query<WaitingSettlement[]>(
      `SELECT r.entry_id AS "entryId", coalesce(b.settled_sessions, 0) AS before,
         r.settled_sessions AS now, e.session_price_minor AS price, e.currency
       FROM report_release r JOIN programme p ON p.id = r.programme_id
         JOIN employer e ON e.id = p.employer_id
         LEFT JOIN report_release b ON b.programme_id = r.programme_id AND b.period = r.period
           AND right(b.report, 1)::integer = right(r.report, 1)::integer - 1
       WHERE e.id = $1 AND (b.report IS NOT NULL OR right(r.report, 1) = '1')
         AND NOT EXISTS (SELECT FROM journal_entry j WHERE j.id = r.entry_id)
       ORDER BY r.report, r.entry_id`, [employerId]);
  }

  /** The reports of a programme, the oldest first. */
  list(tx: Tx, programmeId: string): Promise<SignedReport[]> {
    return tx.query<SignedReport[]>(
      `SELECT body, signature FROM report_release WHERE programme_id = $1
       ORDER BY released_on, report`, [programmeId]);
  }
}

/** What a stored report says; it was verified before it was stored. */
export function reportOf({ body }: Pick<SignedReport, 'body'>): Report {
  return saidIn(body) as Report;
}
