import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { databaseUrl, type Side } from '#local/roles';
import type { Domain, TestCluster } from '#local/testing';
import type { Haystack } from './search.ts';

/** The log of a PostgreSQL that all specs of this run share. */
export function serverLog(side: Side): Haystack {
  const folder = process.env['SOTTO_TEST_FOLDER'] ?? '';
  const log = join(folder, 'cluster', side, 'postgres.log');
  return { place: `${side}'s postgres.log`, bytes: readFileSync(log) };
}

/**
 * Everything that a database holds, as the attacker who stole it would read it: every row of every
 * table as text, what the planner has sampled of them, and the files themselves with the rows that
 * were deleted or replaced and not yet overwritten.
 *
 * @param depth `rows` leaves the files out.
 */
export async function dumpDatabase(
  cluster: TestCluster, domain: Domain, depth: 'rows' | 'files' = 'files',
): Promise<Haystack[]> {
  const database = cluster.names[domain];
  const client = new pg.Client({
    connectionString: databaseUrl(cluster.adminUrl(domain), database) });
  await client.connect();
  try {
    const rows = await dumpRows(client, database);
    if (depth === 'rows') return rows;
    await client.query('CHECKPOINT');
    return [...rows, ...await dumpFiles(client, database)];
  } finally {
    await client.end();
  }
}

const TABLES = `
  SELECT format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname !~ '^pg_toast'
  ORDER BY 1`;

async function dumpRows(client: pg.Client, database: string): Promise<Haystack[]> {
  const { rows: tables } = await client.query<{ name: string }>(TABLES);
  const dumped: Haystack[] = [];
  for (const { name } of [...tables, { name: 'pg_catalog.pg_stats' }]) {
    const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
    const text = rows.map(({ row }) => row).join('\n');
    // A quote within a row's text is doubled; identifiers and tokens have none.
    dumped.push({ place: `${database} ${name}`, bytes: Buffer.from(text) });
  }
  return dumped;
}

async function dumpFiles(client: pg.Client, database: string): Promise<Haystack[]> {
  const { rows } = await client.query<{ name: string; content: Buffer }>(`
    SELECT coalesce(t.relname, c.relname) AS name, pg_read_binary_file(pg_relation_filepath(c.oid)) AS content
    FROM pg_class c LEFT JOIN pg_class t ON t.reltoastrelid = c.oid
    WHERE c.relkind IN ('r', 'i', 't') AND c.relnamespace NOT IN
      (SELECT oid FROM pg_namespace WHERE nspname IN ('pg_catalog', 'information_schema'))
      AND pg_relation_filepath(c.oid) IS NOT NULL`);
  return rows.map(({ name, content }) => ({ place: `${database} file of ${name}`, bytes: content }));
}
