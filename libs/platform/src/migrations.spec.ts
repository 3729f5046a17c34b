import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectSchema, migrate } from './migrations.ts';
import type { TestCluster } from '#local/testing';
import { testCluster } from '#local/testing';

let cluster: TestCluster;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-migrations-'));
  writeFileSync(join(folder, '0001-first.sql'), 'CREATE TABLE first (id integer);');
  writeFileSync(join(folder, '0002-second.sql'), 'ALTER TABLE first ADD name text;');
  cluster = await testCluster({ gateway: 'no-migrations', vault: 'no-migrations' });
});

afterAll(async () => {
  await cluster.drop();
  rmSync(folder, { recursive: true });
});

const owner = () => cluster.ownerUrl('gateway');

test('a process refuses to start on a schema that was never migrated', async () => {
  const db = await cluster.open('gateway');
  await expect(expectSchema(db, folder)).rejects.toThrow(/at version 0 .* needs 2: apply/);
});

test('migrations are applied in order, once, by whichever of two migrators comes first', async () => {
  const both = await Promise.all([migrate(owner(), folder), migrate(owner(), folder)]);
  expect(both.flat()).toEqual(['0001-first.sql', '0002-second.sql']);
  expect(await migrate(owner(), folder)).toEqual([]);
  await expectSchema(await cluster.open('gateway'), folder);
});

test('a migration that fails leaves nothing behind and names its line', async () => {
  writeFileSync(join(folder, '0003-broken.sql'), 'CREATE TABLE half (id integer);\nSELEC 1;');
  await expect(migrate(owner(), folder)).rejects.toThrow(/0003-broken\.sql failed \(line 2\)/);
  const [row] = await cluster.query<{ half: string | null }>(
    'gateway',
    "SELECT to_regclass('half') AS half",
  );
  expect(row?.half).toBeNull();
  rmSync(join(folder, '0003-broken.sql'));
});

test('an edited migration, and a schema from a newer program, are refused with one line', async () => {
  const edited = `${folder}-edited`;
  cpSync(folder, edited, { recursive: true });
  writeFileSync(join(edited, '0002-second.sql'), 'ALTER TABLE first ADD other text;');
  await expect(migrate(owner(), edited)).rejects.toThrow(/append-only/);
  rmSync(join(edited, '0002-second.sql'));
  await expect(migrate(owner(), edited)).rejects.toThrow(/newer than this program/);
  rmSync(edited, { recursive: true });
});

test('what a migration includes is applied in its place, and is part of what is checked', async () => {
  const including = `${folder}-including`;
  cpSync(folder, including, { recursive: true });
  mkdirSync(join(including, 'shared'));
  const shared = join(including, 'shared', 'part.sql');
  writeFileSync(shared, 'CREATE TABLE included (id integer);');
  writeFileSync(join(including, '0003-third.sql'),
    '-- include shared/part.sql\nALTER TABLE included ADD name text;');
  expect(await migrate(owner(), including)).toEqual(['0003-third.sql']);
  expect(await cluster.query('gateway', 'SELECT id, name FROM included')).toEqual([]);
  writeFileSync(shared, 'CREATE TABLE included (id bigint);');
  await expect(migrate(owner(), including)).rejects.toThrow(/0003-third\.sql .*append-only/);
  rmSync(shared);
  await expect(migrate(owner(), including)).rejects
    .toThrow(/includes shared\/part\.sql, which is not/);
  rmSync(including, { recursive: true });
});

test('an app role can neither migrate nor create', async () => {
  await expect(migrate(cluster.urls.gateway, folder)).rejects.toThrow(/permission denied/);
});
