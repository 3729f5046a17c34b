import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, existsSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded, type EmbeddedPostgres } from '#local/embedded-pair';
import { migrateDomains } from '#local/launch';
import { asAdmin } from '#local/roles';
import {
  freshSecrets, readyLine, startPart, until, workerHealth, type Running,
} from './service.ts';

/** What the running processes say of themselves, while what they stand on is taken away. */

let folder: string;
let file: string;
let postgres: EmbeddedPostgres;
let gateway: Running;
let worker: Running;
let origin: string;
const secrets = freshSecrets();
const workerEnv = () => ({
  ...secrets.worker, VAULT_DATABASE_URL: postgres.urls.vault, QUEUE_URL: postgres.urls.queueWorker,
  VAULT_HEALTH_FILE: file,
});
const owner = (database: string, sql: string) =>
  asAdmin(postgres.ownerUrl(database), (client) => client.query(sql));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-health-'));
  chmodSync(folder, 0o711);
  file = join(folder, 'worker-health.json');
  postgres = await startEmbedded(join(folder, 'database'));
  await migrateDomains({
    gateway: postgres.ownerUrl('gateway'), vault: postgres.ownerUrl('vault'),
    queue: postgres.ownerUrl('queue'),
  });
  gateway = startPart('gateway', {
    ...secrets.gateway, GATEWAY_DATABASE_URL: postgres.urls.gateway,
    QUEUE_URL: postgres.urls.queue,
  });
  origin = `http://127.0.0.1:${(await readyLine(gateway)).port}`;
});
afterAll(async () => {
  for (const part of [worker, gateway]) {
    part.child.kill('SIGTERM');
    await part.ended;
  }
  await postgres.stop();
  rmSync(folder, { recursive: true });
});

interface Ready {
  readonly status: string;
  readonly checks: Record<string, string>;
}
async function ready(): Promise<{ code: number; body: Ready }> {
  const answer = await fetch(`${origin}/health/ready`);
  return { code: answer.status, body: await answer.json() as Ready };
}
/** Wait for a verdict that has a word on a check; the parts that it speaks of. */
async function untilTold(check: string, words: RegExp): Promise<Ready> {
  let last = await ready();
  await until(async () => words.test((last = await ready()).body.checks[check] ?? ''));
  expect(last.code).toBe(last.body.status === 'ready' ? 200 : 503);
  return last.body;
}
const untilWorkerSays = async (words: RegExp, code: number) => {
  let last = workerHealth('--file', file);
  await until(() => words.test((last = workerHealth('--file', file)).said));
  expect(last.code).toBe(code);
};
const live = async () => (await fetch(`${origin}/health/live`)).status;

test('the gateway is ready once the vault has said what to seal for, and says so before', async () => {
  const before = await untilTold('keys', /published no relay key yet/);
  expect(before.checks).toMatchObject({ database: 'ok', queue: 'ok', schema: 'ok' });
  expect(workerHealth('--file', file)).toEqual({
    code: 1, said: `The worker is not running, or writes elsewhere: there is no ${file}.\n`,
  });
  worker = startPart('worker', workerEnv());
  await readyLine(worker);
  const after = await untilTold('keys', /^ok$/);
  expect(after).toEqual({
    status: 'ready',
    checks: { database: 'ok', queue: 'ok', schema: 'ok', keys: 'ok', restore: 'ok' },
  });
  await untilWorkerSays(/^The worker is ready \(\d+ seconds ago\)\.\n$/, 0);
  expect(statSync(file).mode & 0o077).toBe(0);
  expect((await fetch(`${origin}/health`)).status).toBe(404);
});

test('a worker with other secrets refuses the queue, and takes no job of it', async () => {
  const stray = startPart('worker', {
    ...workerEnv(), ...freshSecrets().worker, VAULT_HEALTH_FILE: `${file}.stray`,
  });
  expect(await stray.ended).toBe(1);
  expect(stray.said())
    .toMatch(/^worker: The queue belongs to the installation whose vault signs by [^\n]*\n$/);
  const other = startPart('gateway', {
    ...freshSecrets().gateway, GATEWAY_DATABASE_URL: postgres.urls.gateway,
    QUEUE_URL: postgres.urls.queue,
  });
  expect(await other.ended).toBe(1);
  expect(other.said()).toMatch(/^gateway: The queue belongs to the installation [^\n]*\n$/);
});

