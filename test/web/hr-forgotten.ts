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

/** What the vault counted of the first opening, whose groups are forgotten. */
export async function isReleased(
  cluster: ReadyService['cluster'], label: string,
): Promise<void> {
  const [{ programme }] = await cluster.query<{ programme: string }>('gateway', `
    UPDATE period SET refused_on = '2020-01-01', refused_reason = 'conflict' WHERE label = $1
    RETURNING programme_id AS programme`, [label]) as [{ programme: string }];
  const body = { programme, period: `${label}.1`, releasedOn: '2026-11-01', k: 5, settledSessions: 0,
    cells: [{ table: 'block', key: 'B1', users: 12, sessions: 30, reason: 'published' }] };
  await cluster.query('gateway', `INSERT INTO usage_release VALUES
    ($1, $2 || '.1', $2, $3, '', '2026-11-01', 0)`,
  [programme, label, Buffer.from(JSON.stringify(body)).toString('base64url')]);
}
