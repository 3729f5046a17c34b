import fc from 'fast-check';
import { gatewayAccount, vaultAccount, AccountError } from './accounts.ts';
import { captureClaim } from './capture.ts';
import { holdSession } from './hold.ts';
import { minus, money, plus } from './money.ts';
import { confirmPayout, sendPayout } from './payout.ts';
import { entry, move, moveMoney, UnbalancedEntry, type Entry } from './postings.ts';
import {
  cancelInvoice, fundCredits, issueInvoice, nothing, recordPayment, returnSurplus,
} from './purchase.ts';
import { releaseHold } from './release.ts';
import { markReleased, settlePeriod } from './settlement.ts';

const EMPLOYER = 'e1';
const PROGRAMME = 'p1';
const PROVIDER = 't1';
const euro = (minor: bigint) => money(minor, 'EUR');
const amount = fc.bigInt({ min: 1n, max: 10_000_000n });

/** Lines as `code: amount`, and the promise that they sum to zero per unit. */
function lines({ postings }: Entry): Record<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { account, amount: units } of postings) {
    sums.set(account.unit, (sums.get(account.unit) ?? 0n) + units);
  }
  expect([...sums.values()].every((sum) => sum === 0n)).toBe(true);
  return Object.fromEntries(postings.map((posting) => [posting.account.code, posting.amount]));
}

function kindOf<V extends { kind: string }, K extends V['kind']>(
  verdict: V, kind: K,
): Extract<V, { kind: K }> {
  expect(verdict.kind).toBe(kind);
  return verdict as Extract<V, { kind: K }>;
}

function invoiced() {
  return kindOf(issueInvoice({
    employer: EMPLOYER, sessions: 10n, sessionPrice: euro(9_001n), taxBps: 1_900n,
  }), 'invoiced');
}

describe('an entry', () => {
  const fund = vaultAccount('fund:programme', PROGRAMME, 'EUR');
  const hold = vaultAccount('hold:programme', PROGRAMME, 'EUR');

  it('is refused unless each unit sums to zero, within one book', () => {
    const ses = vaultAccount('fund:programme', PROGRAMME, 'SES');
    const cash = gatewayAccount('cash:bank', null, 'EUR');
    const bad = [
      [{ account: fund, amount: 1n }],
      [{ account: fund, amount: 1n }, { account: ses, amount: -1n }],
      [{ account: fund, amount: 1n }, { account: cash, amount: -1n }],
      [],
      move(fund, fund, 1n),
    ];
    for (const posted of bad) {
      expect(() => entry('session-held', 'single', posted)).toThrow(UnbalancedEntry);
    }
    expect(() => move(fund, ses, 1n)).toThrow(UnbalancedEntry);
    expect(() => move(fund, hold, -1n)).toThrow(UnbalancedEntry);
    expect(() => moveMoney(fund, hold, money(1n, 'USD'))).toThrow(UnbalancedEntry);
  });

  it('adds up the lines on one account and is frozen', () => {
    const twice = [...move(fund, hold, 1n), ...move(fund, hold, 2n)];
    const made = entry('session-held', 'pending', twice);
    expect(lines(made)).toEqual({ 'fund:programme/p1/EUR': 3n, 'hold:programme/p1/EUR': -3n });
    expect(Object.isFrozen(made) && Object.isFrozen(made.postings[0])).toBe(true);
  });

  it('names accounts by family, owner and unit, and no other way', () => {
    expect(fund.code).toBe('fund:programme/p1/EUR');
    expect(() => vaultAccount('fund:programme', null, 'EUR')).toThrow(AccountError);
    expect(() => vaultAccount('platform-revenue', 'p1', 'EUR')).toThrow(AccountError);
    expect(() => vaultAccount('fund:programme', 'a/b', 'EUR')).toThrow(AccountError);
    expect(() => vaultAccount('fund:programme', 'p1', 'ABC' as 'EUR')).toThrow(AccountError);
  });
});

