import { decideSpend, YEARLY_CAP, type NoiseSpend } from '#disclosure/epsilon-ledger';
import type { Database } from '#platform/database';
import { testCluster, type TestCluster } from '#platform/testing';

/**
 * An analyst who asks for noisy tables from many connections at once. The ledger is a decision; the
 * publisher keeps its rows in PostgreSQL and asks it under a lock on the block and year.
 */

let cluster: TestCluster;
let db: Database;

beforeAll(async () => {
  cluster = await testCluster();
  await cluster.query('vault', `CREATE TABLE noise_spend (
    block text, year integer, "table" text, epsilon integer, drawn integer,
    PRIMARY KEY (block, year, "table"))`);
  await cluster.query('vault', 'GRANT SELECT, INSERT ON noise_spend TO worker_app');
  db = await cluster.open('vault', 16);
});
afterAll(() => cluster.drop());

let draws = 0;

/** Ask for one table: what was decided, and the number that is published under it. */
function ask(request: NoiseSpend): Promise<{ kind: string; drawn: number | undefined }> {
  return db.transaction('spend-noise', async (tx) => {
    const { block, year, table, epsilon } = request;
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))',
      [`noise ${block} ${year}`]);
    const ledger = await tx.query<(NoiseSpend & { drawn: number })[]>(
      `SELECT block, year, "table", epsilon, drawn FROM noise_spend
       WHERE block = $1 AND year = $2`, [block, year]);
    const { kind } = decideSpend(ledger, request);
    if (kind !== 'charged') {
      return { kind, drawn: ledger.find((spend) => spend.table === table)?.drawn };
    }
    draws += 1;
    await tx.query('INSERT INTO noise_spend VALUES ($1, $2, $3, $4, $5)',
      [block, year, table, epsilon, draws]);
    return { kind, drawn: draws };
  });
}

describe('an analyst who spends the noise budget from many connections at once', () => {
  it('gets no more than ε = 2 for a block and year, whatever the order', async () => {
    const requests = Array.from({ length: 60 }, (_, i): NoiseSpend =>
      ({ table: `trend ${i}`, block: `B${1 + (i % 2)}`, year: 2026, epsilon: 300 }));
    const kinds = (await Promise.all(requests.map(ask))).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'charged')).toHaveLength(2 * Math.floor(YEARLY_CAP / 300));
    expect(kinds.filter((kind) => kind === 'exhausted')).toHaveLength(60 - 12);
    const spent = await cluster.query<{ all: number }>('vault',
      'SELECT sum(epsilon)::integer AS all FROM noise_spend GROUP BY block');
    expect(spent).toEqual([{ all: 1800 }, { all: 1800 }]);
  });

  it('gets one draw of one table, however often she asks for it at once', async () => {
    const request: NoiseSpend = { table: 'trend', block: 'B3', year: 2026, epsilon: 500 };
    const answers = await Promise.all(Array.from({ length: 64 }, () => ask(request)));
    expect(answers.filter(({ kind }) => kind === 'charged')).toHaveLength(1);
    expect(new Set(answers.map(({ drawn }) => drawn)).size).toBe(1);
  });
});
