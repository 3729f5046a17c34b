import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { openingItems, vaultAccount, type Account } from './accounts.ts';
import { journalItem, type JournalItem, type Status } from './journal.ts';
import { entry, move, type Entry } from './postings.ts';
import { testBook, type TestBook } from '../testing/book.ts';

/**
 * The SQL ledger against a model in memory: random operations, retried, repeated and contradicting
 * each other, in random batches, must be answered as the model answers them one by one.
 */

const DAY = '2026-11-22';
const IDS = 6;
const FUNDS = 3;

/** One random operation; `slot` and `hold` pick ids from a few, so that they collide. */
interface Operation {
  readonly kind: 'fund' | 'hold' | 'release' | 'pay' | 'stray';
  readonly slot: number;
  readonly hold: number;
  readonly fund: number;
  readonly amount: bigint;
}

/** The accounts and ids of one run, so that runs share a database and nothing else. */
class World {
  readonly ids = Array.from({ length: IDS * 2 }, () => randomUUID());
  readonly programmes = Array.from({ length: FUNDS }, () => randomUUID());

  account(family: 'funding' | 'fund' | 'hold' | 'delivered' | 'overdraft', fund: number): Account {
    return vaultAccount(`${family}:programme`, this.programmes[fund]!, 'EUR');
  }

  accounts(): Account[] {
    return this.programmes.flatMap((_, fund) =>
      (['funding', 'fund', 'hold', 'delivered'] as const).map((f) => this.account(f, fund)));
  }

  entryOf({ kind, fund, amount }: Operation): Entry {
    const [funding, from, hold] =
      (['funding', 'fund', 'hold'] as const).map((family) => this.account(family, fund));
    const delivered = this.account('delivered', (fund + 1) % FUNDS);
    switch (kind) {
      case 'fund': return entry('credits-funded', 'single', move(funding!, from!, amount));
      case 'hold': return entry('session-held', 'pending', move(from!, hold!, amount));
      case 'release': return entry('hold-released', 'resolving', move(hold!, from!, amount));
      case 'pay': return entry('claim-captured', 'resolving', move(hold!, delivered, amount));
      case 'stray': return entry('session-held', 'single',
        move(from!, this.account('overdraft', fund), amount));
    }
  }

  item(operation: Operation): JournalItem {
    const made = this.entryOf(operation);
    const resolves = made.phase === 'resolving' ? this.ids[operation.hold]! : null;
    return journalItem(this.ids[operation.slot]!, DAY, made, resolves);
  }
}

/** What the ledger should be: a map of entries and a map of balances. */
class Model {
  readonly entries = new Map<string, string>();
  readonly holds = new Map<string, { lines: string; open: boolean }>();
  readonly balances = new Map<string, bigint>();

  constructor(private readonly open: ReadonlySet<string>) {}

  post({ id, entry: { phase, postings }, resolves }: JournalItem): Status {
    const lines = postings.map((p) => `${p.account.code}${p.amount}`).join();
    const request = `${phase} ${resolves} ${lines}`;
    const earlier = this.entries.get(id);
    if (earlier !== undefined) return earlier === request ? 'duplicate' : 'conflict';
    if (postings.some(({ account }) => !this.open.has(account.code))) return 'unknown_account';
    const held = postings.filter(({ account }) => account.holding)
      .map(({ account, amount }) => `${account.code}${amount < 0n ? -amount : amount}`).join();
    if (resolves !== null) {
      const hold = this.holds.get(resolves);
      if (!hold) return 'unknown_hold';
      if (!hold.open) return 'resolved';
      if (hold.lines !== held) return 'unbalanced';
    }
    for (const { account, amount } of postings) {
      const after = this.after(account, amount);
      if (account.floor !== null && after < account.floor) return 'insufficient';
    }
    for (const { account, amount } of postings) {
      this.balances.set(account.code, this.after(account, amount));
    }
    this.entries.set(id, request);
    if (phase === 'pending') this.holds.set(id, { lines: held, open: true });
    if (resolves !== null) this.holds.get(resolves)!.open = false;
    return 'posted';
  }

