import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Log } from '#platform/logging';
import { compactPeople, rewritePeople } from '#platform/people';
import { Nights } from '#server/housekeeping/nights';
import { databaseUrl } from '#local/roles';
import { testCluster, type TestCluster } from '#local/testing';
import { association } from '../../demo/attacks/chance.ts';

/*
 * Whoever has copies of both servers' files reads where each row stands and which transaction wrote
 * it. Members and cases come in one order here, as when everybody claims on the day of need: the
 * attacker who puts both in the order of their files then names them all. After a night she has
 * nothing, and neither are the rows of before left in the files.
 */

const PEOPLE = 240;
const PROGRAMME = randomUUID();
const MOST_Z = 5;
const KEPT = 'rows-of-before-kept';

let cluster: TestCluster;
/** Where the log of each server was when people began to come; and who keeps it from there on. */
const begun = { gateway: '', vault: '' };
const keepers: pg.Client[] = [];
beforeAll(async () => {
  cluster = await testCluster();
  for (const domain of ['gateway', 'vault'] as const) {
    keepers.push(await keepLog(domain));
    begun[domain] = await logAt(domain);
  }
  await one('gateway', `INSERT INTO employer (id, name, country, currency, session_price_minor,
    tax_bps, owner_email, created_on, contract_number)
    VALUES ($1, 'E', 'DE', 'EUR', 1, 0, 'a@e.example', '2026-10-01', 'C-1')`, [PROGRAMME]);
  await one('gateway', `INSERT INTO programme (id, employer_id, name, sessions_per_member, k,
    created_on) VALUES ($1, $1, 'P', 8, 10, '2026-10-01')`, [PROGRAMME]);
  await one('gateway', `INSERT INTO period (programme_id, label, opens, closes, releases, k,
    sessions_per_member, opened_on, terms, confirm_by) VALUES ($1, '2026-10', '2026-10-01',
    '2027-10-01', '2027-10-30', 10, 8, '2026-10-01', '{}', '2026-09-17')`, [PROGRAMME]);
  await everybody('gateway', (client, person) => client.query(
    `INSERT INTO issuance (member, programme_id, period, batch_hash, sessions)
     VALUES ($1, $2, '2026-10', $3, 8)`, [members[person], PROGRAMME, randomBytes(32)]));
  await everybody('vault', (client, person) => client.query(
    `INSERT INTO care_case (id, secret_hash, programme, opened_on)
     VALUES ($1, $2, $3, '2026-11-01')`, [randomUUID(), cases[person], PROGRAMME]));
});
afterAll(async () => {
  await Promise.all(keepers.map((client) => client.end()));
  await cluster.drop();
});

const members = Array.from({ length: PEOPLE }, () => randomBytes(32));
const cases = Array.from({ length: PEOPLE }, () => randomBytes(32));

const one = (domain: 'gateway' | 'vault', sql: string, values: unknown[]) =>
  cluster.query(domain, sql, values);

/** One after another, each in a transaction of its own. */
async function everybody(
  domain: 'gateway' | 'vault', write: (client: pg.Client, person: number) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({ connectionString: cluster.ownerUrl(domain) });
  await client.connect();
  for (let person = 0; person < PEOPLE; person += 1) await write(client, person);
  await client.end();
}

/** What the files tell of each person: place and transaction, in the order of the truth. */
async function seen(domain: 'gateway' | 'vault') {
  const [table, key, all] = domain === 'gateway'
    ? ['issuance', 'member', members] as const : ['care_case', 'secret_hash', cases] as const;
  const rows = await cluster.query<{ who: Buffer; place: number; written: number }>(domain, `
    SELECT ${key} AS who, (ctid::text::point)[0] * 1000 + (ctid::text::point)[1] AS place,
      xmin::text::bigint::float8 AS written FROM ${table}`);
  const byKey = new Map(rows.map((row) => [row.who.toString('hex'), row]));
  return all.map((bytes) => byKey.get(bytes.toString('hex'))!);
}

/** How far what both files tell goes together, in standard deviations, by each of the four ways. */
async function attack(): Promise<Record<string, number>> {
  const [left, right] = [await seen('gateway'), await seen('vault')];
  const ways = (['place', 'written'] as const).flatMap((mine) =>
    (['place', 'written'] as const).map((other) => [mine, other] as const));
  return Object.fromEntries(ways.map(([mine, other]) => [`${mine} ~ ${other}`, association([{
    left: left.map((row) => row[mine]), right: right.map((row) => row[other]) }])]));
}

