import fc from 'fast-check';
import { money, plus, type Money } from './money.ts';
import { withdrawCredits } from './overdraft.ts';
import type { Entry } from './postings.ts';
import { cancelInvoice, issueInvoice, nothing, recordPayment, returnSurplus } from './purchase.ts';
import { reversePayment } from './reverse-payment.ts';

const euro = (minor: bigint) => money(minor, 'EUR');
const invoicing = issueInvoice({
  employer: 'e1', sessions: 10n, sessionPrice: euro(9_001n), taxBps: 1_900n,
});
if (invoicing.kind !== 'invoiced') throw new Error('an order was refused');
const { terms, entry: issue } = invoicing;
const UNUSED = { purchased: 10n, issued: 0n, settled: 0n };

/** A book as a map of what stands on each account, without what is empty. */
function book(entries: readonly Entry[]): Record<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { postings } of entries) {
    for (const { account, amount } of postings) {
      sums.set(account.code, (sums.get(account.code) ?? 0n) + amount);
    }
  }
  expect([...sums.values()].reduce((all, each) => all + each, 0n)).toBe(0n);
  return Object.fromEntries([...sums].filter(([, minor]) => minor !== 0n).sort());
}

/** Record payments in this order, as far as they are taken. */
function record(amounts: readonly bigint[]): { entries: Entry[]; taken: Money[]; paid: Money } {
  const entries = [issue];
  const taken: Money[] = [];
  let paid = nothing(terms.gross);
  for (const minor of amounts) {
    const payment = recordPayment(terms, paid, euro(minor), 'bank');
    if (payment.kind === 'refused') continue;
    entries.push(payment.entry);
    taken.push(euro(minor));
    paid = plus(paid, euro(minor));
  }
  return { entries, taken, paid };
}

const amounts = fc.array(fc.bigInt({ min: 1n, max: 150_000n }), { minLength: 1, maxLength: 5 });

describe('a payment that is taken back', () => {
  it('leaves the book as if it had never been recorded, whichever of several it is', () => {
    fc.assert(fc.property(amounts, fc.nat(), fc.boolean(), (recorded, pick, cancels) => {
      const { entries, taken, paid } = record(recorded);
      const at = pick % taken.length;
      const cancellation = cancels ? cancelInvoice(terms, paid) : null;
      const isCancelled = cancellation?.kind === 'cancelled';
      if (isCancelled) entries.push(cancellation.entry);
      const reversal = reversePayment(terms, { paid, returned: euro(0n), isCancelled },
        { amount: taken[at]!, channel: 'bank' }, UNUSED);
      if (reversal.kind !== 'reversed') throw new Error(reversal.reason);
      const others = record(taken.filter((_, index) => index !== at).map(({ minor }) => minor));
      if (isCancelled) {
        const without = cancelInvoice(terms, others.paid);
        if (without.kind === 'cancelled') others.entries.push(without.entry);
      }
      expect(book([...entries, reversal.entry])).toEqual(book(others.entries));
      expect(reversal.unfunds).toBe(!isCancelled && paid.minor >= terms.gross.minor
        && others.paid.minor < terms.gross.minor);
    }));
  });

  it('is refused as soon as one credit more was issued than is paid for without it', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 40n }), fc.bigInt({ min: 0n, max: 60n }),
      (others, issued) => {
        const { paid } = record([terms.gross.minor]);
        const reversal = reversePayment(terms, { paid, returned: euro(0n), isCancelled: false },
          { amount: terms.gross, channel: 'bank' }, { ...UNUSED, purchased: 10n + others, issued });
        expect(reversal.kind).toBe(issued > others ? 'refused' : 'reversed');
        if (issued > others) expect(reversal).toMatchObject({ reason: 'may-be-spent' });
      }));
  });

  it('is refused as soon as a report has settled one session more than is paid for without it', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 9n }), fc.bigInt({ min: 0n, max: 20n }),
      (others, settled) => {
        fc.pre(settled <= 10n + others);
        const { paid } = record([terms.gross.minor]);
        const reversal = reversePayment(terms, { paid, returned: euro(0n), isCancelled: false },
          { amount: terms.gross, channel: 'bank' },
          { purchased: 10n + others, issued: settled, settled });
        expect(reversal).toMatchObject(settled > others
          ? { kind: 'refused', reason: 'settled' } : { kind: 'reversed' });
      }));
  });

  it('goes back while the invoice is open, whatever was issued: it has funded nothing', () => {
    const { paid } = record([100n]);
    expect(reversePayment(terms, { paid, returned: euro(0n), isCancelled: false },
      { amount: euro(100n), channel: 'bank' }, { purchased: 0n, issued: 999n, settled: 999n }))
      .toMatchObject({ kind: 'reversed', unfunds: false });
  });

  it('is refused of what was sent back, to the cent', () => {
    const { paid } = record([terms.gross.minor + 500n]);
    for (const [returned, kind] of [[0n, 'reversed'], [1n, 'refused'], [500n, 'refused']] as const) {
      expect(returnSurplus('e1', euro(500n), euro(returned)).kind)
        .toBe(returned === 0n ? 'refused' : 'returned');
      const reversal = reversePayment(terms, { paid, returned: euro(returned), isCancelled: false },
        { amount: paid, channel: 'bank' }, UNUSED);
      expect(reversal.kind).toBe(kind);
      if (kind === 'refused') expect(reversal).toMatchObject({ reason: 'sent-back' });
    }
  });

  it('is never the charge of a card', () => {
    expect(reversePayment(terms, { paid: terms.gross, returned: euro(0n), isCancelled: false },
      { amount: terms.gross, channel: 'card' }, UNUSED)).toEqual({ kind: 'refused', reason: 'card' });
  });
});

describe('a funding that is withdrawn', () => {
  it('leaves the fund whole: what is short of it is lent, in sessions and in money', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 20n }), fc.bigInt({ min: 0n, max: 99_999n }),
      (sessions, minor) => {
        const entries = withdrawCredits('p1',
          { sessions: 10n, amount: euro(90_010n) }, { sessions, amount: euro(minor) });
        const after = book(entries);
        const debt = (there: bigint, wanted: bigint) => there < wanted ? wanted - there : 0n;
        expect(after['overdraft:programme/p1/SES'] ?? 0n).toBe(debt(sessions, 10n));
        expect(after['overdraft:programme/p1/EUR'] ?? 0n).toBe(debt(minor, 90_010n));
        expect(after['funding:programme/p1/SES']).toBe(-10n);
        expect(after['funding:programme/p1/EUR']).toBe(-90_010n);
        // A debit takes from the fund: never more than is there.
        expect(after['fund:programme/p1/SES'] ?? 0n).toBe(sessions < 10n ? sessions : 10n);
        expect(after['fund:programme/p1/EUR'] ?? 0n).toBe(minor < 90_010n ? minor : 90_010n);
      }));
  });
});
