import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { openingItems, vaultAccount } from './accounts.ts';
import { encodeItems, journalItem } from './journal.ts';
import { entry, move, type Entry } from './postings.ts';
import { testBook, type TestBook } from '../testing/book.ts';

const DAY = '2026-11-22';
let book: TestBook;
let pool: pg.Pool;

beforeAll(async () => {
  book = await testBook();
  ({ pool } = book);
});
afterAll(() => book?.close());

/** A programme with so much in its fund. */
async function programme(funds: bigint) {
  const owner = randomUUID();
  const [funding, fund, hold, overdraft] = (
    ['funding:programme', 'fund:programme', 'hold:programme', 'overdraft:programme'] as const
  ).map((family) => vaultAccount(family, owner, 'EUR'));
  await pool.query('SELECT ledger_open($1)',
    [openingItems([funding!, fund!, hold!, overdraft!], randomUUID)]);
  await book.post([journalItem(randomUUID(), DAY,
    entry('credits-funded', 'single', move(funding!, fund!, funds)))]);
  return {
    held: entry('session-held', 'pending', move(fund!, hold!, 10n)),
    lent: entry('overdraft-drawn', 'single', move(overdraft!, fund!, 10n)),
    back: entry('hold-released', 'resolving', move(hold!, fund!, 10n)),
    balances: async () => (await pool.query<{ balance: string }>(
      'SELECT balance FROM account WHERE code = ANY ($1) ORDER BY code',
      [[fund!.code, hold!.code]])).rows.map(({ balance }) => Number(balance)),
  };
}

const written = (entries: readonly Entry[]) =>
  encodeItems(entries.map((one) => journalItem(randomUUID(), DAY, one)));

async function alike(
  entries: readonly Entry[], places: readonly number[],
  ids: readonly string[] = places.map(() => randomUUID()),
): Promise<readonly string[]> {
  await pool.query('SELECT ledger_alike($1, $2, $3)', [written(entries), ids, places]);
  return ids;
}

const sound = async () =>
  expect((await pool.query('SELECT * FROM ledger_verify()')).rows).toEqual([]);

describe('many entries that are alike', () => {
  it('are posted under their own ids, and each is resolved on its own', async () => {
    const { held, lent, back, balances } = await programme(25n);
    const other = await programme(10n);
    const ids = await alike([held, lent, other.held], [1, 3, 1, 2, 1]);
    expect(await balances()).toEqual([5, 30]);
    expect(await other.balances()).toEqual([0, 10]);
    const release = () => journalItem(randomUUID(), DAY, back, ids[2]);
    expect(await book.post([release(), release()])).toEqual(['posted', 'resolved']);
    expect(await book.post([journalItem(ids[0]!, DAY, held)])).toEqual(['duplicate']);
    await sound();
  });

  it('are posted all or none: never below a floor, and no id twice', async () => {
    const { held, balances } = await programme(25n);
    await expect(alike([held], [1, 1, 1])).rejects.toThrow('account_floor_holds');
    const [used] = await alike([held], [1]);
    await expect(alike([held], [1], [used!])).rejects.toThrow('journal_entry_pkey');
    const twice = randomUUID();
    await expect(alike([held], [1, 1], [twice, twice])).rejects.toThrow();
    expect(await balances()).toEqual([15, 10]);
    await sound();
  });

  it('spend a fund once, however many batches ask for it at once', async () => {
    const { held, balances } = await programme(100n);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, () => alike([held], [1, 1, 1])));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(await balances()).toEqual([10, 90]);
    await sound();
  });

  it('are refused when one of their likes is not sound', async () => {
    const { held, back } = await programme(100n);
    const [like] = JSON.parse(written([held])) as [{ postings: [string, string][] }];
    const [[fund], [hold]] = like.postings as [[string, string], [string, string]];
    const odd = [
      { ...like, kind: '' }, { ...like, day: null }, { ...like, pending: false },
      { ...like, pending: null }, { ...like, postings: [[fund, '10']] }, { ...like, postings: [] },
      { ...like, postings: [[fund, '10'], [hold, '-9']] },
      { ...like, postings: [[fund, '-10'], [hold, '10']] },
      { ...like, postings: [[fund, '10'], [`hold:programme/${randomUUID()}/EUR`, '-10']] },
      { ...like, postings: [[fund, '0'], [hold, '0']] },
    ];
    const post = (entries: unknown[], ids: (string | null)[], places: (number | null)[]) =>
      pool.query('SELECT ledger_alike($1, $2, $3)', [JSON.stringify(entries), ids, places]);
    for (const one of odd) await expect(post([like, one], [randomUUID()], [1])).rejects.toThrow();
    await expect(post([JSON.parse(written([back].map((made) => ({ ...made, phase: 'single' }))))[0]],
      [randomUUID()], [1])).rejects.toThrow('sound');
    for (const places of [[0], [2], [null], [1, 1], []]) {
      await expect(post([like], [randomUUID()], places)).rejects.toThrow('sound');
    }
    await expect(post([like], [null], [1])).rejects.toThrow();
    await sound();
  });

  it('have as much room as the scarcest account, and none where one is not open', async () => {
    const { held, lent } = await programme(25n);
    const unknown = entry('session-held', 'pending', move(
      vaultAccount('fund:programme', randomUUID(), 'EUR'),
      vaultAccount('hold:programme', randomUUID(), 'EUR'), 1n));
    const { rows } = await pool.query<{ room: string[] }>(
      'SELECT ledger_room($1) AS room', [written([held, lent, unknown])]);
    expect(rows[0]!.room).toEqual(['2', null, '0']);
  });
});
