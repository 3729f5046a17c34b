import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { openingItems, vaultAccount } from './accounts.ts';
import { POST_BATCH } from './journal.ts';
import { testBook, type TestBook } from '../testing/book.ts';

/** Units of a programme; no amount of one makes up for another. */
const UNITS = ['EUR', 'CHF', 'SES'] as const;
const MOST = 999_999_999_999_999n;

type Line = readonly [code: string, amount: string];

let book: TestBook;
const codes: string[] = [];
beforeAll(async () => {
  book = await testBook();
  const owner = randomUUID();
  // Neither has a floor in its way, and neither is one that only holds touch.
  const accounts = UNITS.flatMap((unit) =>
    (['funding:programme', 'fund:programme'] as const).map((of) => vaultAccount(of, owner, unit)));
  await book.pool.query('SELECT ledger_open($1)', [openingItems(accounts, randomUUID)]);
  codes.push(...accounts.map(({ code }) => code));
});
afterAll(() => book?.close());

const like = (postings: readonly Line[]) => ({
  day: '2026-11-22', kind: 'credits-funded', pending: false, resolves: null, postings });
const post = async (postings: readonly Line[]) => (await book.pool.query<{ status: string }>(
  POST_BATCH, [JSON.stringify([{ id: randomUUID(), ...like(postings) }])])).rows[0]?.status;
const entries = async () =>
  (await book.pool.query('SELECT count(*)::integer AS n FROM journal_entry')).rows;

/** What lines come to by unit; of a balanced entry all are 0. */
function sums(lines: readonly Line[]): bigint[] {
  return UNITS.map((unit) => lines.filter(([code]) => code.endsWith(unit))
    .reduce((sum, [, amount]) => sum + BigInt(amount), 0n));
}

const amount = fc.oneof(fc.bigInt(1n, 12n), fc.bigInt(1n, MOST), fc.constant(MOST))
  .chain((size) => fc.constantFrom(size, -size));
const line = fc.tuple(fc.nat(UNITS.length * 2 - 1), amount)
  .map(([place, size]): Line => [codes[place] ?? '', size.toString()]);
/** Two lines of two units that would make up for each other if a unit were as good as another. */
const swapped = fc.tuple(fc.constantFrom(0, 1, 2), fc.constantFrom(1, 2), amount)
  .map(([from, step, size]): Line[] => [
    [codes[2 * from] ?? '', (-size).toString()],
    [codes[2 * ((from + step) % 3) + 1] ?? '', size.toString()],
  ]);

describe('the ledger\'s SQL', () => {
  it('posts no entry that is not balanced in each of its units', async () => {
    const unbalanced = fc.oneof(fc.array(line, { minLength: 2, maxLength: 6 }), swapped)
      .filter((lines) => sums(lines).some((sum) => sum !== 0n));
    const before = await entries();
    await fc.assert(fc.asyncProperty(unbalanced, async (lines) => {
      expect(await post(lines)).toBe('unbalanced');
    }), { numRuns: 150 });
    expect(await entries()).toEqual(before);
  });

  it('posts what is balanced in each, however many units it has', async () => {
    for (const units of [1, 2, 3]) {
      // The fund grows by what funds it: no floor is in the way.
      const lines = UNITS.slice(0, units).flatMap((_, n): Line[] =>
        [[codes[2 * n] ?? '', '7'], [codes[2 * n + 1] ?? '', '-7']]);
      expect(await post(lines)).toBe('posted');
    }
    expect((await book.pool.query('SELECT * FROM ledger_verify()')).rows).toEqual([]);
  });
});
