import { Injectable } from '@nestjs/common';
import type { LastYear } from '#disclosure/before';
import type { Terms } from '#disclosure/terms';
import { publishedIn } from '#disclosure/year/close';
import type { Tx } from '#platform/database';
import { reportOf } from '../releases/reports.store.ts';

/** The year before: what the next one takes over, as it stands here. */
@Injectable()
export class LastYearsStore {
  /** The last confirmed year of a programme before another, and who was told of it so far. */
  async find(tx: Tx, programmeId: string, label: string): Promise<LastYear | null> {
    const [row] = await tx.query<{ terms: string; reports: readonly string[] }[]>(
      `SELECT p.terms, array(SELECT r.body FROM report_release r
         WHERE r.programme_id = p.programme_id AND r.period = p.label) AS reports
       FROM period p WHERE p.programme_id = $1 AND p.label < $2 AND p.confirmed_on IS NOT NULL
       ORDER BY p.label DESC LIMIT 1`, [programmeId, label]);
    return row ? { terms: JSON.parse(row.terms) as Terms, told: publishedOf(row.reports) } : null;
  }
}

function publishedOf(bodies: readonly string[]): number {
  return publishedIn(bodies.map((body) => reportOf({ body }).release));
}
