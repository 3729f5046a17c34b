import { DatabaseUnavailable } from './unavailable.ts';
import { openDatabase, RetryTransaction } from './database.ts';
import type { Database, DatabaseOptions, Tx } from './database.ts';
import { testCluster } from '#local/testing';
import type { TestCluster } from '#local/testing';

let cluster: TestCluster;
let db: Database;

beforeAll(async () => {
  cluster = await testCluster({ gateway: 'no-migrations', vault: 'no-migrations' });
  await cluster.query('vault', `CREATE TABLE box (id integer PRIMARY KEY, held integer NOT NULL);
    GRANT SELECT, INSERT, UPDATE ON box TO worker_app; INSERT INTO box VALUES (1, 0), (2, 0)`);
  db = await cluster.open('vault', 8);
});
afterAll(() => cluster.drop());

const held = async (id: number) =>
  (await cluster.query<{ held: number }>('vault', 'SELECT held FROM box WHERE id = $1', [id]))[0]?.held;

test('a transaction whose body throws leaves nothing behind', async () => {
  const attempt = db.transaction('halfway', async (tx) => {
    await tx.query('UPDATE box SET held = 99 WHERE id = 1');
    throw new Error('no');
  });
  await expect(attempt).rejects.toThrow('no');
  expect(await held(1)).toBe(0);
});

test('a body that lost a race is run again, and given up after five attempts', async () => {
  let runs = 0;
  const second = await db.transaction('lucky', () => {
    runs += 1;
    return runs < 2 ? Promise.reject(new RetryTransaction('lost')) : Promise.resolve(runs);
  });
  expect(second).toBe(2);
  runs = 0;
  const never = db.transaction('unlucky', () => {
    runs += 1;
    return Promise.reject(new RetryTransaction('lost'));
  });
  await expect(never).rejects.toThrow(RetryTransaction);
  expect(runs).toBe(5);
});

test('two transactions in a deadly embrace both end', async () => {
  let both = 0;
  const together = Promise.withResolvers<undefined>();
  const embrace = (first: number, second: number) =>
    db.transaction('embrace', async (tx) => {
      await tx.query('UPDATE box SET held = held + 1 WHERE id = $1', [first]);
      both += 1;
      if (both === 2) together.resolve(undefined);
      await together.promise;
      await tx.query('UPDATE box SET held = held + 1 WHERE id = $1', [second]);
    });
  await Promise.all([embrace(1, 2), embrace(2, 1)]);
  expect([await held(1), await held(2)]).toEqual([2, 2]);
  expect(both).toBeGreaterThan(2);
});

test('a statement is a transaction by itself: all of it or nothing, in one way there and back', async () => {
  await db.statement('alone', (tx) => tx.query('UPDATE box SET held = $1 WHERE id = 1', [7]));
  expect(await held(1)).toBe(7);
  const half = db.statement('half', (tx) => tx.query(
    `WITH a AS (UPDATE box SET held = $1 WHERE id = 1 RETURNING held),
       b AS (INSERT INTO box SELECT 2, held FROM a) SELECT 1`, [777_124]));
  const refused: unknown = await half.catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: '23505' });
  expect(JSON.stringify(refused)).not.toContain('777124');
  expect(await held(1)).toBe(7);
  await db.transaction('back', (tx) => tx.query('UPDATE box SET held = 2 WHERE id = 1'));
});

test('a read sees one moment, and writes nothing', async () => {
  const [before, after] = await db.read('twice', async (tx) => {
    const first = await tx.query<unknown[]>('SELECT count(*) FROM box');
    await db.transaction('between', (other) => other.query('INSERT INTO box VALUES (3, 0)'));
    return [first, await tx.query<unknown[]>('SELECT count(*) FROM box')];
  });
  expect(after).toEqual(before);
  const write = db.read('sneaky', (tx) => tx.query('UPDATE box SET held = 5'));
  await expect(write).rejects.toThrow(/cannot be written to during sneaky/);
});

