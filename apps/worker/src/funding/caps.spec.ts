import { randomUUID } from 'node:crypto';
import { beforeOf } from '#disclosure/before';
import type { Log, LogFields } from '#platform/logging';
import { confirm, departmentsOf, propose, termsOf } from '../../test/terms.ts';
import { openVault, type Vault } from '../../test/vault.ts';
import { FundCreditsProcessor } from './fund-credits.processor.ts';
import { FundingStore } from './funding.store.ts';
import { WithdrawCreditsProcessor } from './withdraw-credits.processor.ts';

describe('what is funded', () => {
  let vault: Vault;
  const lines: LogFields[] = [];
  const log: Log = { write: (level, fields) => { lines.push({ ...fields, name: level }); } };
  beforeAll(async () => { vault = await openVault(8, log); });
  afterAll(() => vault.close());
  beforeEach(() => { lines.splice(0); });

  const fund = (programme: string, sessions: number, amountMinor = String(sessions * 9500)) =>
    vault.app.get(FundCreditsProcessor, { strict: false }).process({
      programme, funding: randomUUID(), sessions, amountMinor, currency: 'EUR' });
  const inFund = async (programme: string) => {
    const rows = await vault.cluster.query<{ unit: string; balance: string }>('vault',
      `SELECT unit, balance::text FROM account WHERE code LIKE 'fund:programme/' || $1 || '/%'`,
      [programme]);
    return Object.fromEntries(rows.map(({ unit, balance }) => [unit, Number(balance)]));
  };
  const beyond = () => vault.get<Record<string, number>>(
    '{ operations { fundingsBeyond } }', {}, vault.operator);
  /** 60 people with 8 sessions each. */
  const confirmed = async (more: object = {}) => {
    const terms = termsOf({ departments: departmentsOf(60), ...more });
    await propose(vault, terms);
    await confirm(vault, terms);
    return terms;
  };

  it('before terms are confirmed waits without an alarm, and is taken with the confirmation', async () => {
    const terms = termsOf({ departments: departmentsOf(60) });
    await fund(terms.programme, 100);
    expect(await inFund(terms.programme)).toEqual({});
    expect(lines).toEqual([]);
    await propose(vault, terms);
    expect(await inFund(terms.programme)).toEqual({});
    await confirm(vault, terms);
    expect(await inFund(terms.programme)).toEqual({ SES: 100, EUR: 950_000 });
  });

  it.each<[string, number, string | undefined, object]>([
    ['more sessions', 481, undefined, { SES: 480, EUR: 4_560_000 }],
    ['more money', 1, '99999999999', { SES: 1, EUR: 4_560_000 }],
    ['both, a thousand times', 480_000, undefined, { SES: 480, EUR: 4_560_000 }],
  ])('with %s than was confirmed ends there, with an alarm', async (_what, sessions, amount, has) => {
    const before = await beyond();
    const { programme } = await confirmed();
    await fund(programme, sessions, amount);
    expect(await inFund(programme)).toEqual(has);
    expect(lines).toEqual([{ event: 'funding-beyond-terms', name: 'error' }]);
    await fund(programme, sessions, amount);
    expect(await inFund(programme)).toMatchObject({ EUR: 4_560_000 });
    expect(await beyond()).toEqual({ fundingsBeyond: before['fundingsBeyond']! + 2 });
    expect(await vault.get('{ waiting { kind count } }', {}, vault.operator))
      .toContainEqual({ kind: 'FUNDINGS_BEYOND', count: before['fundingsBeyond']! + 2 });
    expect(await vault.cluster.query('vault', 'SELECT * FROM ledger_verify()')).toEqual([]);
  });

  it('beyond one year goes to the next one, once that is confirmed', async () => {
    const terms = await confirmed();
    const { programme } = terms;
    await fund(programme, 500);
    expect(await inFund(programme)).toMatchObject({ SES: 480 });
    const before = beforeOf({ terms, told: 0 });
    await confirmed({ programme, period: '2027-10', before });
    expect(await inFund(programme)).toEqual({ SES: 500, EUR: 4_750_000 });
  });

  it('and is withdrawn while its terms are confirmed is in no fund, whoever comes first', async () => {
    const terms = termsOf({ departments: departmentsOf(60) });
    const { programme } = terms;
    const funding = randomUUID();
    await vault.app.get(FundCreditsProcessor, { strict: false }).process({
      programme, funding, sessions: 100, amountMinor: '950000', currency: 'EUR' });
    await propose(vault, terms);
    const store = vault.app.get(FundingStore, { strict: false });
    const read = store.waiting.bind(store);
    let withdrawing: Promise<void> | undefined;
    const waits = async () => (await vault.cluster.query('vault',
      `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`)).length > 0;
    // What waits was read: the withdrawal comes before any of it is taken.
    store.waiting = async (tx, of) => {
      const waiting = await read(tx, of);
      let isDone = false;
      withdrawing = vault.app.get(WithdrawCreditsProcessor, { strict: false })
        .process({ programme, funding }).then(() => { isDone = true; });
      while (!isDone && !await waits());
      return waiting;
    };
    try {
      await confirm(vault, terms);
    } finally {
      store.waiting = read;
    }
    await withdrawing;
    expect(await inFund(programme)).toEqual({ SES: 0, EUR: 0 });
    expect(await vault.cluster.query('vault', 'SELECT * FROM ledger_verify()')).toEqual([]);
  });

  it('at once, by many jobs, is no more than was confirmed', async () => {
    const { programme } = await confirmed();
    await Promise.all(Array.from({ length: 8 }, () => fund(programme, 100)));
    expect(await inFund(programme)).toEqual({ SES: 480, EUR: 4_560_000 });
  });
});
