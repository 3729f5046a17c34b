import { Injectable } from '@nestjs/common';
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
  /** Add a report; answers the body that stands for its reporting period, if that is known here. */
  async add(
    tx: Tx, { programme, period, report, releasedOn, release }: Report,
    { body, signature }: SignedReport, entryId: string,
  ): Promise<string | undefined> {
    await tx.query(
      `INSERT INTO report_release (programme_id, report, period, body, signature, released_on,
         settled_sessions, entry_id)
       SELECT p.programme_id, $2, p.label, $4, $5, $6::date, $7, $8 FROM period p
       WHERE p.programme_id = $1 AND p.label = $3 ON CONFLICT DO NOTHING`,
      [programme, report, period, body, signature, releasedOn, release.settled ?? 0, entryId]);
    const [standing] = await tx.query<{ body: string }[]>(
      'SELECT body FROM report_release WHERE programme_id = $1 AND report = $2',
      [programme, report]);
    return standing?.body;
  }

  /** The reports of a programme, the oldest first. */
  list(tx: Tx, programmeId: string): Promise<SignedReport[]> {
    return tx.query<SignedReport[]>(
      `SELECT body, signature FROM report_release WHERE programme_id = $1
       ORDER BY released_on, report`, [programmeId]);
  }
}

/** What a stored report says; it was verified before it was stored. */
export function reportOf({ body }: SignedReport): Report {
  return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Report;
}
