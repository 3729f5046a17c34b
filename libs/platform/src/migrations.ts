import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import type { Database } from './database.ts';
import { expectOwnSession } from './own-session.ts';
import type { Look } from './readiness.ts';
import { unreachable } from './unavailable.ts';

/** The database's schema is not the one that this program expects. One line; says what to do. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/** A file of a folder of migrations, with what it includes in its place. */
export interface Migration {
  /** From 1, without gaps. */
  readonly version: number;
  readonly name: string;
  /** SHA-256 of `sql`, hex. */
  readonly checksum: string;
  readonly sql: string;
}

interface Applied {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
}

/** Serialises migrators of one database; spells `SOTT`. */
const LOCK = 0x534f5454;
const FILE = /^(\d{4})-[a-z0-9-]+\.sql$/;
const INCLUDE = /^-- include (\S+\.sql)$/gm;
const READ = 'SELECT version, name, checksum FROM schema_migration ORDER BY version';

const LEDGER = `
  CREATE TABLE IF NOT EXISTS schema_migration (
    version integer PRIMARY KEY,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL
  );
  COMMENT ON TABLE schema_migration IS 'The migrations that made this schema, in order.';
  COMMENT ON COLUMN schema_migration.version IS 'Number of the file, from 1, without gaps.';
  COMMENT ON COLUMN schema_migration.name IS 'File name.';
  COMMENT ON COLUMN schema_migration.checksum IS 'SHA-256 of the file, hex: an edited file is refused.';
  COMMENT ON COLUMN schema_migration.applied_at IS 'When it was applied.';
  GRANT SELECT ON schema_migration TO PUBLIC;`;

/**
 * Bring a database to the schema of `folder`: files `NNNN-name.sql` from 0001 without gaps, each
 * applied once, in order, in a transaction of its own together with its row in schema_migration.
 * Concurrent migrators wait for each other.
 *
 * @returns the names of the files applied now.
 * @throws SchemaError when an applied file was changed or is unknown here (a newer program has
 *   migrated), or when a file fails; DatabaseUnavailable when the server cannot be reached.
 */
export async function migrate(
  ownerUrl: string,
  folder: string,
  clock: Clock = systemClock,
): Promise<string[]> {
  const migrations = readMigrations(folder);
  await expectOwnSession(ownerUrl);
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'sotto-migrate' });
  // A broken connection fails the query in progress too; it must not be thrown a second time.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw unreachable(ownerUrl, error);
  }
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query(`SET client_min_messages = warning; ${LEDGER}`);
    const { rows } = await client.query<Applied>(READ);
    const pending = checkHistory(migrations, rows, folder);
    for (const migration of pending) await apply(client, migration, clock.now());
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/**
 * Refuse to start on a schema other than that of `folder`.
 *
 * @throws SchemaError in one line which says what to do.
 */
export async function expectSchema(db: Database, folder: string): Promise<void> {
  const migrations = readMigrations(folder);
  const applied = await db.read('expect-schema', async (tx) => {
    const [there] = await tx.query<{ there: boolean }[]>(
      "SELECT to_regclass('public.schema_migration') IS NOT NULL AS there",
    );
    return there?.there ? tx.query<Applied[]>(READ) : [];
  });
  const pending = checkHistory(migrations, applied, folder);
  if (pending.length > 0) {
    throw new SchemaError(
      `The schema is at version ${applied.length} but this program needs ${migrations.length}: `
        + 'apply the migrations first (`npm start` does; else see docs/operating.md).',
    );
  }
}

/** Whether a database has the schema of `folder`: what `expectSchema` would refuse, it names. */
export function schemaLook(db: Database, folder: string): Look {
  return async () => {
    try {
      await expectSchema(db, folder);
      return null;
    } catch (error) {
      // Which of our folders it is concerns nobody who only asks whether all is well.
      if (error instanceof SchemaError) return error.message.replace(` in ${folder}`, '');
      throw error;
    }
  };
}

async function apply(client: pg.Client, migration: Migration, now: Date): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query('INSERT INTO schema_migration VALUES ($1, $2, $3, $4)', [
      migration.version,
      migration.name,
      migration.checksum,
      now,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    const { message, position } = error as pg.DatabaseError;
    const line = position ? ` (line ${migration.sql.slice(0, Number(position)).split('\n').length})` : '';
    throw new SchemaError(`Migration ${migration.name} failed${line}: ${message}`, { cause: error });
  }
}

/** The migrations of a folder, in order. @throws SchemaError for a wrong name or include. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql')).sort();
  return names.map((name, index) => {
    const version = Number(FILE.exec(name)?.[1]);
    if (version !== index + 1) {
      throw new SchemaError(`${join(folder, name)} is not named NNNN-name.sql, from 0001 without gaps.`);
    }
    const sql = withIncludes(folder, readFileSync(join(folder, name), 'utf8'), name);
    return { version, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

/**
 * A migration with the files that it includes, by lines `-- include PATH` from its own folder: SQL
 * that both domains have stands once. What is included is part of the checksum.
 *
 * @throws SchemaError for a file that is not there.
 */
function withIncludes(folder: string, sql: string, name: string): string {
  return sql.replaceAll(INCLUDE, (_line, path: string) => {
    try {
      return readFileSync(join(folder, path), 'utf8');
    } catch {
      throw new SchemaError(`${name} in ${folder} includes ${path}, which is not there.`);
    }
  });
}

/** The migrations still to apply, after checking that what is applied is what the files say. */
function checkHistory(
  migrations: readonly Migration[],
  applied: readonly Applied[],
  folder: string,
): readonly Migration[] {
  for (const [index, row] of applied.entries()) {
    const known = migrations[index];
    if (!known) {
      throw new SchemaError(
        `The schema is at version ${applied.length} (${row.name}), newer than this program's `
          + `${migrations.length}: run the newer program, or restore a backup from before it.`,
      );
    }
    if (known.checksum !== row.checksum || known.version !== row.version) {
      throw new SchemaError(
        `${known.name} in ${folder} differs from the ${row.name} that made this schema: `
          + 'migrations are append-only, restore the file and add a new one.',
      );
    }
  }
  return migrations.slice(applied.length);
}
