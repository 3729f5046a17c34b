import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { withClient } from './with-client.ts';

/*
 * The rows of a database as files, a table each, a row a line: what a later schema has to bring
 * along. Written by the demo's `--rows`, read by the test of migrations.
 */

/** A migration that made the schema of kept rows. */
export interface AppliedOnce { readonly name: string; readonly checksum: string }

const SCHEMA = 'schema_migration';
const SUFFIX = '.jsonl';

const TABLES = `SELECT relname AS name FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname`;
const REFERENCES = `SELECT conrelid::regclass::text AS from, confrelid::regclass::text AS to
  FROM pg_constraint WHERE contype = 'f' AND conrelid <> confrelid`;

/** Write all rows of a database into a folder, in place of what is there. */
export async function keepRows(url: string, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await withClient(url, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(TABLES);
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(
        `SELECT to_jsonb(t)::text AS row FROM ${pg.escapeIdentifier(name)} t ORDER BY 1`);
      if (rows.length === 0) continue;
      writeFileSync(join(folder, `${name}${SUFFIX}`), rows.map(({ row }) => `${row}\n`).join(''));
    }
  });
}

/** How many rows of each table a folder holds, but for what made the schema. */
export function countKept(folder: string): Map<string, number> {
  return new Map(readdirSync(folder).filter((file) => file !== `${SCHEMA}${SUFFIX}`)
    .map((file) => file.slice(0, -SUFFIX.length))
    .map((table) => [table, linesOf(folder, table).length]));
}

/** The migrations that had made the schema, in order. */
export function schemaOfKept(folder: string): AppliedOnce[] {
  return linesOf(folder, SCHEMA)
    .map((line) => JSON.parse(line) as AppliedOnce & { version: number })
    .sort((a, b) => a.version - b.version)
    .map(({ name, checksum }) => ({ name, checksum }));
}

/**
 * Put the rows of a folder into a database of the same schema, in one transaction: every key,
 * check and trigger sees them.
 */
export async function loadKept(url: string, folder: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rows: references } = await client.query<{ from: string; to: string }>(REFERENCES);
    await client.query('BEGIN; SET CONSTRAINTS ALL DEFERRED');
    for (const table of parentsFirst([...countKept(folder).keys()], references)) {
      const name = pg.escapeIdentifier(table);
      // The row that a table has from the start is one of those that were kept. Nothing is taken
      // from a table that has none: of ledgers even an empty deletion is refused.
      const { rows: there } = await client.query(`SELECT FROM ${name} LIMIT 1`);
      if (there.length > 0) await client.query(`DELETE FROM ${name}`);
      await client.query(`INSERT INTO ${name} OVERRIDING SYSTEM VALUE
        SELECT r.* FROM unnest($1::jsonb[]) AS line, jsonb_populate_record(NULL::${name}, line) AS r`,
      [linesOf(folder, table)]);
    }
    await client.query('COMMIT');
  });
}

/** Tables in such an order that none comes before one that it refers to, where that can be. */
function parentsFirst(
  tables: readonly string[], references: readonly { from: string; to: string }[],
): string[] {
  const ordered = new Set<string>();
  const place = (table: string, above: readonly string[]): void => {
    if (ordered.has(table) || above.includes(table)) return;
    for (const { from, to } of references) if (from === table) place(to, [...above, table]);
    ordered.add(table);
  };
  for (const table of tables) place(table, []);
  return [...ordered].filter((table) => tables.includes(table));
}

function linesOf(folder: string, table: string): string[] {
  return readFileSync(join(folder, `${table}${SUFFIX}`), 'utf8').split('\n').filter(Boolean);
}
