import * as fc from 'fast-check';
import { isReleasable, nextPeriod, periodFrom, periodOf } from './calendar.ts';

const refusal = (message: RegExp) => expect.objectContaining({
  code: 'odd-period', message: expect.stringMatching(message),
}) as Error;

describe('the calendar', () => {
  it('knows quarters and releases them 30 days after their end', () => {
    expect(periodFrom('2026-Q4')).toEqual({
      label: '2026-Q4',
      start: '2026-10-01',
      end: '2026-12-31',
      releaseDay: '2027-01-30',
    });
    expect(periodFrom('2028-Q1')).toMatchObject({ end: '2028-03-31', releaseDay: '2028-04-30' });
    expect(isReleasable('2026-Q4', '2027-01-29')).toBe(false);
    expect(isReleasable('2026-Q4', '2027-01-30')).toBe(true);
  });

  it('puts every day into exactly one quarter, and quarters end to end', () => {
    const days = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (date) => {
        const day = date.toISOString().slice(0, 10);
        const period = periodOf(day);
        expect(period.start <= day && day <= period.end).toBe(true);
        const next = nextPeriod(period.label);
        const gap = Date.parse(next.start) - Date.parse(period.end);
        expect(gap).toBe(86_400_000);
        expect(periodFrom(period.label)).toEqual(period);
      }),
    );
  });

  it.each(['2026', '2026-Q5', '2026-Q0', '2026-11', '2026-Q1..2026-Q3', 'YTD', '2026-Q4 ', ' 2026-Q4', '', '0026-Q1'])(
    'refuses the window %j',
    (label) => expect(() => periodFrom(label)).toThrow(refusal(/one quarter/)),
  );

  it.each(['2026-02-30', '2026-13-01', '26-01-01', '2026-1-1', 'today', '',
    '12026-01-01', '2026-01-011', 'x2026-01-01', '2026-01-01x', '0999-12-31'])(
    'refuses the day %j',
    (day) => {
      expect(() => periodOf(day)).toThrow(refusal(/real day/));
      expect(() => isReleasable('2026-Q4', day)).toThrow(refusal(/real day/));
    },
  );

  it('changes for nobody once it is read', () => {
    expect(Object.isFrozen(periodFrom('2026-Q4'))).toBe(true);
  });
});
