import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '#platform/database';
import { startServer } from './embedded.ts';
import type { EmbeddedServer } from './embedded.ts';
import { processIdentity } from './identity.ts';
import { asAdmin } from './roles.ts';

let folder: string;
let running: EmbeddedServer | undefined;

beforeEach(() => {
  const parent = mkdtempSync(join(tmpdir(), 'sotto pg '));
  chmodSync(parent, 0o711);
  folder = join(parent, 'data folder');
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  rmSync(join(folder, '..'), { recursive: true });
});

async function start(): Promise<EmbeddedServer> {
  running = await startServer(folder, 'gateway');
  return running;
}

const query = async (postgres: EmbeddedServer, sql: string): Promise<unknown[]> =>
  (await asAdmin(postgres.ownerUrl('gateway'), (client) => client.query(sql))).rows as unknown[];

test('what is committed survives a stop and a new start, on the same port', async () => {
  const first = await start();
  await query(first, 'CREATE TABLE kept (id integer); INSERT INTO kept VALUES (1)');
  await first.stop();
  const second = await start();
  expect(second.port).toBe(first.port);
  expect(second.urlOf('gateway_app', 'queue')).toBe(first.urlOf('gateway_app', 'queue'));
  expect(await query(second, 'SELECT id FROM kept')).toEqual([{ id: 1 }]);
});

test('its secrets and its log are for the owner\'s eyes, and it listens on the machine only', async () => {
  const postgres = await start();
  for (const file of ['secrets.json', 'postgres.log']) {
    expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
  }
  expect(await query(postgres, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  expect(await query(postgres, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
  expect(await query(postgres, 'SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
  const wrong = new URL(postgres.urlOf('gateway_app', 'gateway'));
  wrong.password = 'guessed';
  await expect(asAdmin(wrong.href, (client) => client.query('SELECT 1'))).rejects.toThrow(/28P01/);
});

test('its log holds no statement and no value, even of those that fail', async () => {
  const postgres = await start();
  await query(postgres, 'CREATE TABLE secretive (id text PRIMARY KEY)');
  await query(postgres, "INSERT INTO secretive VALUES ('quiet-heron')");
  const again = query(postgres, "INSERT INTO secretive VALUES ('quiet-heron')");
  await expect(again).rejects.toThrow(/duplicate/);
  const log = readFileSync(join(folder, 'postgres.log'), 'utf8');
  expect(log).toContain('ready to accept connections');
  expect(log).not.toMatch(/quiet-heron|secretive/);
});

test('a second start in the same folder is refused with one line, and harms nothing', async () => {
  const postgres = await start();
  await expect(startServer(folder, 'gateway')).rejects.toThrow(/in use by process \d+: stop that one first/);
  expect(await query(postgres, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('after kill -9 of the server everything that was acknowledged is there again', async () => {
  const postgres = await start();
  await query(postgres, 'CREATE TABLE acknowledged (id integer)');
  const db = await openDatabase(postgres.ownerUrl('gateway'), { poolSize: 4, applicationName: 't' });
  const acknowledged: number[] = [];
  let down = false;
  const writers = [0, 1, 2, 3].map(async (writer) => {
    for (let id = writer; !down; id += 4) {
      await db.transaction('write', (tx) => tx.query('INSERT INTO acknowledged VALUES ($1)', [id]));
      acknowledged.push(id);
      if (acknowledged.length === 200) process.kill(postgres.pid, 'SIGKILL');
    }
  });
  await Promise.allSettled([...writers, postgres.exited]);
  down = true;
  await postgres.restart();
  const rows = (await query(postgres, 'SELECT id FROM acknowledged')) as { id: number }[];
  const there = new Set(rows.map(({ id }) => id));
  expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
  expect(await db.read('again', (tx) => tx.query('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
  await db.close();
});

test('a server that is to keep running is started again when it is killed', async () => {
  const postgres = await start();
  const restarted = Promise.withResolvers<undefined>();
  postgres.keepRunning(() => restarted.resolve(undefined), restarted.reject);
  process.kill(postgres.pid, 'SIGKILL');
  await restarted.promise;
  expect(await query(postgres, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a pid file left by a dead server, its number now another\'s, is no obstacle', async () => {
  const first = await start();
  const cluster = await asAdmin(first.adminUrl, async (admin) => {
    const { rows } = await admin.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory ?? '';
  });
  await first.stop();
  writeFileSync(join(cluster, 'postmaster.pid'), `${process.pid}\n${cluster}\n1\n1\n\n\n\nready\n`);
  expect(await query(await start(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('when the process that started it is killed, it stops; a new start finds all', async () => {
  const parent = spawn(process.execPath, [
    '--experimental-transform-types', '--no-warnings', '--input-type=module', '-e', `
      const { startServer } = await import(${JSON.stringify(import.meta.resolve('./embedded.ts'))});
      const postgres = await startServer(${JSON.stringify(folder)}, 'gateway');
      console.log(postgres.pid);
      setInterval(() => {}, 1000);`,
  ], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(parent.stdout, 'data')) as [Buffer];
  const server = Number(said.toString());
  expect(processIdentity(server)).toBeDefined();
  parent.kill('SIGKILL');
  while (processIdentity(server) !== undefined) await pause(20);
  expect(await query(await start(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a set-up that was killed in the middle of making the cluster begins anew', async () => {
  await (await start()).stop();
  rmSync(join(folder, 'postgres'), { recursive: true });
  writeFileSync(join(folder, 'postgres.new'), 'half');
  // Without a cluster these are nobody's passwords, so they may go as well.
  rmSync(join(folder, 'secrets.json'));
  expect(await query(await start(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('in a folder that only its owner may enter, the cluster works and is found again', async () => {
  chmodSync(join(folder, '..'), 0o700);
  const first = await start();
  await query(first, 'CREATE TABLE kept (id integer)');
  await first.stop();
  // Root lends PostgreSQL to another account, which cannot get in there.
  const elsewhere = join(folder, 'cluster-location');
  expect(existsSync(elsewhere)).toBe(process.getuid?.() === 0);
  const home = existsSync(elsewhere) ? readFileSync(elsewhere, 'utf8').trim() : folder;
  expect(existsSync(join(home, 'postgres', 'PG_VERSION'))).toBe(true);
  expect(await query(await start(), 'SELECT * FROM kept')).toEqual([]);
  await running?.stop();
  running = undefined;
  rmSync(home, { recursive: true });
});