test('a schema that is half migrated is named with its versions, on either side', async () => {
  const lower = 'DELETE FROM schema_migration WHERE version = (SELECT max(version) FROM schema_migration) RETURNING *';
  for (const [database, told] of [
    ['gateway', () => untilTold('schema', /^The schema is at version \d+ but this program needs/)],
    ['vault', () => untilWorkerSays(/not ready: schema: The schema is at version \d+ but/, 1)],
  ] as const) {
    const { rows: [row] } = await owner(database, lower);
    await told();
    const { version, name, checksum, applied_at: at } = row as Record<string, string>;
    await asAdmin(postgres.ownerUrl(database), (client) => client.query(
      'INSERT INTO schema_migration VALUES ($1, $2, $3, $4)', [version, name, checksum, at]));
  }
  await untilTold('schema', /^ok$/);
  await untilWorkerSays(/^The worker is ready/, 0);
});

test('databases that can only be read are not ready', async () => {
  const close = async (state: string) => {
    for (const side of ['gateway', 'vault'] as const) {
      await asAdmin(postgres[side].adminUrl, async (admin) => {
        await admin.query(`ALTER DATABASE ${side} SET default_transaction_read_only = ${state}`);
        await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = '${side}' AND usename LIKE '%_app'`);
      });
    }
  };
  await close('on');
  expect((await untilTold('database', /^can be read only/)).status).toBe('not-ready');
  await untilWorkerSays(/not ready: database: can be read only/, 1);
  await close('off');
  await untilTold('database', /^ok$/);
  await untilWorkerSays(/^The worker is ready/, 0);
});

test('while PostgreSQL is down both say so, live stays up; afterwards all is ready again', async () => {
  for (const server of [postgres.gateway, postgres.vault]) {
    process.kill(server.pid, 'SIGINT');
    await server.exited;
  }
  const down = await untilTold('database', /went away|no answer/);
  expect(down.status).toBe('not-ready');
  await untilTold('queue', /cannot be reached|broke|stopped|no answer/);
  expect(JSON.stringify(down)).not.toMatch(/127\.0\.0\.1|gateway_app|postgres:/);
  expect(await live()).toBe(200);
  await untilWorkerSays(/not ready: database: /, 1);
  for (const server of [postgres.gateway, postgres.vault]) await server.restart();
  await untilTold('database', /^ok$/);
  expect((await untilTold('queue', /^ok$/)).status).toBe('ready');
  await untilWorkerSays(/^The worker is ready/, 0);
});

test('a dead worker is known by the age of its file; one that was stopped leaves none', async () => {
  worker.child.kill('SIGKILL');
  await worker.ended;
  const told = JSON.parse(readFileSync(file, 'utf8')) as { at: string; pid: number };
  // A minute goes by.
  const at = new Date(Date.parse(told.at) - 60_000).toISOString();
  writeFileSync(file, JSON.stringify({ ...told, at }));
  const { code, said } = workerHealth('--file', file);
  expect(said).toMatch(new RegExp(`^The worker \\(process ${told.pid}\\) has not been heard of for \\d+ seconds: `));
  expect(code).toBe(1);
  worker = startPart('worker', workerEnv());
  await readyLine(worker);
  expect(workerHealth('--file', file).code).toBe(0);
  worker.child.kill('SIGTERM');
  await worker.ended;
  expect(existsSync(file)).toBe(false);
});

test('a file that cannot be written is one line, and one that is no report is not ready', async () => {
  const nowhere = startPart('worker', { ...workerEnv(), VAULT_HEALTH_FILE: join(folder, 'none', 'f') });
  expect(await nowhere.ended).toBe(1);
  const said = nowhere.said().split('\n').filter((line) => !line.startsWith('{')).join('\n');
  expect(said).toMatch(/^worker: [^\n]*none\/f[^\n]*\n$/);
  writeFileSync(file, '{"ready":true}');
  expect(workerHealth('--file', file)).toMatchObject({ code: 1 });
  expect(workerHealth('--age', '3').said)
    .toMatch(/^There is no option --age: --max-age was probably meant\. Usage: npm run worker:/);
  expect(workerHealth('--help'))
    .toEqual({ code: 0, said: expect.stringMatching(/^Usage: npm run worker:health/) });
});
