import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, readMigrations, type Migration } from '#platform/migrations';
import { testCluster, type TestCluster } from '#local/testing';
import { countKept, loadKept, schemaOfKept } from '../../demo/kept-rows.ts';

/*
 * The rows of a whole story, as the demo left them once (`npm run demo -- --exit --rows`, see
 * README.md), under the schema of that time. They are never written anew: each later migration has
 * to bring them along.
 */

const ROWS = join(import.meta.dirname, 'rows');
const DOMAINS = [
  ['gateway', 'apps/gateway/migrations'], ['vault', 'apps/worker/migrations'],
] as const;
const COLUMNS = `SELECT table_name, column_name, data_type, is_nullable, column_default
  FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2`;

let cluster: TestCluster;
let fresh: TestCluster;
const folders: string[] = [];

beforeAll(async () => {
  [cluster, fresh] = await Promise.all([
    testCluster({ gateway: 'no-migrations', vault: 'no-migrations' }), testCluster()]);
});

afterAll(async () => {
  await Promise.all([cluster.drop(), fresh.drop()]);
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A folder of migrations, as they are with their includes. */
function folderOf(migrations: readonly Pick<Migration, 'name' | 'sql'>[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-schemas-'));
  folders.push(folder);
  for (const { name, sql } of migrations) writeFileSync(join(folder, name), sql);
  return folder;
}

describe.each(DOMAINS)('the schema of the %s', (domain, folder) => {
  const kept = join(ROWS, domain);
  const then = schemaOfKept(kept);
  const url = () => cluster.ownerUrl(domain);

  it('only grows: what made the schema of the kept rows is unchanged', () => {
    const now = readMigrations(folder).map(({ name, checksum }) => ({ name, checksum }));
    expect(now.slice(0, then.length)).toEqual(then);
  });

  it('takes the rows of a whole story through every later migration', async () => {
    await migrate(url(), folderOf(readMigrations(folder).slice(0, then.length)));
    await loadKept(url(), kept);
    await migrate(url(), folder);
    expect(await cluster.query(domain, COLUMNS)).toEqual(await fresh.query(domain, COLUMNS));
  });

  it('loses none of them', async () => {
    const held = new Map<string, number>();
    for (const table of countKept(kept).keys()) {
      const [row] = await cluster.query<{ count: number }>(
        domain, `SELECT count(*)::integer AS count FROM ${table}`);
      held.set(table, row!.count);
    }
    expect(held.size).toBeGreaterThan(20);
    expect(held).toEqual(countKept(kept));
  });

  it('refuses a migration that the rows cannot follow, and stays as it was', async () => {
    const table = [...countKept(kept).keys()][0]!;
    const all = readMigrations(folder);
    const next = String(all.length + 1).padStart(4, '0');
    const bad = { name: `${next}-bad.sql`, sql: `ALTER TABLE ${table} ADD bad integer NOT NULL;` };
    await expect(migrate(url(), folderOf([...all, bad]))).rejects.toThrow(`${bad.name} failed`);
    expect(await cluster.query(domain, COLUMNS)).toEqual(await fresh.query(domain, COLUMNS));
  });
});