test('an error carries no value that somebody sent', async () => {
  const double = db.transaction('double', (tx) =>
    tx.query('INSERT INTO box VALUES ($1, $2)', [1, 777_123]),
  );
  const error: unknown = await double.catch((caught: unknown) => caught);
  expect(String(error)).toContain('box_pkey');
  const everything = JSON.stringify(error, Object.getOwnPropertyNames(error)) + String(error);
  expect(everything).not.toMatch(/777123|\(id\)=\(1\)/);
});

describe('what takes longer than its limit', () => {
  const within = async (
    limits: Partial<DatabaseOptions>, work: (tx: Tx, hasty: Database) => Promise<unknown>,
  ) => {
    const hasty = await openDatabase(cluster.urls.vault,
      { poolSize: 2, applicationName: 't', ...limits });
    const attempt = hasty.transaction('slow', (tx) => work(tx, hasty));
    const error: unknown = await attempt.catch((caught: unknown) => caught);
    await hasty.close();
    return error;
  };

  it.each([
    ['57014', 'a statement', { statementTimeoutMs: 30 }, (tx: Tx) =>
      tx.query('SELECT pg_sleep(30)')],
    ['25P03', 'a transaction that asks for nothing', { idleTimeoutMs: 30 }, async (tx: Tx) => {
      while (!tx.queryRunner?.isReleased) await new Promise((next) => setImmediate(next));
      await tx.query('SELECT 1');
    }],
    ['55P03', 'a wait for a lock', { lockTimeoutMs: 30 }, (_tx: Tx, hasty: Database) =>
      db.transaction('holder', async (holder) => {
        await holder.query('SELECT pg_advisory_xact_lock(7)');
        await hasty.transaction('waiter', (tx) => tx.query('SELECT pg_advisory_xact_lock(7)'));
      })],
  ])('is ended, with its reason %s: %s', async (code, _what, limits, work) => {
    const error = await within(limits, work);
    expect(error).toBeInstanceOf(DatabaseUnavailable);
    expect(error).toMatchObject({ code });
  });
});

test('names, durations and attempts are told, and nothing else', async () => {
  const told: unknown[][] = [];
  const onTransaction = (...line: unknown[]) => void told.push(line);
  const url = cluster.urls.vault;
  const talking = await openDatabase(url, { poolSize: 1, applicationName: 't', onTransaction });
  await talking.read('look', (tx) => tx.query('SELECT $1::text', ['a private note']));
  await talking.close();
  expect(told).toEqual([['look', expect.any(Number), 1]]);
});

test('a connection that drops between two statements is a server that is away', async () => {
  const attempt = db.transaction('dropped', async (tx) => {
    const [row] = await tx.query<{ pid: number }[]>('SELECT pg_backend_pid() AS pid');
    await db.read('end it', (other) => other.query('SELECT pg_terminate_backend($1)', [row?.pid]));
    while (!tx.queryRunner?.isReleased) await new Promise((next) => setImmediate(next));
    await tx.query('SELECT 1');
  });
  await expect(attempt).rejects.toThrow(DatabaseUnavailable);
});

test('a server that is away is one line without credentials', async () => {
  const url = 'postgres://worker_app:hunter2@127.0.0.1:1/vault';
  const opening = openDatabase(url, { poolSize: 1, applicationName: 't' });
  const error = (await opening.catch((caught: unknown) => caught)) as Error;
  expect(error).toBeInstanceOf(DatabaseUnavailable);
  expect(error.message)
    .toMatch(/^The database at 127\.0\.0\.1:1\/vault .*: start .*\(ECONNREFUSED\)\.$/);
  expect(error.message).not.toMatch(/hunter2|worker_app/);
});

test('a connection that breaks in the middle is told as such', async () => {
  const broken = db.transaction('broken', async (tx) => {
    await tx.query('SELECT pg_terminate_backend(pg_backend_pid())').catch(() => undefined);
    await tx.query('SELECT 1');
  });
  await expect(broken).rejects.toThrow(DatabaseUnavailable);
  expect(await db.read('after', (tx) => tx.query('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
});
