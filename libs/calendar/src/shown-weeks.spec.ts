import { firstShownOn } from './shown-weeks.ts';

it.each([
  ['2027-11-01', '2027-10-11'], ['2027-11-07', '2027-10-11'], ['2027-01-01', '2026-12-07'],
])('times of %s are shown from the Monday three weeks before its own on, %s', (day, monday) => {
  expect(firstShownOn(day)).toBe(monday);
});
