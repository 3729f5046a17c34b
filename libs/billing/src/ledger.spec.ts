import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { openingItems, vaultAccount } from './accounts.ts';
import { encodeItems, journalItem, POST_BATCH, type JournalItem, type Status } from './journal.ts';
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

/** A programme of its own with some money in its fund. */
async function programme(funds = 100n) {
  const owner = randomUUID();
  const funding = vaultAccount('funding:programme', owner, 'EUR');
  const fund = vaultAccount('fund:programme', owner, 'EUR');
  const hold = vaultAccount('hold:programme', owner, 'EUR');
  await pool.query('SELECT ledger_open($1)', [openingItems([funding, fund, hold], randomUUID)]);
  const fill = entry('credits-funded', 'single', move(funding, fund, funds));
  expect(await post([item(fill)])).toEqual(['posted']);
  const held = (amount: bigint) => entry('session-held', 'pending', move(fund, hold, amount));
  const back = (amount: bigint) => entry('hold-released', 'resolving', move(hold, fund, amount));
  return { funding, fund, hold, fill, held, back };
}

const item = (made: Entry, resolves: string | null = null, id: string = randomUUID()) =>
  journalItem(id, DAY, made, resolves);

const post = (items: readonly JournalItem[], on?: pg.PoolClient): Promise<Status[]> =>
  book.post(items, on);

/** Run statements in a transaction that is rolled back, as the role that owns the tables. */
async function asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: book.cluster.ownerUrl('vault') });
  await client.connect();
  try {
    await client.query('BEGIN');
    return await work(client);
  } finally {
    await client.end();
  }
}

