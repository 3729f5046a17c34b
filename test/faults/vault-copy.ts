import pg from 'pg';
import type { TestCluster } from '#local/testing';

/** What the domains remember of each other is no part of it: a spec says how they stand. */
const TABLES = `SELECT format('%I', tablename) AS name FROM pg_tables
  WHERE schemaname = 'public' AND tablename <> 'standing' ORDER BY tablename`;
/** Triggers that no role silences, as of the ledger. */
const MINDED = `SELECT format('ALTER TABLE %s %%s TRIGGER %I', tgrelid::regclass, tgname) AS sql
  FROM pg_trigger WHERE tgenabled = 'A' AND NOT tgisinternal`;

/**
 * A vault's database as it was, all rows of it. It is put back under a process that goes on:
 * copying databases (`two.fixture.ts`) takes a new process each time, seconds of a property's run.
 */
export class VaultCopy {
  constructor(private readonly cluster: TestCluster) {}

  /** Keep what is there, instead of what was kept before. */
  take(): Promise<void> {
    return this.onAll(async (client, tables) => {
      await client.query(['DROP SCHEMA IF EXISTS kept CASCADE', 'CREATE SCHEMA kept',
        ...tables.map((table) => `CREATE TABLE kept.${table} AS TABLE public.${table}`)].join(';'));
    });
  }

  /** Put back what was kept, with no trigger to mind it. */
  putBack(): Promise<void> {
    return this.onAll(async (client, tables) => {
      const { rows: minded } = await client.query<{ sql: string }>(MINDED);
      const all = (how: string) => minded.map(({ sql }) => sql.replace('%s', how));
      await client.query([
        'SET LOCAL session_replication_role = replica', ...all('DISABLE'),
        `TRUNCATE ${tables.map((table) => `public.${table}`).join()}`,
        ...tables.map((table) =>
          `INSERT INTO public.${table} OVERRIDING SYSTEM VALUE SELECT * FROM kept.${table}`),
        ...all('ENABLE ALWAYS'),
      ].join(';'));
    });
  }

  private async onAll(
    work: (client: pg.Client, tables: readonly string[]) => Promise<void>,
  ): Promise<void> {
    const url = new URL(this.cluster.adminUrl('vault'));
    url.pathname = this.cluster.names.vault;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      await client.query('BEGIN');
      const { rows } = await client.query<{ name: string }>(TABLES);
      await work(client, rows.map(({ name }) => name));
      await client.query('COMMIT');
    } finally {
      await client.end();
    }
  }
}
