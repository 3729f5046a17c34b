import { readdirSync, readFileSync } from 'node:fs';

/**
 * Both books run the same ledger and both databases the same outbox. Migrations are append-only
 * and stand on their own, so each domain keeps a copy; until the first release the copies follow
 * the libs, and this says so when one does not.
 */

const ORIGINALS = [
  'libs/billing/src/sql/ledger.sql',
  'libs/billing/src/sql/ledger-post.sql',
  'libs/billing/src/sql/ledger-seal.sql',
  'libs/platform/src/sql/outbox.sql',
  'libs/platform/src/sql/standing.sql',
];

describe.each(['apps/gateway/migrations', 'apps/worker/migrations'])('%s', (folder) => {
  it.each(ORIGINALS)('holds %s as the lib has it', (original) => {
    const name = original.split('/').at(-1)!;
    const copy = readdirSync(folder).find((file) => file.replace(/^\d{4}-/, '') === name);
    expect(copy).toBeDefined();
    expect(readFileSync(`${folder}/${copy}`, 'utf8')).toBe(readFileSync(original, 'utf8'));
  });

  it('numbers its migrations from 0001 without a gap, so that one order is the only one', () => {
    const numbers = readdirSync(folder).filter((file) => file.endsWith('.sql')).sort()
      .map((file) => Number(file.slice(0, 4)));
    expect(numbers).toEqual(numbers.map((_, place) => place + 1));
  });
});
