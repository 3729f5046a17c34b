import { databaseLook, Readiness, type Look } from './readiness.ts';
import { testCluster, type TestCluster } from '#local/testing';
import { DatabaseUnavailable } from './unavailable.ts';

const never = () => new Promise<never>(() => undefined);
const well: Look = () => Promise.resolve(null);

/** Readiness on a clock that a test moves. */
function readiness(looks: Record<string, Look>, overdue: () => Promise<unknown> = never) {
  const time = { ms: 0 };
  return { time, readiness: new Readiness(looks, { now: () => time.ms, overdue }) };
}

test('it is ready when every look finds all well, and names each', async () => {
  const { readiness: whole } = readiness({ database: well, queue: well });
  expect(await whole.verdict()).toEqual({ ready: true, checks: { database: 'ok', queue: 'ok' } });
  const { readiness: half } = readiness({ database: well, schema: () => Promise.resolve('old') });
  expect(await half.verdict()).toEqual({ ready: false, checks: { database: 'ok', schema: 'old' } });
});

test('however often it is asked, it looks once in two seconds', async () => {
  let looks = 0;
  const { readiness: one, time } = readiness({ database: () => {
    looks += 1;
    return Promise.resolve(null);
  } });
  await Promise.all(Array.from({ length: 100 }, () => one.verdict()));
  time.ms = 1_999;
  await one.verdict();
  expect(looks).toBe(1);
  time.ms = 2_000;
  await one.verdict();
  expect(looks).toBe(2);
});

test('a look that hangs is told as that, holds up no other, and is begun once only', async () => {
  let begun = 0;
  const hangs: Look = () => {
    begun += 1;
    return never();
  };
  const looks = { database: hangs, queue: well };
  const { readiness: one, time } = readiness(looks, () => Promise.resolve());
  for (time.ms = 0; time.ms < 20_000; time.ms += 2_000) {
    expect(await one.verdict()).toEqual({
      ready: false, checks: { database: 'gives no answer in time', queue: expect.any(String) },
    });
  }
  expect(begun).toBe(1);
});

test.each([
  [new DatabaseUnavailable('The database went away during ready (ECONNREFUSED).'),
    'The database went away during ready (ECONNREFUSED)'],
  [Object.assign(new Error('secret'), { code: '25006' }),
    'can be read only: give the address of the primary, and not of a replica'],
  [new Error('postgres://anna:hunter2@db'), expect.not.stringMatching(/hunter2|anna/)],
  [new TypeError('of anna\'s case'), expect.not.stringMatching(/anna/)],
])('an error is told by what it means, and never by a text that is not ours: %s', async (error, told) => {
  const { readiness: one } = readiness({ database: () => Promise.reject(error) });
  expect(await one.verdict()).toEqual({ ready: false, checks: { database: told } });
});

describe('a database', () => {
  let cluster: TestCluster;
  beforeAll(async () => { cluster = await testCluster(); });
  afterAll(() => cluster.drop());

  test('that may not be written to is told from one that may', async () => {
    expect(await databaseLook(await cluster.open('gateway'))()).toBeNull();
    await cluster.query('gateway',
      `ALTER DATABASE ${cluster.names.gateway} SET default_transaction_read_only = on`);
    expect(await databaseLook(await cluster.open('gateway'))()).toMatch(/^can be read only/);
  });
});
