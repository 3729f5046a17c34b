import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { daysAfter, daysBetween, isDay } from './days.ts';

const days = fc.date({ min: new Date('1001-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));
const away = fc.integer({ min: -500, max: 500 });

describe('a day', () => {
  it('is counted by the calendar, over the ends of months and years', () => {
    expect(daysAfter('2028-02-28', 2)).toBe('2028-03-01');
    expect(daysAfter('2026-12-31', 1)).toBe('2027-01-01');
    expect(daysAfter('2027-01-01', -1)).toBe('2026-12-31');
    expect(daysAfter('2026-11-29', 0)).toBe('2026-11-29');
  });

  it('so many days away is the one that Temporal names, and as many days away again', () => {
    fc.assert(fc.property(days, away, (day, count) => {
      const other = daysAfter(day, count);
      expect(other).toBe(Temporal.PlainDate.from(day).add({ days: count }).toString());
      expect(daysBetween(day, other)).toBe(count);
      expect(isDay(day)).toBe(true);
    }));
  });

  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-11-31', '26-11-01', '2026-11-1', '2026-11',
    '2026-11-01T00:00:00Z', ' 2026-11-01', '2026-11-01\n', '0026-11-01', '9999-01-01', ''])(
    'is not %j', (text) => {
      expect(isDay(text)).toBe(false);
    });
});