/** How often a person's bytes are in her table's file, most of all people. */
async function copies(domain: 'gateway' | 'vault'): Promise<number> {
  const table = domain === 'gateway' ? 'issuance' : 'care_case';
  const client = new pg.Client({
    connectionString: databaseUrl(cluster.adminUrl(domain), cluster.names[domain]) });
  await client.connect();
  await client.query('CHECKPOINT');
  const { rows: [row] } = await client.query<{ file: Buffer }>(
    `SELECT pg_read_binary_file(pg_relation_filepath('${table}')) AS file`);
  await client.end();
  return Math.max(...(domain === 'gateway' ? members : cases).map((bytes) => {
    let count = 0;
    let at = row!.file.indexOf(bytes);
    for (; at >= 0; at = row!.file.indexOf(bytes, at + 1)) count += 1;
    return count;
  }));
}

/** As somebody does who keeps logs for restores: other specs write checkpoints on these servers. */
async function keepLog(domain: 'gateway' | 'vault'): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: cluster.adminUrl(domain) });
  await client.connect();
  await client.query('SELECT pg_create_physical_replication_slot($1, true, true)',
    [`order_${randomBytes(6).toString('hex')}`]);
  return client;
}

/** The name of the file of the write-ahead log that is written now. */
async function logAt(domain: 'gateway' | 'vault'): Promise<string> {
  const name = 'SELECT pg_walfile_name(pg_current_wal_lsn()) AS name';
  return cluster.asAdmin(domain, async (admin) =>
    (await admin.query<{ name: string }>(name)).rows[0]!.name);
}

/** A log of which the events are gathered. */
const tellingOf = (faults: string[]): Log =>
  ({ write: (_level, { event }) => { faults.push(event); } });

/** Where each person is first written of in the write-ahead log, in the order of the truth. */
async function logged(domain: 'gateway' | 'vault'): Promise<number[]> {
  const now = await logAt(domain);
  const files = await cluster.asAdmin(domain, async (admin) => (await admin.query<{ file: Buffer }>(
    `SELECT pg_read_binary_file('pg_wal/' || name) AS file FROM pg_ls_waldir()
     WHERE name BETWEEN $1 AND $2 ORDER BY name`, [begun[domain], now])).rows);
  const log = Buffer.concat(files.map(({ file }) => file));
  return (domain === 'gateway' ? members : cases).map((bytes) => log.indexOf(bytes));
}

it('joins everybody by the order of rows and of transactions, before the night', async () => {
  for (const z of Object.values(await attack())) expect(z).toBeGreaterThan(2 * MOST_Z);
});

it('joins nobody after the night, by the clock that is passed in', async () => {
  let now = new Date('2026-11-02T23:55:00Z');
  const faults: string[] = [];
  const db = await cluster.open('gateway');
  const housekeeping = new Nights(db, { now: () => now }, tellingOf(faults));
  /** Look by look: the server's own analysis may read what was before, for a moment. */
  const tidied = async () => {
    for (;;) {
      faults.length = 0;
      await housekeeping.tidy();
      if (faults.length === 0) return;
      expect(faults).toEqual([KEPT]);
    }
  };
  await tidied();
  const first = (await seen('gateway')).map(({ written }) => written);
  await tidied();
  expect((await seen('gateway')).map(({ written }) => written)).toEqual(first);
  now = new Date('2026-11-03T00:05:00Z');
  await tidied();
  const vault = await cluster.open('vault');
  await rewritePeople(vault);
  while (!await compactPeople(vault));
  const after = await attack();
  expect(Object.entries(after).filter(([, z]) => Math.abs(z) > MOST_Z)).toEqual([]);
  for (const domain of ['gateway', 'vault'] as const) {
    const rows = await seen(domain);
    expect(rows).toHaveLength(PEOPLE);
    expect(new Set(rows.map(({ written }) => written)).size).toBe(1);
    expect(await copies(domain)).toBe(1);
  }
  expect((await seen('gateway'))[0]!.written).toBeGreaterThan(first[0]!);
});

it('says that rows of before are kept while a backup reads them, and ends it at a later look',
  async () => {
    const faults: string[] = [];
    const housekeeping = new Nights(await cluster.open('gateway'),
      { now: () => new Date('2026-11-04T00:05:00Z') }, tellingOf(faults));
    const backup = new pg.Client({ connectionString: cluster.ownerUrl('gateway') });
    await backup.connect();
    await backup.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await backup.query('SELECT count(*) FROM employer');
    await housekeeping.tidy();
    expect(faults).toEqual([KEPT]);
    expect(await copies('gateway')).toBe(2);
    const written = (await seen('gateway')).map((row) => row.written);
    await backup.query('COMMIT');
    await backup.end();
    do faults.length = 0; while (await housekeeping.tidy(), faults.length > 0);
    expect(await copies('gateway')).toBe(1);
    expect((await seen('gateway')).map((row) => row.written)).toEqual(written);
  });

it('joins them by the write-ahead logs even then, for as long as these are kept', async () => {
  const [left, right] = [await logged('gateway'), await logged('vault')];
  expect(association([{ left, right }])).toBeGreaterThan(2 * MOST_Z);
});
