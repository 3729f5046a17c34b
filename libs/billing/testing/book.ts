import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { testCluster, type TestCluster } from '#local/testing';
import { encodeItems, POST_BATCH, readResults, type JournalItem, type Status } from '../src/journal.ts';

/** A book on a real PostgreSQL, for one spec file. */
export interface TestBook {
  readonly cluster: TestCluster;
  /** Connections as the application's role. */
  readonly pool: pg.Pool;
  /** Post one batch, in a transaction of its own unless a connection is given. */
  post(items: readonly JournalItem[], on?: pg.PoolClient): Promise<Status[]>;
  close(): Promise<void>;
}

/** Make a database with the ledger alone, posted to by worker_app and read by auditor. */
export async function testBook(): Promise<TestBook> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  const parts = ['ledger', 'ledger-post', 'ledger-seal'];
  for (const [index, name] of parts.entries()) {
    const source = new URL(`../src/sql/${name}.sql`, import.meta.url);
    await copyFile(source, join(folder, `000${index + 1}-${name}.sql`));
  }
  await writeFile(
    join(folder, '0004-grant.sql'),
    'SELECT ledger_grant(\'worker_app\', true), ledger_grant(\'auditor\', false)',
  );
  const cluster = await testCluster({ gateway: 'no-migrations', vault: folder });
  await rm(folder, { recursive: true });
  const pool = new pg.Pool({ connectionString: cluster.urls.vault, max: 8 });
  return {
    cluster,
    pool,
    async post(items, on) {
      const client = on ?? pool;
      const { rows } = await client.query<{ status: string }>(POST_BATCH, [encodeItems(items)]);
      return readResults(items, rows).map(({ status }) => status);
    },
    async close() {
      await pool.end();
      await cluster.drop();
    },
  };
}
