import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { saidIn, signedText } from '#contracts/carried-statement';
import type { Report } from '#disclosure/year/statement';
import type { Tx } from '#platform/database';

/** A report as it came: body and signature in base64url. */
export interface SignedReport {
  readonly body: string;
  readonly signature: string;
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
    { body, signature }: SignedReport,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO report_release (programme_id, report, period, body, signature, released_on,
         settled_sessions) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [programme, report, period, body, signature, releasedOn, release.settled ?? 0]);
  }

  /** The reports of a year, in order. */
  ofYear(
    tx: Tx, { programme, period }: Pick<Report, 'programme' | 'period'>,
  ): Promise<SignedReport[]> {
    return tx.query<SignedReport[]>(
      `SELECT body, signature FROM report_release WHERE programme_id = $1 AND period = $2
       ORDER BY report`, [programme, period]);
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

/** SHA-256 of the text that was signed, hexadecimal. */
export function digestOf({ body }: Pick<SignedReport, 'body'>): string {
  return createHash('sha256').update(signedText(body)).digest('hex');
}
