import fc from 'fast-check';
import { daysAfter, periodBounds, type PeriodLength, periodOf } from './periods.ts';

const lengths: PeriodLength[] = ['month', 'quarter', 'half', 'year'];
const span = { min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true };
const days = fc.date(span)
  .map((date) => date.toISOString().slice(0, 10));

test('a period\'s days follow from its name', () => {
  expect(periodBounds('2026-Q4')).toEqual({ first: '2026-10-01', last: '2026-12-31' });
  expect(periodBounds('2026-Q1')).toEqual({ first: '2026-01-01', last: '2026-03-31' });
  expect(periodBounds('2026-H1')).toEqual({ first: '2026-01-01', last: '2026-06-30' });
  expect(periodBounds('2028-02')).toEqual({ first: '2028-02-01', last: '2028-02-29' });
  expect(periodBounds('2026')).toEqual({ first: '2026-01-01', last: '2026-12-31' });
});

test('every day is in exactly the period that is named for it', () => {
  fc.assert(fc.property(days, fc.constantFrom(...lengths), (day, length) => {
    const bounds = periodBounds(periodOf(day, length))!;
    expect(bounds.first <= day && day <= bounds.last).toBe(true);
    expect(periodOf(bounds.first, length)).toBe(periodOf(bounds.last, length));
  }));
});

test('a period of each length is named in its own form', () => {
  const namesOf = (day: string) => lengths.map((length) => periodOf(day, length));
  expect(namesOf('2026-11-29')).toEqual(['2026-11', '2026-Q4', '2026-H2', '2026']);
  expect(namesOf('2027-01-01')).toEqual(['2027-01', '2027-Q1', '2027-H1', '2027']);
});

test('days are counted by the calendar, over the ends of months and years', () => {
  expect(daysAfter('2028-02-28', 2)).toBe('2028-03-01');
  expect(daysAfter('2026-12-31', 1)).toBe('2027-01-01');
  expect(daysAfter('2027-01-01', -1)).toBe('2026-12-31');
  expect(daysAfter('2026-11-29', 0)).toBe('2026-11-29');
});

test('other names are no periods', () => {
  const names = ['', ' 2026', 'A2026-Q4', '26-Q4', '2026-Q5', '2026-Q0', '2026-H3', '2026-13', '2026-1', '2026-Q4 '];
  for (const name of names) {
    expect(periodBounds(name)).toBeNull();
  }
});
