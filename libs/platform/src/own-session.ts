import pg from 'pg';
import { DatabaseUnavailable, unreachable } from './unavailable.ts';

/** What our connections set, to see whether it arrives. */
const SEARCH_PATH = 'pg_catalog';

/**
 * Prove that a connection is a session of PostgreSQL's own. Behind a pooler in transaction mode
 * (PgBouncer and its like) each transaction has another session: what a session sets, listens to
 * or locks is lost, or somebody else's. Settings and times of waiting, the queue's notifications
 * and the migrations' lock would fail one after another, without a reason.
 *
 * No pooler says what it is, so two connections are compared: each of ours has to keep the session
 * that it has, also after the other one took part in a transaction.
 *
 * @throws DatabaseUnavailable in one line which says what to do.
 */
export async function expectOwnSession(url: string, what = 'database'): Promise<void> {
  const clients = [connectable(url), connectable(url)] as const;
  const [one, other] = clients;
  let isOwn: boolean;
  let hasSettings: boolean;
  try {
    await one.connect();
    await other.connect();
    const { rows: [shown] } = await one.query<{ path: string }>(
      "SELECT current_setting('search_path') AS path");
    hasSettings = shown?.path === SEARCH_PATH;
    const before = [await sessionOf(one), await sessionOf(one)];
    await other.query('BEGIN');
    const foreign = await sessionOf(other);
    isOwn = new Set(before).size === 1 && !before.includes(foreign);
    // Asked in this order: of a pool of one session, ours would wait for the other's end.
    if (isOwn) isOwn = await sessionOf(one) === before[0];
    await other.query('COMMIT');
  } catch (error) {
    throw unreachable(url, error, what);
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  }
  if (!isOwn) throw unreachable(url, Object.assign(new Error('pooled'), { code: 'POOLED' }), what);
  if (!hasSettings) throw withoutSettings(url, what);
}

/** Behind such a one no wait would have a limit, and the queue would not find its tables. */
function withoutSettings(url: string, what: string): DatabaseUnavailable {
  const { host, pathname } = new URL(url);
  return new DatabaseUnavailable(`The ${what} at ${host}${pathname} is behind a pooler that lets `
    + 'the settings of a connection (options) fall: let it pass them on, or give the direct address '
    + 'of PostgreSQL.');
}

function connectable(url: string): pg.Client {
  const client = new pg.Client({
    connectionString: url, application_name: 'sotto-session', connectionTimeoutMillis: 5_000,
    query_timeout: 10_000, options: `-c search_path=${SEARCH_PATH}`,
  });
  // A broken connection fails the query in progress too.
  client.on('error', () => undefined);
  return client;
}

async function sessionOf(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid;
}
