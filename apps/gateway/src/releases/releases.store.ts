import { Injectable } from '@nestjs/common';
import { readReport } from '#calendar/periods';
import type { Tx } from '#platform/database';

/** A release's row; body and signature in base64url. */
export interface ReleaseRow {
  readonly programme: string;
  /** Label of the reporting period. */
  readonly report: string;
  readonly body: string;
  readonly signature: string;
  readonly releasedOn: string;
  readonly settledSessions: number;
}

/** A settlement's row. */
export interface SettlementRow {
  readonly programme: string;
  /** Label of the reporting period. */
  readonly report: string;
  readonly body: string;
  readonly signature: string;
  readonly settledSessions: number;
  readonly entryId: string;
}

/** Rows of usage_release and settlement_release: added once, never changed. */
@Injectable()
export class ReleasesStore {
  /** Add a release; answers the body that stands for its reporting period. */
  async addUsage(tx: Tx, row: ReleaseRow): Promise<string | undefined> {
    await tx.query(
      `INSERT INTO usage_release
         (programme_id, report, period, body, signature, released_on, settled_sessions)
       SELECT p.programme_id, $2, p.label, $4, $5, $6::date, $7 FROM period p
       WHERE p.programme_id = $1 AND p.label = $3 ON CONFLICT DO NOTHING`,
      [row.programme, row.report, periodOf(row), row.body, row.signature, row.releasedOn,
        row.settledSessions],
    );
    const [standing] = await tx.query<{ body: string }[]>(
      'SELECT body FROM usage_release WHERE programme_id = $1 AND report = $2',
      [row.programme, row.report],
    );
    return standing?.body;
  }

  /** Releases of a programme, oldest first. */
  listUsage(tx: Tx, programmeId: string): Promise<ReleaseRow[]> {
    return tx.query<ReleaseRow[]>(
      `SELECT r.programme_id AS programme, r.report, r.body, r.signature,
         r.released_on::text AS "releasedOn", r.settled_sessions AS "settledSessions"
       FROM usage_release r JOIN period p ON p.programme_id = r.programme_id AND p.label = r.period
       WHERE r.programme_id = $1 ORDER BY p.opens, r.report`,
      [programmeId],
    );
  }

  /** Add a settlement; answers the body that stands for its reporting period. */
  async addSettlement(tx: Tx, row: SettlementRow): Promise<string | undefined> {
    await tx.query(
      `INSERT INTO settlement_release
         (programme_id, report, period, body, signature, settled_sessions, entry_id)
       SELECT p.programme_id, $2, p.label, $4, $5, $6, $7 FROM period p
       WHERE p.programme_id = $1 AND p.label = $3 ON CONFLICT DO NOTHING`,
      [row.programme, row.report, periodOf(row), row.body, row.signature, row.settledSessions,
        row.entryId],
    );
    const [standing] = await tx.query<{ body: string }[]>(
      'SELECT body FROM settlement_release WHERE programme_id = $1 AND report = $2',
      [row.programme, row.report],
    );
    return standing?.body;
  }
}

/** The benefit period of what is released; none, for what has no label. */
function periodOf({ report }: { readonly report: string }): string {
  return readReport(report)?.period ?? '';
}
