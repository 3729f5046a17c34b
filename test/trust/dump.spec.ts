import { randomBytes } from 'node:crypto';
import type { Domain, TestCluster } from '#local/testing';
import { testCluster } from '#local/testing';
import { dumpDatabase, serverLog } from './dump.ts';
import { Search } from './search.ts';

/** The dump that the trust tests search: whatever was ever stored in a database is in it. */

let cluster: TestCluster;
beforeAll(async () => { cluster = await testCluster(); });
afterAll(() => cluster.drop());

async function placesOf(domain: Domain, value: string | Buffer): Promise<string[]> {
  const dump = await dumpDatabase(cluster, domain);
  const search = new Search([{ label: 'planted', value }]);
  return dump.flatMap((part) => search.in(part)).map(({ place }) => place);
}

describe('what the dump of a database holds', () => {
  it.each<[Domain, string, (value: Buffer) => unknown[]]>([
    ['gateway', `INSERT INTO vault_statement VALUES ('directory', $1, 'x')`,
      (value) => [`before ${value.toString('base64url')} after`]],
    ['vault', `INSERT INTO nullifier VALUES ($1, 'session', gen_random_uuid(), '2027-10')`,
      (value) => [value]],
  ])('a value in %s', async (domain, sql, values) => {
    const value = randomBytes(32);
    expect(await placesOf(domain, value)).toEqual([]);
    await cluster.query(domain, sql, values(value));
    expect(await placesOf(domain, value)).not.toEqual([]);
  });

  it('a row that was deleted but not overwritten', async () => {
    const value = randomBytes(24).toString('base64url');
    await cluster.query('gateway', `INSERT INTO vault_statement VALUES ('relay-key', $1, 'x')`,
      [value]);
    await cluster.query('gateway', `DELETE FROM vault_statement WHERE type = 'relay-key'`);
    const places = await placesOf('gateway', value);
    expect(places.some((place) => place.includes('file of vault_statement'))).toBe(true);
  });
});

it('reads the server\'s own log, which names no value that a failed statement carried', async () => {
  const value = randomBytes(24).toString('base64url');
  await expect(cluster.query('gateway', `SELECT '${value}'::integer`)).rejects.toThrow();
  await expect(cluster.query('gateway', 'SELECT $1::uuid', [value])).rejects.toThrow();
  const { bytes, place } = serverLog('gateway');
  expect(bytes.length).toBeGreaterThan(0);
  const search = new Search([{ label: 'planted', value }]);
  expect(search.in({ bytes, place })).toEqual([]);
});