describe('a purchase', () => {
  it('asks for net plus tax, rounded down, and refuses none for nothing', () => {
    const { terms, entry: made } = invoiced();
    expect([terms.net, terms.tax, terms.gross]).toEqual([90_010n, 17_101n, 107_111n].map(euro));
    expect(lines(made)).toEqual({
      'ar:employer/e1/EUR': 107_111n, 'unfunded:employer/e1/EUR': -90_010n, 'tax/-/EUR': -17_101n,
    });
    const purchase = { employer: EMPLOYER, sessions: 0n, sessionPrice: euro(1n), taxBps: 0n };
    expect(issueInvoice(purchase)).toEqual({ kind: 'refused', reason: 'no-sessions' });
    expect(issueInvoice({ ...purchase, sessions: 1n, sessionPrice: euro(0n) }))
      .toEqual({ kind: 'refused', reason: 'no-price' });
  });

  it('becomes prepaid only with the payment that completes it; the excess waits', () => {
    fc.assert(fc.property(fc.array(amount, { minLength: 1, maxLength: 8 }), (payments) => {
      const { terms } = invoiced();
      let before = nothing(terms.gross);
      for (const minor of payments) {
        const payment = recordPayment(terms, before, euro(minor), 'bank');
        if (before.minor >= terms.gross.minor) {
          expect(payment).toEqual({ kind: 'refused', reason: 'settled' });
          continue;
        }
        before = plus(before, euro(minor));
        if (before.minor < terms.gross.minor) {
          const part = kindOf(payment, 'part-paid');
          expect(part.missing).toEqual(minus(terms.gross, before));
          expect(lines(part.entry)['prepaid:employer/e1/EUR']).toBeUndefined();
        } else {
          const paid = kindOf(payment, 'paid');
          expect(lines(paid.entry)['prepaid:employer/e1/EUR']).toBe(-terms.net.minor);
          expect(paid.suspense).toEqual(minus(before, terms.gross));
        }
      }
    }));
    for (const [channel, code] of [['card', 'cash:card'], ['bank', 'cash:bank']] as const) {
      const { terms } = invoiced();
      const paid = kindOf(recordPayment(terms, euro(0n), terms.gross, channel), 'paid');
      expect(lines(paid.entry)[`${code}/-/EUR`]).toBe(terms.gross.minor);
      expect(recordPayment(terms, terms.gross, euro(1n), channel).kind).toBe('refused');
    }
    for (const received of [money(1n, 'USD'), euro(0n)]) {
      const payment = recordPayment(invoiced().terms, euro(0n), received, 'card');
      expect(payment.kind).toBe('refused');
    }
  });

  it('funds the programme in sessions and in money', () => {
    expect(lines(fundCredits(PROGRAMME, 10n, euro(90_010n)))).toEqual({
      'funding:programme/p1/SES': 10n, 'fund:programme/p1/SES': -10n,
      'funding:programme/p1/EUR': 90_010n, 'fund:programme/p1/EUR': -90_010n,
    });
  });
});

describe('a held session', () => {
  it('is captured or released whole: each way empties exactly what was held', () => {
    fc.assert(fc.property(
      amount, amount, fc.bigInt({ min: 0n, max: 10_000n }), (price, fee, bps) => {
        const hold = kindOf(holdSession(PROGRAMME, euro(price)), 'held');
        const capture = captureClaim(hold.held, PROVIDER, euro(fee), bps);
        if (fee > price) {
          expect(capture).toEqual({ kind: 'over-held', missing: euro(fee - price) });
          return;
        }
        const { toProvider, toPlatform, backToFund, entry: made } = kindOf(capture, 'captured');
        expect(toProvider.minor + toPlatform.minor + backToFund.minor).toBe(price);
        expect(toPlatform.minor).toBe((fee * bps) / 10_000n);
        for (const resolving of [made, releaseHold(hold.held, 'cancelled').entry]) {
          expect(resolving.phase).toBe('resolving');
          const [first, second] = [lines(hold.entry), lines(resolving)];
          for (const code of ['hold:programme/p1/EUR', 'hold:programme/p1/SES']) {
            expect(second[code]).toBe(-first[code]!);
          }
        }
      },
    ));
    expect(holdSession(PROGRAMME, euro(0n)).kind).toBe('refused');
  });

  it('is not captured for nothing or in another currency', () => {
    const { held } = kindOf(holdSession(PROGRAMME, euro(100n)), 'held');
    expect(captureClaim(held, PROVIDER, euro(0n), 0n).kind).toBe('refused');
    expect(captureClaim(held, PROVIDER, money(1n, 'USD'), 0n).kind).toBe('refused');
  });

  it('says whether it was voided or has expired, and gives the session back', () => {
    const { held } = kindOf(holdSession(PROGRAMME, euro(100n)), 'held');
    expect(releaseHold(held, 'denied')).toMatchObject({ kind: 'voided', clientKeepsSession: true });
    expect(releaseHold(held, 'unclaimed')).toMatchObject({ kind: 'expired' });
  });
});

