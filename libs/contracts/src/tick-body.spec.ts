import fc from 'fast-check';
import { gatewayTickBody, tickBody } from './tick-body.ts';

const tick = (number: number, seen: number) => ({
  number, challenge: 'ab'.repeat(32), asks: true, seen: { number: seen, challenge: null } });

describe('a tick', () => {
  it('has numbers that still have one after them, and no others', () => {
    const most = 2 ** 40;
    const fine = fc.maxSafeNat().map((n) => n % (most + 1));
    const odd = fc.oneof(fc.maxSafeNat().map((n) => most + 1 + n), fc.integer({ max: -1 }),
      fc.double().filter((one) => !Number.isInteger(one)),
      fc.constantFrom(2 ** 53, 1e300, Number.MAX_VALUE));
    fc.assert(fc.property(fine, fine, (number, seen) => {
      expect(tickBody.safeParse(tick(number, seen)).success).toBe(true);
    }));
    fc.assert(fc.property(fine, odd, fc.boolean(), (good, bad, first) => {
      const told = first ? tick(bad, good) : tick(good, bad);
      expect(tickBody.safeParse(told).success).toBe(false);
      expect(gatewayTickBody.safeParse({ ...told, key: 'cd'.repeat(32) }).success).toBe(false);
    }));
  });
});
