import { randomUUID } from 'node:crypto';
import type { Log, LogFields } from '#platform/logging';
import { confirm, departmentsOf, propose, termsOf } from '../../test/terms.ts';
import { openVault, type Vault } from '../../test/vault.ts';
import { FundCreditsProcessor } from './fund-credits.processor.ts';
import { WithdrawCreditsProcessor } from './withdraw-credits.processor.ts';

describe('the flat price of a year', () => {
  let vault: Vault;
  const lines: LogFields[] = [];
  const log: Log = { write: (_level, fields) => { lines.push(fields); } };
  beforeAll(async () => { vault = await openVault(8, log); });
  afterAll(() => vault.close());
  beforeEach(() => { lines.splice(0); });

  /** 60 people with 8 sessions of EUR 95.00, for EUR 24.00 each. */
  const flat = () => termsOf({ departments: departmentsOf(60), seatPriceMinor: '2400' });
  const fund = async (programme: string, more: object = {}) => {
    const funding = randomUUID();
    await vault.app.get(FundCreditsProcessor, { strict: false }).process({ programme, funding,
      sessions: 480, amountMinor: '144000', currency: 'EUR', period: '2026-10', ...more });
    return funding;
  };
  const withdraw = (programme: string, funding: string) =>
    vault.app.get(WithdrawCreditsProcessor, { strict: false }).process({ programme, funding });
  const book = async (programme: string) => Object.fromEntries((await vault.cluster.query<{
    code: string; balance: string }>('vault', `SELECT replace(code, '/' || $1, '') AS code,
      balance::text FROM account WHERE balance <> 0
      AND (code LIKE '%/' || $1 || '/%' OR code LIKE 'flat-care/%')`, [programme]))
    .map(({ code, balance }) => [code, Number(balance)]));
  const platform = async () => (await book(randomUUID()))['flat-care/-/EUR'] ?? 0;
  const FUNDED = { 'fund:programme/EUR': 4_560_000, 'fund:programme/SES': 480,
    'funding:programme/EUR': 144_000, 'funding:programme/SES': 480 };

  it('fills its fund for all of its sessions, once; the difference is the platform\'s own', async () => {
    const before = await platform();
    const terms = flat();
    await propose(vault, terms);
    expect((await confirm(vault, terms)).__typename).toBe('TermsConfirmed');
    const funding = await fund(terms.programme);
    await fund(terms.programme, { funding });
    const { 'flat-care/-/EUR': own, ...rest } = await book(terms.programme);
    expect(rest).toEqual(FUNDED);
    expect(own! - before).toBe(144_000 - 4_560_000);
    // Paid again, as by a gateway that was restored, it waits with an alarm.
    await fund(terms.programme);
    expect(await book(terms.programme)).toMatchObject(FUNDED);
    expect(lines).toEqual([{ event: 'funding-beyond-terms' }]);
    await withdraw(terms.programme, funding);
    // What waited has room now.
    expect(await book(terms.programme)).toMatchObject(FUNDED);
    expect(await vault.cluster.query('vault', 'SELECT * FROM ledger_verify()')).toEqual([]);
  });

  it('that comes before its terms are confirmed waits, and is taken with them', async () => {
    const terms = flat();
    await fund(terms.programme);
    expect(lines).toEqual([]);
    await propose(vault, terms);
    await confirm(vault, terms);
    expect(await book(terms.programme)).toMatchObject(FUNDED);
  });

  it.each<[string, object]>([
    ['less than was confirmed', { amountMinor: '143999' }], ['more', { amountMinor: '144001' }],
    ['other sessions', { sessions: 481 }], ['another currency', { currency: 'CHF' }],
  ])('is what was confirmed: %s is taken for nothing, with an alarm', async (_, more) => {
    const terms = flat();
    await propose(vault, terms);
    await confirm(vault, terms);
    await fund(terms.programme, more);
    expect(lines).toEqual([{ event: 'funding-beyond-terms' }]);
    const { 'flat-care/-/EUR': own, ...rest } = await book(terms.programme);
    expect([own ?? 0, rest]).toEqual([await platform(), {}]);
  });

  it('is of a flat year alone, and sessions of another fund none of it', async () => {
    const bySession = termsOf({ departments: departmentsOf(60) });
    await propose(vault, bySession);
    await confirm(vault, bySession);
    await fund(bySession.programme);
    const terms = flat();
    await propose(vault, terms);
    await confirm(vault, terms);
    await fund(terms.programme, { period: undefined });
    for (const { programme } of [bySession, terms]) {
      expect(await book(programme)).not.toMatchObject({ 'fund:programme/SES': 480 });
    }
  });

  it('that was taken back leaves nothing in the fund', async () => {
    const before = await platform();
    const terms = flat();
    await propose(vault, terms);
    await confirm(vault, terms);
    const funding = await fund(terms.programme);
    await withdraw(terms.programme, funding);
    await withdraw(terms.programme, funding);
    const { 'flat-care/-/EUR': own, ...rest } = await book(terms.programme);
    expect([own ?? 0, rest]).toEqual([before, {}]);
  });

  it('is confirmed with the contract alone: another, or one by sessions, is not', async () => {
    const terms = flat();
    await propose(vault, terms);
    for (const seatPriceMinor of ['2401', null]) {
      expect(await confirm(vault, terms, { seatPriceMinor }))
        .toMatchObject({ __typename: 'TermsNotConfirmed', code: 'TERMS_DIFFER',
          message: expect.stringContaining('flat price of a seat: proposed are 24.00 EUR') });
    }
    const bySession = termsOf({ departments: departmentsOf(60) });
    await propose(vault, bySession);
    expect(await confirm(vault, bySession, { seatPriceMinor: '2400' })).toMatchObject({
      code: 'TERMS_DIFFER', message: expect.stringContaining('none, but by sessions') });
  });
});