describe('one batch', () => {
  it('lets no item fail another, and answers repeats within the batch', async () => {
    const { fund, hold, fill, held, back } = await programme(10n);
    const stranger = vaultAccount('payable:provider', randomUUID(), 'EUR');
    const first = item(held(7n));
    const poisoned = { ...item(fill), entry: { ...fill, postings: fill.postings.slice(1) } };
    const unheld = { ...item(fill), entry: { ...fill, postings: move(fund, hold, 1n) } };
    expect(await post([
      first,
      item(entry('claim-captured', 'single', move(fund, stranger, 1n))),
      first,
      journalItem(first.id, DAY, held(1n)),
      item(held(4n)),
      poisoned,
      unheld,
      item(back(7n), randomUUID()),
      item(back(6n), first.id),
      item(back(7n), first.id),
      item(back(7n), first.id),
      journalItem(first.id, '2026-11-23', held(7n)),
      item(held(10n)),
    ])).toEqual([
      'posted', 'unknown_account', 'duplicate', 'conflict', 'insufficient', 'unbalanced',
      'unbalanced', 'unknown_hold', 'unbalanced', 'posted', 'resolved', 'duplicate', 'posted',
    ]);
  });

  it('sets aside what cannot be read and posts the others', async () => {
    const { fill } = await programme();
    const fine = JSON.parse(encodeItems([item(fill), item(fill)])) as [object, object];
    const odd = [
      null, 7, 'x', [], {}, { ...fine[0], id: 'x' }, { ...fine[0], id: null },
      { ...fine[0], id: randomUUID(), day: '2026-02-31' }, { ...fine[0], pending: 'perhaps' },
      { ...fine[0], postings: 'x' }, { ...fine[0], postings: [['a', '1.5'], ['b', '1']] },
      { ...fine[0], postings: [['a', '99999999999999999999'], ['b', '1']] },
      { ...fine[0], postings: [['a', '-9223372036854775808'], ['b', '1']] },
      { ...fine[0], kind: 'k'.repeat(41) }, { ...fine[0], pending: true, resolves: randomUUID() },
    ];
    const { rows } = await pool.query<{ status: string }>(
      POST_BATCH, [JSON.stringify([fine[0], ...odd, fine[1]])]);
    expect(rows.map(({ status }) => status))
      .toEqual(['posted', ...odd.map(() => 'malformed'), 'posted']);
  });

  it('lets no hold be resolved in part, however its lines are cut', async () => {
    const { held, fund, hold } = await programme(10n);
    const [id, part] = [item(held(7n)), item(held(4n))].map(({ id: one }) => one);
    const raw = (lines: [string, string][], resolves: string | null) => ({
      id: resolves ? part : id, day: DAY, kind: 'raw', pending: resolves === null, resolves,
      postings: lines,
    });
    const cut = raw([[fund.code, '7'], [hold.code, '-3'], [hold.code, '-4']], null);
    const some = raw([[hold.code, '4'], [fund.code, '-4']], id!);
    const { rows } = await pool.query(POST_BATCH, [JSON.stringify([cut, some])]);
    expect(rows).toEqual([{ status: 'posted' }, { status: 'unbalanced' }]);
  });

  it('is refused whole when it is too large, or could not see what was committed last', async () => {
    const { fill } = await programme();
    await expect(post(Array.from({ length: 1001 }, () => item(fill)))).rejects.toThrow(/at most/);
    const client = await pool.connect();
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      await expect(post([item(fill)], client)).rejects.toThrow(/READ COMMITTED/);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('answers with a conflict when another batch takes one of its ids meanwhile', async () => {
    const [one, other] = [await programme(), await programme()];
    const id = randomUUID();
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      expect(await post([journalItem(id, DAY, one.fill)], client)).toEqual(['posted']);
      // The second batch shares no account, so only the id itself makes it wait.
      const waiting = post([item(other.held(1n)), journalItem(id, DAY, other.fill)]);
      await client.query('COMMIT');
      expect(await waiting).toEqual(['posted', 'conflict']);
    } finally {
      client.release();
    }
  });

  it('resolves a hold once when sixteen try at the same time', async () => {
    const { held, back } = await programme();
    const hold = item(held(5n));
    expect(await post([hold])).toEqual(['posted']);
    const tries = await Promise.all(
      Array.from({ length: 16 }, () => post([item(back(5n), hold.id)])));
    const losers = Array.from({ length: 15 }, () => 'resolved');
    expect(tries.flat().sort()).toEqual(['posted', ...losers]);
  });

  it('never lets a race overdraw a fund', async () => {
    const { held } = await programme(10n);
    const tries = await Promise.all(Array.from({ length: 30 }, () => post([item(held(1n))])));
    expect(tries.flat().filter((status) => status === 'posted')).toHaveLength(10);
  });
});

describe('an item', () => {
  it('is checked before it can reach a batch', async () => {
    const { fill, back } = await programme();
    const uuid = randomUUID();
    const timed = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
    expect(() => journalItem(timed, DAY, fill)).toThrow(RangeError);
    expect(() => journalItem(uuid, '2026-02-31', fill)).toThrow(RangeError);
    expect(() => journalItem(uuid, DAY, fill, uuid)).toThrow(RangeError);
    expect(() => journalItem(uuid, DAY, back(1n))).toThrow(RangeError);
  });
});

describe('the application role', () => {
  it.each([
    "INSERT INTO journal_entry VALUES (gen_random_uuid(), 'x', '2026-11-22', false)",
    'UPDATE journal_entry SET day = day', 'DELETE FROM journal_entry', 'TRUNCATE journal_entry',
    'UPDATE account SET balance = 0', 'DELETE FROM account', 'DELETE FROM unsealed_entry',
    "INSERT INTO entry_seal VALUES (1, gen_random_uuid(), '')",
    "SELECT ledger_grant('worker_app', true)",
    "SELECT * FROM ledger_batch('[]')",
  ])('may not: %s', async (statement) => {
    await expect(pool.query(statement)).rejects.toThrow(/permission denied/);
  });

  it('reads and verifies; the auditor does that and posts nothing', async () => {
    const auditor = new pg.Client({ connectionString: book.cluster.urls.auditorVault });
    await auditor.connect();
    try {
      for (const reader of [pool, auditor]) {
        expect((await reader.query('SELECT * FROM ledger_verify()')).rows).toEqual([]);
        await reader.query('SELECT * FROM ledger_total, open_hold, posting, entry_seal LIMIT 1');
      }
      const posting = auditor.query(POST_BATCH, [encodeItems([])]);
      await expect(posting).rejects.toThrow(/permission denied/);
    } finally {
      await auditor.end();
    }
  });
});

describe('what was posted', () => {
  it.each([
    'UPDATE journal_entry SET day = day', 'DELETE FROM journal_entry',
    'TRUNCATE journal_entry CASCADE', 'UPDATE entry_seal SET position = 0',
    'DELETE FROM entry_seal', 'TRUNCATE entry_seal', 'DELETE FROM account', 'TRUNCATE account',
    "UPDATE account SET side = 'debit'",
  ])('is not changed by the owner either: %s', async (statement) => {
    await expect(asOwner((owner) => owner.query(statement))).rejects.toThrow(/append-only/);
  });

  it('is sealed in a chain that shows any later change', async () => {
    const { held } = await programme();
    await post([item(held(1n)), item(held(2n))]);
    const sealed: number[] = [];
    do {
      const { rows } = await pool.query<{ n: number }>('SELECT ledger_seal(3) AS n');
      sealed.push(rows[0]!.n);
    } while (sealed.at(-1) !== 0);
    expect(sealed.slice(0, -2).every((n) => n === 3)).toBe(true);
    const verify = 'SELECT problem FROM ledger_verify()';
    expect((await pool.query(verify)).rows).toEqual([]);
    const changed = await asOwner(async (owner) => {
      await owner.query('ALTER TABLE journal_entry DISABLE TRIGGER append_only');
      await owner.query(`UPDATE journal_entry
        SET amounts[1] = amounts[1] + 1, amounts[2] = amounts[2] - 1
        WHERE id = (SELECT e.id FROM entry_seal s JOIN journal_entry e ON e.id = s.entry_id
          WHERE NOT e.pending AND e.resolves IS NULL AND e.accounts[1] <> e.accounts[2]
          ORDER BY s.position LIMIT 1)`);
      return (await owner.query<{ problem: string }>(verify)).rows.map(({ problem }) => problem);
    });
    expect(changed).toContain('hash chain broken');
    expect(changed).toContain('balance is not the sum of its lines');
  });

  it('has no time finer than a day and no column that counts in order of arrival', async () => {
    const { rows } = await pool.query<{ type: string }>(`SELECT DISTINCT data_type AS type
      FROM information_schema.columns WHERE table_name IN
      ('account', 'journal_entry', 'unsealed_entry', 'posting', 'open_hold')`);
    const types = rows.map(({ type }) => type);
    expect(types.filter((type) => /time|serial/.test(type))).toEqual([]);
    expect((await pool.query('SELECT FROM pg_sequences')).rowCount).toBe(0);
  });
});
