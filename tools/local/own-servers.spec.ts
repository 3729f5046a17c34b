import fc from 'fast-check';
import { hasOwnServers, withoutEmpty } from './own-servers.ts';

const URLS = {
  GATEWAY_DATABASE_URL: 'postgres://a/b', VAULT_DATABASE_URL: 'postgres://a/c',
  QUEUE_URL: 'postgres://a/d',
};
const BESIDE = {
  VAULT_QUEUE_URL: 'postgres://a/d', GATEWAY_DATABASE_OWNER_URL: 'postgres://a/b',
  VAULT_DATABASE_OWNER_URL: 'postgres://a/c', QUEUE_OWNER_URL: 'postgres://a/d',
};

test('servers of one\'s own are named by all of their addresses or by none', () => {
  expect(hasOwnServers({})).toBe(false);
  expect(hasOwnServers(URLS)).toBe(true);
  expect(hasOwnServers({ ...URLS, ...BESIDE })).toBe(true);
  const every = Object.entries({ ...URLS, ...BESIDE });
  fc.assert(fc.property(fc.subarray(every, { minLength: 1 }), (some) => {
    const env = Object.fromEntries(some);
    const lacking = Object.keys(URLS).filter((name) => !(name in env));
    fc.pre(lacking.length > 0);
    for (const name of [...Object.keys(env), ...lacking]) {
      expect(() => hasOwnServers(env)).toThrow(name);
    }
    // One that is set to nothing is not set.
    const emptied = { ...env, ...Object.fromEntries(lacking.map((name) => [name, ''])) };
    expect(() => hasOwnServers(withoutEmpty(emptied)))
      .toThrow(/not: set GATEWAY_DATABASE_URL, .* or none/);
  }), { numRuns: 30 });
});
