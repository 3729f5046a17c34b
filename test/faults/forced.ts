import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { TestCluster } from '#local/testing';

const WAITING = `SELECT count(*)::integer AS waiting FROM pg_stat_activity
  WHERE datname = $1 AND wait_event_type = 'Lock' AND usename = $2`;
const ROLES = { gateway: 'gateway_app', vault: 'worker_app' } as const;

/** How a paused transaction ends. */
export type Ending = 'COMMIT' | 'ROLLBACK';

/** An attempt that has begun; in a wrapping, since a promise of a promise is one promise. */
export interface Attempt<T> { readonly ends: Promise<T> }

/** A transaction of somebody else's that holds what a domain needs, until it is let go. */
export interface Paused {
  /** Begin an attempt, and return once the domain waits for what is held because of it. */
  queueUp<T>(attempt: () => Promise<T>): Promise<Attempt<T>>;
  /** How many connections of the domain wait for a lock. */
  waiting(): Promise<number>;
  /** End the transaction; those who wait go on in the order in which they came. */
  letGo(ending?: Ending): Promise<void>;
}

/**
 * Hold rows of the vault, or of the gateway, in an open transaction: what then arrives is forced to
 * interleave in the order in which the test queues it up, on the real database.
 */
export async function pauseAt(
  cluster: TestCluster, sql: string, values: unknown[] = [], side: keyof typeof ROLES = 'vault',
): Promise<Paused> {
  const holder = new pg.Client({ connectionString: cluster.ownerUrl(side) });
  await holder.connect();
  await holder.query('BEGIN');
  const { rowCount } = await holder.query(sql, values);
  if (rowCount === 0) throw new Error('there is nothing to hold');
  // Only a superuser is shown what others wait for.
  const waiting = () => cluster.asAdmin(side, async (admin) =>
    (await admin.query<{ waiting: number }>(WAITING, [cluster.names[side], ROLES[side]]))
      .rows[0]!.waiting);
  return {
    waiting,
    queueUp: async (attempt) => {
      const before = await waiting();
      let ended = false;
      const running = attempt().finally(() => (ended = true));
      running.catch(() => undefined);
      while (!ended && (await waiting()) <= before) await pause(10);
      return { ends: running };
    },
    letGo: async (ending = 'COMMIT') => {
      await holder.query(ending);
      await holder.end();
    },
  };
}
