import { openableYears, yearToOpen } from '../../apps/web/hr/parts/years.ts';

describe('the year that is to be opened', () => {
  it.each([
    ['2026-11-02', '2026-11'],
    ['2026-11-15', '2026-11'],
    // Half of its first month is gone: people are served better by the next.
    ['2026-11-16', '2026-12'],
    ['2026-11-30', '2026-12'],
  ])('on %s, as the first one, is %s', (today, year) => {
    expect(yearToOpen(openableYears([], today), [], today)).toBe(year);
  });

  it.each([
    ['2026-11-20', undefined],
    ['2027-08-17', undefined],
    ['2027-08-18', '2027-11'],
    ['2027-10-31', '2027-11'],
  ])('on %s, after the one of 2026-11, is %s', (today, year) => {
    const taken = ['2026-11'];
    expect(yearToOpen(openableYears(taken, today), taken, today)).toBe(year);
  });
});
