import type { ReadyService } from './ready.ts';

/** What the vault counted of the first opening, whose groups are forgotten. */
export async function isReleased(
  cluster: ReadyService['cluster'], programme: string, label: string,
): Promise<void> {
  const body = { programme, period: label, releasedOn: '2026-11-01', k: 5, settledSessions: 0,
    cells: [{ table: 'block', key: 'B1', users: 12, sessions: 30, reason: 'published' }] };
  await cluster.query('gateway', `INSERT INTO usage_release VALUES
    ($1, $2, $3, '', '2026-11-01', 0)`,
  [programme, label, Buffer.from(JSON.stringify(body)).toString('base64url')]);
}
