import fc from 'fast-check';
import { isCovered, toApprove, type Amounts, type ProgrammePay } from './payout-bound.ts';

const amount = fc.bigInt(0n, 1_000n);
const programme: fc.Arbitrary<ProgrammePay> = fc.record({
  currency: fc.constantFrom('EUR', 'USD'), funded: amount, paidOut: amount, due: amount });
const upTo = (sum: bigint, left: Amounts = {}) => ({ upTo: sum, left });
const ANY = upTo(1_000_000n);

describe('what of a payout run a second operator has to say yes to', () => {
  it('is nothing exactly where each programme has paid in all that it is due, below the set sum',
    () => {
      fc.assert(fc.property(fc.array(programme), (all) => {
        const isPaidIn = all.every(({ funded, paidOut, due }) =>
          due === 0n || paidOut + due <= funded);
        expect(Object.keys(toApprove(all, ANY)).length === 0).toBe(isPaidIn);
      }));
    });

  it('bounds what one operator pays by what was paid in, and by the set sum', () => {
    fc.assert(fc.property(fc.array(programme), fc.bigInt(0n, 3_000n), (all, aloneUpTo) => {
      const amounts = toApprove(all, upTo(aloneUpTo));
      for (const currency of ['EUR', 'USD']) {
        const own = all.filter((one) => one.currency === currency);
        const due = own.reduce((sum, one) => sum + one.due, 0n);
        const room = own.reduce((sum, { funded, paidOut }) =>
          sum + (funded > paidOut ? funded - paidOut : 0n), 0n);
        const alone = due - (amounts[currency] ?? 0n);
        expect(alone >= 0n && alone <= room && alone <= aloneUpTo).toBe(true);
      }
    }));
  });

  it('bounds what leaves alone in any number of runs, as one run', () => {
    const runs = fc.array(fc.array(programme, { maxLength: 4 }), { maxLength: 12 });
    fc.assert(fc.property(runs, fc.bigInt(0n, 3_000n), (all, aloneUpTo) => {
      const left: Record<string, bigint> = {};
      for (const run of all) {
        const amounts = toApprove(run, upTo(aloneUpTo, left));
        for (const currency of ['EUR', 'USD']) {
          const due = run.filter((one) => one.currency === currency)
            .reduce((sum, one) => sum + one.due, 0n);
          left[currency] = (left[currency] ?? 0n) + due - (amounts[currency] ?? 0n);
        }
      }
      for (const sum of Object.values(left)) expect(sum).toBeLessThanOrEqual(aloneUpTo);
    }));
  });

  it('is not made up for by what another programme has paid', () => {
    const honest = { currency: 'EUR', funded: 1_000n, paidOut: 0n, due: 100n };
    const invented = { currency: 'EUR', funded: 0n, paidOut: 0n, due: 50n };
    expect(toApprove([honest, invented], ANY)).toEqual({ EUR: 50n });
    expect(toApprove([honest], upTo(99n))).toEqual({ EUR: 100n });
    expect(toApprove([honest], upTo(150n, { EUR: 51n }))).toEqual({ EUR: 100n });
    expect(toApprove([honest], upTo(150n, { EUR: 50n, USD: 500n }))).toEqual({});
  });

  it('is covered by a request for as much or more, in each currency', () => {
    expect(isCovered({ EUR: 5n }, { EUR: 5n })).toBe(true);
    expect(isCovered({}, {})).toBe(true);
    expect(isCovered({ EUR: 6n }, { EUR: 5n })).toBe(false);
    expect(isCovered({ USD: 1n }, { EUR: 5n })).toBe(false);
  });
});
