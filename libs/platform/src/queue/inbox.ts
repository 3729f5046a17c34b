import type { Clock } from '../clock.ts';
import { today } from '../clock.ts';
import type { Tx } from '../database.ts';

/**
 * Record that a job takes effect in this transaction.
 *
 * @returns whether it already did: the caller then changes nothing. A rival that handles the same
 *   job at this moment is waited for.
 */
export async function seen(tx: Tx, jobId: string, clock: Clock): Promise<boolean> {
  const rows = await tx.query<unknown[]>(
    'INSERT INTO inbox (job, received_on) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING job',
    [jobId, today(clock)],
  );
  return rows.length === 0;
}

/** Forget jobs that took effect before `day` (YYYY-MM-DD): no queue delivers them any more. */
export async function forgetSeen(tx: Tx, day: string): Promise<void> {
  await tx.query('DELETE FROM inbox WHERE received_on < $1', [day]);
}
