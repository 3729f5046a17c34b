import type { TestCluster } from '#local/testing';
import { madeYear, reportsOf, termsOf } from '../../apps/gateway/testing/year-reports.ts';

/**
 * Reports of the only programme's year as they were stored, with so many new people in each period;
 * what is shown does not depend on their signatures.
 */
export async function hasReports(
  cluster: TestCluster, label: string, terms: ReturnType<typeof termsOf>,
  newPeople: readonly number[],
): Promise<void> {
  const [{ programme }] = await cluster.query<{ programme: string }>('gateway',
    'SELECT programme_id AS programme FROM period WHERE label = $1', [label]) as [
    { programme: string }];
  for (const report of reportsOf(programme, label, madeYear(terms, newPeople))) {
    const body = Buffer.from(JSON.stringify(report)).toString('base64url');
    await cluster.query('gateway', `
      INSERT INTO report_release (programme_id, report, period, body, signature, released_on,
        settled_sessions)
      VALUES ($1, $2, $3, $4, '', $5, $6)`,
    [programme, report.report, label, body, report.releasedOn, report.release.settled]);
  }
}
