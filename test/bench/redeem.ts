import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { readWorkerConfig } from '#platform/settings/config';
import { withoutPartner } from '#platform/restores/standing-watch';
import { openDatabase, type Database } from '#platform/database';
import { startEmbedded, type EmbeddedPostgres } from '#local/embedded-pair';
import { openLog } from '#platform/logging';
import { migrate } from '#platform/migrations';
import { BookingService } from '../../apps/worker/src/sessions/booking.service.ts';
import { MOST_BOOKED_A_DAY } from '#billing/decide-booking';
import { drawsUnder } from '#matching/daily-view';
import { createWorkerApp } from '../../apps/worker/src/worker-app.ts';
import {
  type BenchResult, fromClients, interleave, type Note, rate, residentMb, result,
} from './measure.ts';
import { SCENE_TIME, setScene, type VaultScene } from './vault-scene.ts';

const ROUNDS = 5;
const CLIENTS = 64;
/** Sessions that each client books in a round. */
const EACH = 40;
/** Of each client in a round: a case books no more on one day. */
const CASES_EACH = EACH / MOST_BOOKED_A_DAY;
const INSERTS = 4_000;
/** As the worker has. */
const CONNECTIONS = 10;
const MIGRATIONS = fileURLToPath(new URL('../../apps/worker/migrations', import.meta.url));

/**
 * Session credits per second that the worker's own booking service verifies, nullifies and holds
 * funds for, in durable transactions on its real database, against the plainest durable
 * transaction there is: one row inserted, by node-pg, by as many clients on the same server.
 */
export async function benchRedeem(note: Note): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-'));
  const postgres = await startEmbedded(folder);
  try {
    await migrate(postgres.ownerUrl('vault'), MIGRATIONS);
    const db = await openDatabase(
      postgres.urls.vault, { poolSize: CONNECTIONS, applicationName: 'bench' });
    const found = await measure(postgres, db, note);
    await db.close();
    const ceiling = `one-row durable insert transactions/s by node-pg, ${CLIENTS} clients`;
    return result('redeem', 'credits/s', ceiling, found);
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(postgres: EmbeddedPostgres, db: Database, note: Note) {
  const clock = { now: () => SCENE_TIME };
  const log = openLog('silent', 'bench');
  const drawn = drawsUnder(randomBytes(32));
  const app = await createWorkerApp({
    // Drawn as it ships, but nothing is withheld: all that is published is to be booked.
    draws: { ...drawn, withheldFrom: (time) => { drawn.withheldFrom(time); return null; } },
    config: config(), clock, db, log, standings: withoutPartner,
  });
  const inserts = await openInserts(postgres.ownerUrl('vault'));
  const noteMemory = (when: string) => note(`memory ${when}: worker and bench ${residentMb()} MB`);
  try {
    noteMemory('at rest');
    const size = { cases: CLIENTS * CASES_EACH * (ROUNDS + 1), slots: MOST_BOOKED_A_DAY };
    const scene = await setScene(app, postgres.ownerUrl('vault'), size);
    note('minting credits');
    const credits = Array.from({ length: size.cases * size.slots }, () => scene.mint());
    const service = app.get(BookingService, { strict: false });
    let round = 0;
    const redeeming = () => {
      const from = round * CLIENTS * CASES_EACH;
      round += 1;
      return rate(() => redeem(service, scene, credits, from));
    };
    const found = await interleave(
      redeeming, () => rate(() => insertRows(inserts)), ROUNDS, note);
    noteMemory('under load');
    return found;
  } finally {
    await Promise.all(inserts.map((client) => client.end()));
    await app.close();
  }
}

/** Each client is a few cases that book one session after the other. */
async function redeem(
  service: BookingService, { cases, slots }: VaultScene, credits: string[], from: number,
): Promise<number> {
  const book = async (place: number) => {
    const { caseId, referralId } = cases[place] ?? { caseId: '', referralId: '' };
    for (const slotId of slots[place] ?? []) {
      const payment = { credit: credits.pop() ?? '' };
      const booked = await service.book(caseId, {
        idempotencyKey: randomUUID(), referralId, slotId, payment, referral: null });
      if (booked.kind !== 'session-booked') throw new Error(`a credit was answered ${booked.kind}`);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, async (_, client) => {
    for (let one = 0; one < CASES_EACH; one += 1) await book(from + client * CASES_EACH + one);
  }));
  return CLIENTS * EACH;
}

async function openInserts(url: string): Promise<pg.Client[]> {
  const clients = Array.from({ length: CLIENTS }, () => new pg.Client({ connectionString: url }));
  await Promise.all(clients.map((client) => client.connect()));
  await clients[0]?.query('CREATE TABLE bench_row (id uuid PRIMARY KEY, content text NOT NULL)');
  return clients;
}

function insertRows(clients: readonly pg.Client[]): Promise<number> {
  return fromClients(CLIENTS, INSERTS, async (_, client) => {
    await clients[client]?.query({
      name: 'insert', text: 'INSERT INTO bench_row (id, content) VALUES ($1, $2)',
      values: [randomUUID(), 'one row'] });
  });
}

function config() {
  const hex = () => randomBytes(32).toString('hex');
  return readWorkerConfig({
    SOTTO_MODE: 'test', LOG_LEVEL: 'silent', VAULT_DATABASE_URL: 'postgres://unused/vault',
    QUEUE_URL: 'postgres://unused/queue', VAULT_SIGNING_SEED: hex(),
    VAULT_KEK: hex(), VAULT_OPERATOR_TOKEN: hex(), VAULT_TREATY_SEED: hex(),
    GATEWAY_TREATY_PUBLIC_KEY: hex(),
  });
}
