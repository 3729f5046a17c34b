import fc from 'fast-check';
import { roomOf, splitFunding, type Sum } from './caps.ts';

const amount = fc.bigInt(0n, 50n);
const sum = fc.record({ sessions: amount, minor: amount });
const plus = (a: Sum, b: Sum): Sum =>
  ({ sessions: a.sessions + b.sessions, minor: a.minor + b.minor });
const isWithin = (a: Sum, b: Sum) => a.sessions <= b.sessions && a.minor <= b.minor;

describe('a cap', () => {
  it('splits a funding without losing or making any of it, and takes no more than there is room', () => {
    fc.assert(fc.property(sum, sum, sum, (funding, confirmed, funded) => {
      const { taken, rest } = splitFunding(funding, { confirmed, funded });
      expect(plus(taken, rest)).toEqual(funding);
      expect(isWithin(taken, roomOf({ confirmed, funded }))).toBe(true);
      // All that there is room for: with any rest nothing more would fit.
      for (const unit of ['sessions', 'minor'] as const) {
        expect(rest[unit] === 0n || funded[unit] + taken[unit] >= confirmed[unit]).toBe(true);
      }
    }));
  });

  it('has room as far as nothing was funded, and none beyond', () => {
    const confirmed = { sessions: 8n, minor: 76_000n };
    expect(roomOf({ confirmed, funded: { sessions: 3n, minor: 76_001n } }))
      .toEqual({ sessions: 5n, minor: 0n });
  });

  it('keeps what is funded within what was confirmed, in any order', () => {
    const step = fc.record({ do: fc.constantFrom('fund', 'confirm'), of: sum });
    fc.assert(fc.property(fc.array(step), (steps) => {
      let [confirmed, funded] = Array.from(
        { length: 2 }, () => ({ sessions: 0n, minor: 0n })) as [Sum, Sum];
      for (const { do: what, of } of steps) {
        if (what === 'confirm') confirmed = plus(confirmed, of);
        else funded = plus(funded, splitFunding(of, { confirmed, funded }).taken);
        expect(isWithin(funded, confirmed)).toBe(true);
      }
    }));
  });
});
