import fc from 'fast-check';
import { isCovered, toApprove, type ProgrammePay } from './payout-bound.ts';

const amount = fc.bigInt(0n, 1_000n);
const programme: fc.Arbitrary<ProgrammePay> = fc.record({
  currency: fc.constantFrom('EUR', 'USD'), funded: amount, paidOut: amount, due: amount });
const ANY = 1_000_000n;

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
      const amounts = toApprove(all, aloneUpTo);
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

  it('is not made up for by what another programme has paid', () => {
    const honest = { currency: 'EUR', funded: 1_000n, paidOut: 0n, due: 100n };
    const invented = { currency: 'EUR', funded: 0n, paidOut: 0n, due: 50n };
    expect(toApprove([honest, invented], ANY)).toEqual({ EUR: 50n });
    expect(toApprove([honest], 99n)).toEqual({ EUR: 100n });
  });

  it('is covered by a request for as much or more, in each currency', () => {
    expect(isCovered({ EUR: 5n }, { EUR: 5n })).toBe(true);
    expect(isCovered({}, {})).toBe(true);
    expect(isCovered({ EUR: 6n }, { EUR: 5n })).toBe(false);
    expect(isCovered({ USD: 1n }, { EUR: 5n })).toBe(false);
  });
});
