import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { daysAfter } from './days.ts';
import {
  holds, nextPeriod, overlap, PERIOD_LABEL, periodBefore, readPeriod, readReport, REPORT_LABEL,
  reportOn, type Days,
} from './periods.ts';

const year = fc.integer({ min: 1002, max: 2996 });
const month = fc.integer({ min: 1, max: 12 }).map((one) => String(one).padStart(2, '0'));
const periods = fc.tuple(year, month).map(([y, m]) => readPeriod(`${y}-${m}`)!);
const NO_LABELS = ['', ' 2026-10', '2026-10 ', '2026-10\n', 'A2026-10', '26-10', '2026', '2026-H2',
  '2026-Q4', '2026-00', '2026-13', '2026-1', '2026-10-01', '2026-10.0', '2026-10.5', '2026-10.1.1',
  '2026-10.1..2026-10.3', '0026-10', '9999-10', 'YTD'];

/** Days in a row without gap and without overlap, from the first of `of` to its last. */
function fill(of: Days, parts: readonly Days[]): void {
  expect([parts[0]?.opens, parts.at(-1)?.closes]).toEqual([of.opens, of.closes]);
  for (const [at, part] of parts.entries()) {
    expect(part.opens <= part.last && daysAfter(part.last, 1) === part.closes).toBe(true);
    if (at > 0) expect(part.opens).toBe(parts[at - 1]!.closes);
  }
}

describe('the label of a period', () => {
  it('says its days: a programme year from any month, with four reporting periods', () => {
    expect(readPeriod('2026-10')).toEqual({
      label: '2026-10', opens: '2026-10-01', last: '2027-09-30',
      closes: '2027-10-01', startsBooking: '2026-08-02', reports: [
        { label: '2026-10.1', period: '2026-10', opens: '2026-10-01', last: '2026-12-31',
          closes: '2027-01-01', releases: '2027-01-30' },
        { label: '2026-10.2', period: '2026-10', opens: '2027-01-01', last: '2027-03-31',
          closes: '2027-04-01', releases: '2027-04-30' },
        { label: '2026-10.3', period: '2026-10', opens: '2027-04-01', last: '2027-06-30',
          closes: '2027-07-01', releases: '2027-07-30' },
        { label: '2026-10.4', period: '2026-10', opens: '2027-07-01', last: '2027-09-30',
          closes: '2027-10-01', releases: '2027-10-30' }] });
    expect(readPeriod('2027-11')?.reports[1]).toMatchObject(
      { opens: '2028-02-01', last: '2028-04-30' });
    expect(readPeriod('2028-02')).toMatchObject({ opens: '2028-02-01', last: '2029-01-31' });
  });

  it.each(NO_LABELS)('is not %j', (label) => {
    expect(readPeriod(label)).toBeNull();
    expect(() => nextPeriod(label)).toThrow(RangeError);
    expect(() => periodBefore(label)).toThrow(RangeError);
    expect(readReport(label)).toBeNull();
  });

  it('of a year is none of a reporting period, nor the other way round', () => {
    expect(readReport('2026-10')).toBeNull();
    expect(readPeriod('2026-10.1')).toBeNull();
  });

  it('is taken by the tables of both domains as it is here', () => {
    for (const app of ['worker', 'gateway']) {
      const sql = readFileSync(
        new URL(`../../../apps/${app}/migrations/0001-initial.sql`, import.meta.url), 'utf8');
      const taken = (column: string) =>
        new Set(Array.from(sql.matchAll(new RegExp(`\\b${column} ~ '([^']+)'`, 'g')), ([, of]) => of));
      expect(taken('(?:period|label)')).toEqual(new Set([PERIOD_LABEL.source]));
      expect(taken('report')).toEqual(new Set([REPORT_LABEL.source]));
    }
  });
});

describe('every period', () => {
  it('is filled by its reporting periods, each released thirty days after its last day', () => {
    fc.assert(fc.property(periods, (period) => {
      fill(period, period.reports);
      for (const report of period.reports) {
        expect(report.releases).toBe(daysAfter(report.last, 30));
        expect(readReport(report.label)).toEqual(report);
        expect(Object.isFrozen(report) && Object.isFrozen(period)).toBe(true);
      }
    }));
  });

  it('is followed by the next one without a gap, and back', () => {
    fc.assert(fc.property(periods, (period) => {
      const next = nextPeriod(period.label);
      fill({ opens: period.opens, last: next.last, closes: next.closes }, [period, next]);
      expect(periodBefore(next.label)).toEqual(period);
      expect([overlap(period, next), overlap(next, period), overlap(period, period)])
        .toEqual([false, false, true]);
    }));
  });

  it('shares a day with another one just when some day is of both', () => {
    fc.assert(fc.property(periods, fc.integer({ min: -500, max: 500 }), (period, away) => {
      const other = readPeriod(daysAfter(period.opens, away).slice(0, 7))!;
      const common = [other.opens, other.last, period.opens, period.last]
        .some((day) => holds(period, day) && holds(other, day));
      expect(overlap(period, other)).toBe(common);
    }));
  });

  it('holds its first day and its last, and shares one with what begins or ends there', () => {
    fc.assert(fc.property(periods, (period) => {
      const { opens, last, closes } = period;
      const only = (day: string) => ({ opens: day, last: day, closes: daysAfter(day, 1) });
      for (const day of [opens, last]) {
        expect([holds(period, day), overlap(period, only(day)), overlap(only(day), period)])
          .toEqual([true, true, true]);
      }
      for (const day of [daysAfter(opens, -1), closes]) {
        expect([holds(period, day), overlap(period, only(day)), overlap(only(day), period)])
          .toEqual([false, false, false]);
      }
    }));
  });

  it('has each of its days in one reporting period, and no other day in any', () => {
    fc.assert(fc.property(periods, fc.integer({ min: -40, max: 420 }), (period, away) => {
      const day = daysAfter(period.opens, away);
      const found = period.reports.filter((report) => holds(report, day));
      expect(found).toHaveLength(holds(period, day) ? 1 : 0);
      expect(reportOn(period, day)).toBe(found[0] ?? null);
    }));
  });

  it('can be had and booked from sixty days before it', () => {
    fc.assert(fc.property(periods, ({ opens, startsBooking }) => {
      expect(daysAfter(startsBooking, 60)).toBe(opens);
    }));
  });
});
