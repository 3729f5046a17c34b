import { termsOf } from '../../apps/gateway/testing/year-reports.ts';
import { hasReports } from './hr-reports.ts';
import type { ReadyService } from './ready.ts';

/** As after a restore of the gateway: the vault has terms of a year that nobody here knows. */
export async function hasForgotten(
  cluster: ReadyService['cluster'], label: string,
): Promise<void> {
  const [{ id }] = await cluster.query<{ id: string }>(
    'gateway', 'SELECT id FROM programme') as [{ id: string }];
  await cluster.query('vault', `INSERT INTO terms_proposal VALUES
    ($1, $2, 'C-1', '{}', now(), now(), now(), now())`, [id, label]);
}

/** What the vault counted of a first opening, whose groups are forgotten: others than are known. */
export function isReleased(cluster: ReadyService['cluster'], label: string): Promise<void> {
  return hasReports(cluster, label, termsOf(6, 400), [40, 60, 40, 60]);
}
