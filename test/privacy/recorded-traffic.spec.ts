import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RelayKeys, type SecretOfDay } from '../../apps/worker/src/sealed/relay-keys.service.ts';
import { RelayKeysStore } from '../../apps/worker/src/sealed/relay-keys.store.ts';
import { Signer } from '../../apps/worker/src/foundation/signer.ts';
import { SetClock } from '../../apps/worker/test/vault.ts';
import { openDatabase, type Database } from '#platform/database';
import { startServer, type EmbeddedServer } from '#local/embedded';
import { migrate } from '#platform/migrations';
import { asAdmin } from '#local/roles';
import { deriveRelayKey, openRequest, sealRequest } from '../../libs/pseudonym/src/sealed.ts';

/*
 * Attacker 6 has recorded all sealed requests of a week, and then steals, at once, a copy of the
 * vault's data directories with the write-ahead log, and every key of the vault. It may know which
 * bytes to look for: what is not in the copy and follows from no key cannot be found by anybody.
 */

const FIRST = Date.parse('2026-11-02T09:00:00Z');
const DAYS = 7;
const dayOf = (place: number) => new Date(FIRST + place * 86_400_000).toISOString();

let folder: string;
let postgres: EmbeddedServer;
let db: Database;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-recorded-'));
  chmodSync(folder, 0o711);
  postgres = await startServer(join(folder, 'database'), 'vault');
  await migrate(postgres.ownerUrl('vault'), 'apps/worker/migrations');
  db = await openDatabase(postgres.urlOf('worker_app', 'vault'), { poolSize: 2, applicationName: 'sotto-test' });
}, 60_000);
afterEach(() => asOwner('TRUNCATE relay_key'));
afterAll(async () => {
  await db.close();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

const asOwner = (sql: string) =>
  asAdmin(postgres.ownerUrl('vault'), (client) => client.query(sql)).then(() => undefined);

interface Recording {
  readonly day: string;
  readonly sealed: Uint8Array;
}

/** What the vault is run with: all of it is stolen. */
const vaultKeys = { signingSeed: randomBytes(32), kek: randomBytes(32) };

/** A week of requests, one a day, each answered on its day; and the secrets that there were. */
async function runWeek(secretOf: SecretOfDay) {
  const clock = new SetClock(new Date(FIRST));
  const secrets = new Map<string, Uint8Array>();
  const keys = new RelayKeys(clock, db, new RelayKeysStore(),
    new Signer(vaultKeys as never), (day) => {
      const secret = secretOf(day);
      secrets.set(day, secret);
      return secret;
    });
  const recorded: Recording[] = [];
  for (let place = 0; place < DAYS; place += 1) {
    const day = dayOf(place).slice(0, 10);
    clock.set(dayOf(place));
    await keys.renew();
    const { config } = keys.configs.find((key) => key.day === day)!;
    const { sealed } = await sealRequest(config, randomBytes(300));
    await keys.open(sealed);
    recorded.push({ day, sealed });
  }
  return { recorded, secrets };
}

/** The bytes of every file of the server: tables, indexes, write-ahead log, all there is. */
async function stealFiles(): Promise<Buffer> {
  const directory = await asAdmin(postgres.adminUrl, async (admin) => {
    await admin.query('CHECKPOINT');
    const { rows } = await admin.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]!.data_directory;
  });
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile());
  return Buffer.concat(files.map(({ parentPath, name }) => readFileSync(join(parentPath, name))));
}

/** The days of which the attacker opens what it recorded. */
async function opened(
  { recorded, secrets }: Awaited<ReturnType<typeof runWeek>>, stolen: Buffer,
): Promise<string[]> {
  const inFiles = [...secrets.values()].filter((secret) => stolen.includes(Buffer.from(secret)));
  const candidates = [...inFiles, ...Object.values(vaultKeys).map(derivedFrom)];
  const days: string[] = [];
  for (const { day, sealed } of recorded) {
    for (const secret of candidates) {
      const key = await deriveRelayKey(secret, sealed[0]);
      if (await openRequest(key, sealed).then(() => true, () => false)) days.push(day);
    }
  }
  return [...new Set(days)];
}

const derivedFrom = (seed: Uint8Array) =>
  createHash('sha256').update('relay').update(seed).digest();
const week = Array.from({ length: DAYS }, (_, place) => dayOf(place).slice(0, 10));

it('wins against a key that follows from one of the vault\'s: all of the week is opened', async () => {
  const run = await runWeek(() => derivedFrom(vaultKeys.kek));
  expect(await opened(run, await stealFiles())).toEqual(week);
});

it('wins against random keys in a table that is logged: they are in the write-ahead log', async () => {
  await asOwner('ALTER TABLE relay_key SET LOGGED');
  try {
    expect(await opened(await runWeek(() => randomBytes(32)), await stealFiles())).toEqual(week);
  } finally {
    await asOwner('ALTER TABLE relay_key SET UNLOGGED');
  }
});

it('opens nothing of before yesterday, with all files and all keys in hand', async () => {
  const run = await runWeek(() => randomBytes(32));
  expect(week.slice(-2)).toEqual(expect.arrayContaining(await opened(run, await stealFiles())));
  // A server that stops writes down what it had in memory only.
  await postgres.restart();
  expect(await opened(run, await stealFiles())).toEqual(week.slice(-2));
});

it('opens nothing at all with a base backup: what is not logged is not in it', async () => {
  const run = await runWeek(() => randomBytes(32));
  // What a base backup and its log come to, once they are started: as after a crash.
  process.kill(postgres.pid, 'SIGKILL');
  await postgres.exited;
  await postgres.restart();
  expect(await opened(run, await stealFiles())).toEqual([]);
});
