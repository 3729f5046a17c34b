import fc from 'fast-check';
import { BROWSERS, endOf, idleSince, shown, useOf, type SignInRow } from './sign-ins.ts';

const MINUTE = 60_000;
const instant = fc.date({
  min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });
const minutes = fc.integer({ min: 5, max: 720 });
const row: fc.Arbitrary<SignInRow> = fc.record({
  id: fc.uuid({ version: 4 }), browser: fc.constantFrom(...BROWSERS), usedAt: instant,
  expiresAt: instant, tokenHash: fc.uint8Array({ minLength: 32, maxLength: 32 })
    .map((bytes) => Buffer.from(bytes)),
});

describe('an open sign-in', () => {
  it('stays open for as long as it may be idle, and ends a minute later at the latest', () => {
    fc.assert(fc.property(instant, minutes, fc.integer({ min: 0, max: 59_999 }),
      (used, idle, more) => {
        const kept = useOf(used);
        const isOpen = (at: number) => kept > idleSince(new Date(at), idle);
        expect(isOpen(used.getTime() + idle * MINUTE)).toBe(true);
        expect(isOpen(used.getTime() + (idle + 1) * MINUTE + more)).toBe(false);
      }));
  });

  it('is kept by the minute, and never as used later than it was', () => {
    fc.assert(fc.property(instant, (now) => {
      const kept = useOf(now).getTime();
      expect(kept % MINUTE).toBe(0);
      expect(now.getTime() - kept).toBeGreaterThanOrEqual(0);
      expect(now.getTime() - kept).toBeLessThan(MINUTE);
    }));
  });

  it('is shown by the hour, her own first, the others by their last use, none left out', () => {
    fc.assert(fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), fc.nat(), (rows, at) => {
      const own = rows[at % rows.length]!;
      const seen = shown(rows, own.tokenHash);
      expect(seen.map(({ id }) => id).toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
      expect(seen[0]).toMatchObject({ isThis: true });
      for (const one of seen) {
        const wholeHour = expect.stringMatching(/T\d\d:00:00\.000Z$/);
        expect([one.since, one.lastUsed]).toEqual([wholeHour, wholeHour]);
        expect(Object.keys(one).toSorted())
          .toEqual(['browser', 'id', 'isThis', 'lastUsed', 'since']);
      }
      const others = seen.filter(({ isThis }) => !isThis).map(({ lastUsed }) => lastUsed);
      expect(others).toEqual(others.toSorted().toReversed());
    }));
  });

  it('lasts twelve hours, however much it is used', () => {
    expect(endOf(new Date('2026-11-02T09:00:00Z'))).toEqual(new Date('2026-11-02T21:00:00Z'));
  });
});
