import type { TestCluster } from '#local/testing';

/*
 * What the gateway's server counts by itself, of its own database and of the queue: rows that were
 * written, changed and deleted in each table (pg_stat_user_tables), and the numbers that sequences
 * have given. Who has a copy of the server after it was stopped has all of it.
 */

/** Counters by database, table or sequence, and what is counted. */
export interface Counters {
  readonly gateway: Readonly<Record<string, number>>;
  readonly queue: Readonly<Record<string, number>>;
}

/** Counters around so many people's steps of care, and after as many requests for nothing. */
export interface Looks {
  readonly before: Counters;
  readonly between: Counters;
  readonly after: Counters;
}

/**
 * What tells that people came: of the gateway whatever moved for each of them, of the queue
 * whatever moved for each otherwise than for requests that ask for nothing.
 */
export function tellingOf({ before, between, after }: Looks, people: number): string[] {
  const own = moved(before.gateway, between.gateway);
  const steps = moved(before.queue, between.queue);
  const fillers = moved(between.queue, after.queue);
  const apart = Object.fromEntries(Object.keys({ ...steps, ...fillers }).map((name) =>
    [`queue, ${name}`, Math.abs((steps[name] ?? 0) - (fillers[name] ?? 0))]));
  return Object.entries({ ...own, ...apart })
    .flatMap(([name, by]) => (by >= people ? [name] : []));
}

/** By how much counters moved. */
export function moved(
  before: Counters['gateway'], now: Counters['gateway'],
): Record<string, number> {
  return Object.fromEntries(Object.entries(now)
    .map(([name, count]) => [name, count - (before[name] ?? 0)]));
}

const OF_TABLES = `SELECT relname AS name, n_tup_ins AS "written", n_tup_upd AS "changed",
  n_tup_del AS "deleted", n_tup_hot_upd AS "changed in place"
  FROM pg_stat_user_tables`;
const OF_SEQUENCES = `SELECT schemaname || '.' || sequencename AS name,
  coalesce(last_value, 0) AS "given" FROM pg_sequences`;

/** Read them, once all sessions have told all that they counted. */
export async function countersOf(cluster: TestCluster): Promise<Counters> {
  await endSessions(cluster);
  return {
    gateway: { ...await read(cluster, 'gateway', OF_TABLES),
      ...await read(cluster, 'gateway', OF_SEQUENCES) },
    queue: await read(cluster, 'queue', OF_SEQUENCES),
  };
}

/** A session tells what it counted at its end at the latest; who needs one opens a new one. */
async function endSessions(cluster: TestCluster): Promise<void> {
  await cluster.asAdmin('gateway', async (admin) => {
    const { rows } = await admin.query<{ pid: number }>(`
      SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = $1 AND usename IN ('gateway_app', 'sotto_owner')`, [cluster.names.gateway]);
    const pids = rows.map(({ pid }) => pid);
    const left = async () => (await admin.query(
      'SELECT 1 FROM pg_stat_activity WHERE pid = ANY($1)', [pids])).rowCount ?? 0;
    while (await left() > 0) await new Promise((next) => setImmediate(next));
  });
}

async function read(
  cluster: TestCluster, database: 'gateway' | 'queue', sql: string,
): Promise<Record<string, number>> {
  const rows = await cluster.query<Record<string, string>>(database, sql);
  return Object.fromEntries(rows.flatMap(({ name, ...counts }) =>
    Object.entries(counts).map(([what, count]) => [`${name}: ${what}`, Number(count)])));
}