  private after({ code, side }: Account, amount: bigint): bigint {
    return (this.balances.get(code) ?? 0n) + (side === 'debit' ? amount : -amount);
  }
}

const operation: fc.Arbitrary<Operation> = fc.record({
  kind: fc.constantFrom('fund', 'fund', 'hold', 'hold', 'release', 'pay', 'stray'),
  slot: fc.nat(IDS * 2 - 1),
  hold: fc.nat(IDS * 2 - 1),
  fund: fc.nat(FUNDS - 1),
  amount: fc.bigInt({ min: 1n, max: 3n }),
});

let book: TestBook;

beforeAll(async () => {
  book = await testBook();
});

afterAll(() => book?.close());

async function opened(world: World): Promise<Set<string>> {
  const accounts = world.accounts();
  await book.pool.query('SELECT ledger_open($1)', [openingItems(accounts, randomUUID)]);
  return new Set(accounts.map(({ code }) => code));
}

async function balances(codes: Iterable<string>): Promise<Map<string, bigint>> {
  const { rows } = await book.pool.query<{ code: string; balance: string }>(
    'SELECT code, balance FROM account WHERE code = ANY($1) AND balance <> 0', [[...codes]]);
  return new Map(rows.map(({ code, balance }) => [code, BigInt(balance)]));
}

const withoutZeros = (all: Map<string, bigint>) =>
  new Map([...all].filter(([, sum]) => sum !== 0n));

/** Cut a list into batches of random sizes. */
function batches<T>(items: readonly T[], sizes: readonly number[]): T[][] {
  const rest = [...items];
  const cut: T[][] = [];
  for (let turn = 0; rest.length > 0; turn += 1) {
    cut.push(rest.splice(0, sizes[turn % sizes.length]));
  }
  return cut;
}

const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 });
const operations = fc.array(operation, { minLength: 1, maxLength: 40 });

describe('the ledger in SQL', () => {
  it('answers as the model does, however the operations are cut into batches', async () => {
    await fc.assert(fc.asyncProperty(operations, sizes, async (given, cut) => {
      const world = new World();
      const codes = await opened(world);
      const model = new Model(codes);
      const items = given.map((one) => world.item(one));
      const expected = items.map((item) => model.post(item));
      const statuses: Status[] = [];
      for (const batch of batches(items, cut)) statuses.push(...await book.post(batch));
      expect(statuses).toEqual(expected);
      expect(await balances(codes)).toEqual(withoutZeros(model.balances));
    }), { numRuns: 60 });
    expect((await book.pool.query('SELECT * FROM ledger_verify()')).rows).toEqual([]);
  });

  it('keeps every promise when batches race each other', async () => {
    await fc.assert(fc.asyncProperty(operations, sizes, async (given, cut) => {
      const world = new World();
      const codes = await opened(world);
      const items = given.map((one) => world.item(one));
      const answers = await Promise.all(
        batches(items, cut).map(async (batch) => ({ batch, statuses: await book.post(batch) })));
      const posted = answers.flatMap(({ batch, statuses }) =>
        batch.filter((_, index) => statuses[index] === 'posted'));
      // Every acknowledged id is there, once; no hold was resolved twice; nothing else is there.
      expect(new Set(posted.map(({ id }) => id)).size).toBe(posted.length);
      const resolved = posted.flatMap(({ resolves }) => resolves ?? []);
      expect(new Set(resolved).size).toBe(resolved.length);
      const { rows } = await book.pool.query<{ id: string }>(
        'SELECT id FROM journal_entry WHERE id = ANY($1)', [world.ids]);
      expect(rows.map(({ id }) => id).sort()).toEqual(posted.map(({ id }) => id).sort());
      // Balances are what was acknowledged, in whatever order.
      const sums = new Map<string, bigint>();
      for (const { account, amount } of posted.flatMap(({ entry: e }) => e.postings)) {
        const towards = account.side === 'debit' ? amount : -amount;
        sums.set(account.code, (sums.get(account.code) ?? 0n) + towards);
      }
      expect(await balances(codes)).toEqual(withoutZeros(sums));
    }), { numRuns: 60 });
    expect((await book.pool.query('SELECT * FROM ledger_verify()')).rows).toEqual([]);
  });
});
