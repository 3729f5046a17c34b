import fc from 'fast-check';
import { closeFlat, fundFlat, withdrawFlat } from './flat.ts';
import { minus, money, plus, type Money } from './money.ts';
import type { Entry } from './postings.ts';
import { cancelInvoice, fundCredits, issueFlat, recordPayment } from './purchase.ts';
import { reversePayment } from './reverse-payment.ts';

const euro = (minor: bigint) => money(minor, 'EUR');
const amount = fc.bigInt({ min: 1n, max: 10_000_000n });

/** A book as a map of what stands on each account, without what is empty; credit is positive. */
function book(entries: readonly Entry[]): Record<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { postings } of entries) {
    const units = new Map<string, bigint>();
    for (const { account, amount: own } of postings) {
      sums.set(account.code, (sums.get(account.code) ?? 0n) - own);
      units.set(account.unit, (units.get(account.unit) ?? 0n) + own);
    }
    expect([...units.values()].every((sum) => sum === 0n)).toBe(true);
  }
  return Object.fromEntries([...sums].filter(([, minor]) => minor !== 0n).sort());
}

function invoiced() {
  const invoicing = issueFlat({ employer: 'e1', seats: 132n, sessions: 1_056n,
    seatPrice: euro(2_400n), taxBps: 1_900n });
  if (invoicing.kind !== 'invoiced') throw new Error(invoicing.reason);
  return invoicing;
}

describe('the flat price of a year', () => {
  const { terms, entry: issued } = invoiced();

  it('is that of its seats and tax, whatever sessions they may use', () => {
    expect([terms.net, terms.tax, terms.gross]).toEqual([316_800n, 60_192n, 376_992n].map(euro));
    for (const [seats, sessions, seatPrice, reason] of [
      [0n, 8n, euro(1n), 'no-sessions'], [1n, 0n, euro(1n), 'no-sessions'],
      [1n, 8n, euro(0n), 'no-price']] as const) {
      expect(issueFlat({ employer: 'e1', seats, sessions, seatPrice, taxBps: 0n }))
        .toEqual({ kind: 'refused', reason });
    }
  });

  it('is paid into an account of its own, from which nothing settles, and back the same way', () => {
    const payment = recordPayment(terms, euro(0n), terms.gross, 'bank');
    if (payment.kind !== 'paid') throw new Error(payment.kind);
    expect(book([issued, payment.entry])).toEqual({ 'cash:bank/-/EUR': -376_992n,
      'flat:employer/e1/EUR': 316_800n, 'tax/-/EUR': 60_192n });
    const reversal = reversePayment(terms,
      { paid: terms.gross, returned: euro(0n), isCancelled: false },
      { amount: terms.gross, channel: 'bank' }, { purchased: 1_056n, issued: 0n });
    if (reversal.kind !== 'reversed') throw new Error(reversal.reason);
    expect(book([issued, payment.entry, reversal.entry])).toEqual(book([issued]));
    const cancelled = cancelInvoice(terms, euro(0n));
    if (cancelled.kind !== 'cancelled') throw new Error(cancelled.reason);
    expect(book([issued, cancelled.entry])).toEqual({});
  });
});

describe('the fund of a year at a flat price', () => {
  const CARE = 'flat-care/-/EUR';
  const fund = (entries: readonly Entry[]) => ({
    sessions: book(entries)['fund:programme/p1/SES'] ?? 0n,
    amount: euro(book(entries)['fund:programme/p1/EUR'] ?? 0n) });
  /** What care costs leaves the fund. */
  const spend = (cost: Money): Entry[] => (cost.minor === 0n ? [] : [fundCredits('p1', 0n, cost)]
    .map((one) => ({ ...one, postings: one.postings.map((line) =>
      ({ ...line, amount: -line.amount })) })));

  it('is as full as if all sessions were paid; what care costs is the platform\'s', () => {
    const parts = fc.bigInt({ min: 0n, max: 100n });
    fc.assert(fc.property(amount, amount, parts, (price, care, part) => {
      const funded = fundFlat('p1', { sessions: 8n, price: euro(price), care: euro(care) });
      expect(fund([funded])).toEqual({ sessions: 8n, amount: euro(care) });
      const cost = euro((care * part) / 100n);
      const before = [funded, ...spend(cost)];
      const closed = [...before,
        ...closeFlat('p1', minus(euro(care), cost), fund(before))];
      expect(fund(closed).amount).toEqual(euro(0n));
      expect(book(closed)[CARE] ?? 0n).toBe(price - cost.minor);
    }));
  });

  it('that another year of its programme has spent is lent what goes back', () => {
    const funded = fundFlat('p1', { sessions: 8n, price: euro(100n), care: euro(800n) });
    const spent = [funded, ...spend(euro(700n))];
    // 300 of the 700 were of this year.
    const closed = [...spent, ...closeFlat('p1', euro(500n), fund(spent))];
    expect(book(closed)).toMatchObject({ 'overdraft:programme/p1/EUR': -400n, [CARE]: -200n });
    expect(closeFlat('p1', euro(0n), fund(closed))).toEqual([]);
  });

  it('that is taken back leaves nothing of it, and what care has cost is lent', () => {
    fc.assert(fc.property(amount, amount, (price, care) => {
      const year = { sessions: 8n, price: euro(price), care: euro(care) };
      const funded = [fundFlat('p1', year)];
      expect(book([...funded, ...withdrawFlat('p1', year, fund(funded))])).toEqual({});
      const spent = [...funded, ...spend(euro(care))];
      const left = book([...spent, ...withdrawFlat('p1', year, fund(spent))]);
      expect(left).toEqual({ 'overdraft:programme/p1/EUR': -care,
        'funding:programme/p1/EUR': plus(euro(care), euro(0n)).minor });
    }));
  });
});
