import fc from 'fast-check';
import { closeFlat, fundFlat, withdrawFlat } from './flat.ts';
import { minus, money, plus, times, type Money } from './money.ts';
import { drawOverdraft, repayOverdraft } from './overdraft.ts';
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
      { amount: terms.gross, channel: 'bank' }, { purchased: 1_056n, issued: 0n, settled: 0n });
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
  /** Sessions that were held, and what they cost, leave the fund. */
  const spend = (used: bigint, cost: Money): Entry[] =>
    (used === 0n && cost.minor === 0n ? [] : [fundCredits('p1', used, cost)]
      .map((one) => ({ ...one, postings: one.postings.map((line) =>
        ({ ...line, amount: -line.amount })) })));
  const lent = (entries: readonly Entry[]) => ({
    sessions: -(book(entries)['overdraft:programme/p1/SES'] ?? 0n),
    amount: euro(-(book(entries)['overdraft:programme/p1/EUR'] ?? 0n)) });
  const price = euro(9_500n);
  /** A session of the next year, lent where the fund is short. */
  const booked = (entries: readonly Entry[]): Entry[] => {
    const has = fund(entries);
    const isShort = has.sessions < 1n || has.amount.minor < price.minor;
    return [...isShort ? [drawOverdraft({ programme: 'p1', price })] : [], ...spend(1n, price)];
  };
  /** So many sessions of the next year are paid; what was lent goes back first. */
  const paid = (entries: readonly Entry[], many: bigint): Entry[] => {
    const funded = fundCredits('p1', many, times(price, many));
    const repayment = repayOverdraft('p1', { owed: lent(entries), inFund: fund([...entries, funded]) });
    return [funded, ...repayment.kind === 'repaid' ? [repayment.entry] : []];
  };

  /** A year of 8 sessions, of which some were used at some cost, once it is closed. */
  const closedYear = (price: bigint, care: bigint, used: bigint, part: bigint) => {
    const cost = euro((care * part) / 100n);
    const funded = fundFlat('p1', { sessions: 8n, price: euro(price), care: euro(care) });
    const before = [funded, ...spend(used, cost)];
    const unused = { sessions: 8n - used, amount: minus(euro(care), cost) };
    return { funded, cost, closed: [...before, ...closeFlat('p1', unused, fund(before))] };
  };
  const parts = fc.bigInt({ min: 0n, max: 100n });
  const sessions = fc.bigInt({ min: 0n, max: 8n });

  it('is as full as if all sessions were paid; what care costs is the platform\'s', () => {
    fc.assert(fc.property(amount, amount, sessions, parts, (price, care, used, part) => {
      const { funded, cost, closed } = closedYear(price, care, used, part);
      expect(fund([funded])).toEqual({ sessions: 8n, amount: euro(care) });
      expect(fund(closed)).toEqual({ sessions: 0n, amount: euro(0n) });
      expect(book(closed)[CARE] ?? 0n).toBe(price - cost.minor);
    }));
  });

  it('that is closed lends the next year\'s sessions as if the year had never been', () => {
    const step = fc.oneof(fc.constant('book' as const), fc.bigInt({ min: 1n, max: 5n }));
    const course = fc.array(step, { maxLength: 12 });
    fc.assert(fc.property(sessions, parts, course, (used, part, steps) => {
      const worlds = [[], closedYear(2_400n, 76_000n, used, part).closed];
      for (const next of steps) {
        for (const entries of worlds) {
          entries.push(...next === 'book' ? booked(entries) : paid(entries, next));
        }
        const [never, after] = worlds.map(lent);
        expect(after).toEqual(never);
      }
    }));
  });

  it('that another year of its programme has spent is lent what goes back', () => {
    const funded = fundFlat('p1', { sessions: 8n, price: euro(100n), care: euro(800n) });
    const spent = [funded, ...spend(7n, euro(700n))];
    // 3 of the 7 were of this year.
    const unused = { sessions: 5n, amount: euro(500n) };
    const closed = [...spent, ...closeFlat('p1', unused, fund(spent))];
    expect(book(closed)).toMatchObject({ 'overdraft:programme/p1/SES': -4n,
      'overdraft:programme/p1/EUR': -400n, [CARE]: -200n });
    expect(closeFlat('p1', { sessions: 0n, amount: euro(0n) }, fund(closed))).toEqual([]);
  });

  it('that is taken back when it was closed leaves what was used, lent', () => {
    fc.assert(fc.property(amount, amount, sessions, parts, (flat, care, used, part) => {
      const { closed, cost } = closedYear(flat, care, used, part);
      const year = { sessions: used, price: euro(flat), care: cost };
      const left = [...closed, ...withdrawFlat('p1', year, fund(closed))];
      expect([fund(left), lent(left), book(left)[CARE] ?? 0n])
        .toEqual([{ sessions: 0n, amount: euro(0n) }, { sessions: used, amount: cost }, 0n]);
    }));
  });

  it('that is taken back leaves nothing of it, and what care has cost is lent', () => {
    fc.assert(fc.property(amount, amount, (price, care) => {
      const year = { sessions: 8n, price: euro(price), care: euro(care) };
      const funded = [fundFlat('p1', year)];
      expect(book([...funded, ...withdrawFlat('p1', year, fund(funded))])).toEqual({});
      const spent = [...funded, ...spend(0n, euro(care))];
      const left = book([...spent, ...withdrawFlat('p1', year, fund(spent))]);
      expect(left).toEqual({ 'overdraft:programme/p1/EUR': -care,
        'funding:programme/p1/EUR': plus(euro(care), euro(0n)).minor });
    }));
  });
});