describe('a settlement', () => {
  it('moves what a report settles beyond the one before, in both books', () => {
    const settled = { before: 20n, now: 41n };
    expect(lines(kindOf(settlePeriod(EMPLOYER, settled, euro(9_000n)), 'settled').entry)).toEqual({
      'prepaid:employer/e1/EUR': 189_000n, 'settled:employer/e1/EUR': -189_000n,
    });
    expect(lines(kindOf(markReleased(PROGRAMME, settled), 'settled').entry)).toEqual({
      'delivered:programme/p1/SES': 21n, 'released:programme/p1/SES': -21n,
    });
    const same = { before: 41n, now: 41n };
    expect(markReleased(PROGRAMME, same)).toEqual({ kind: 'nothing-to-settle' });
    expect(settlePeriod(EMPLOYER, same, euro(1n))).toEqual({ kind: 'nothing-to-settle' });
  });

  it('comes to what the last report of a year says, in whatever steps, at the price of then', () => {
    fc.assert(fc.property(fc.array(fc.bigInt({ min: 0n, max: 9_999n }), { maxLength: 4 }), amount,
      (steps, price) => {
        let [now, moved, marked] = [0n, 0n, 0n];
        for (const step of steps) {
          const settled = { before: now, now: now + step };
          now += step;
          const inMoney = settlePeriod(EMPLOYER, settled, euro(price));
          const inSessions = markReleased(PROGRAMME, settled);
          if (inMoney.kind === 'settled') moved += lines(inMoney.entry)['prepaid:employer/e1/EUR'] ?? 0n;
          if (inSessions.kind === 'settled') {
            marked += lines(inSessions.entry)['delivered:programme/p1/SES'] ?? 0n;
          }
        }
        expect([moved, marked]).toEqual([now * price, now]);
      }));
  });

  it('takes nothing back: a report that settles less than the one before is a fault of ours', () => {
    for (const settled of [{ before: 20n, now: 19n }, { before: -1n, now: 5n }]) {
      expect(() => markReleased(PROGRAMME, settled)).toThrow(RangeError);
      expect(() => settlePeriod(EMPLOYER, settled, euro(1n))).toThrow(RangeError);
    }
  });
});

describe('a payout', () => {
  it('is in flight until the bank has paid it', () => {
    const sent = kindOf(sendPayout(PROVIDER, euro(500n)), 'sent');
    expect(sent.entry.phase).toBe('pending');
    const flight = 'payout-in-flight/t1/EUR';
    expect(lines(sent.entry)).toEqual({ 'payable:provider/t1/EUR': 500n, [flight]: -500n });
    expect(lines(confirmPayout(sent.payout)))
      .toEqual({ [flight]: 500n, 'cash:payouts/-/EUR': -500n });
    expect(sendPayout(PROVIDER, euro(0n))).toEqual({ kind: 'nothing-payable' });
  });
});

describe('cancelling an invoice and sending money back', () => {
  const part = fc.bigInt({ min: 0n, max: 400_000n });

  it('leaves nothing of the invoice in the book, whatever was received and sent back', () => {
    fc.assert(fc.property(
      fc.bigInt({ min: 1n, max: 30n }), fc.bigInt({ min: 1n, max: 9_999n }),
      fc.bigInt({ min: 0n, max: 3_000n }), fc.array(part, { maxLength: 3 }), fc.array(part),
      (sessions, price, taxBps, paid, returned) => {
        const { terms, entry: issue } = kindOf(issueInvoice(
          { employer: EMPLOYER, sessions, sessionPrice: euro(price), taxBps }), 'invoiced');
        const posted = [issue];
        let before = euro(0n);
        for (const minor of paid) {
          const payment = recordPayment(terms, before, euro(minor), 'bank');
          if (payment.kind !== 'part-paid') continue;
          posted.push(payment.entry);
          before = plus(before, euro(minor));
        }
        const cancelled = kindOf(cancelInvoice(terms, before), 'cancelled');
        posted.push(cancelled.entry);
        expect(cancelled.suspense).toEqual(before);
        let held = before;
        for (const minor of [...returned, held.minor]) {
          const sent = returnSurplus(EMPLOYER, held, euro(minor));
          if (sent.kind === 'refused') continue;
          posted.push(sent.entry);
          held = minus(held, euro(minor));
        }
        if (held.minor > 0n) {
          posted.push(kindOf(returnSurplus(EMPLOYER, held, held), 'returned').entry);
        }
        const book = new Map<string, bigint>();
        for (const each of posted) {
          for (const [code, minor] of Object.entries(lines(each))) {
            book.set(code, (book.get(code) ?? 0n) + minor);
          }
        }
        expect([...book].filter(([, minor]) => minor !== 0n)).toEqual([]);
      }));
  });

  it('is refused of what is paid, and beyond what is held', () => {
    const { terms } = invoiced();
    expect(cancelInvoice(terms, terms.gross)).toEqual({ kind: 'refused', reason: 'paid' });
    expect(cancelInvoice(terms, plus(terms.gross, euro(1n))).kind).toBe('refused');
    expect(returnSurplus(EMPLOYER, euro(5n), euro(6n)))
      .toEqual({ kind: 'refused', reason: 'more-than-held' });
    expect(returnSurplus(EMPLOYER, euro(5n), euro(0n)).kind).toBe('refused');
  });
});
