import { readPeriod } from '#calendar/periods';
import { beforeOf } from '#disclosure/before';
import { planTerms, PRESENT_RULES, type Terms } from '#disclosure/terms';
import type { YearRelease } from '#disclosure/year/close';
import type { PublishedNode } from '#disclosure/year/publish';
import { reportTermsOf } from '#disclosure/year/report-terms';
import type { Report } from '#disclosure/year/statement';
import { madeYear, reportsOf, termsOf } from '../../testing/year-reports.ts';
import { arrivalOf, type Arrival } from './arrival.ts';

const PROGRAMME = '0b3ab8a6-6f0d-4f5e-9c0e-0d5a3a1f7a11';
const CONFIRMED: Terms = {
  rules: PRESENT_RULES, programme: PROGRAMME, contract: 'C-4F21A7B0', period: '2026-10',
  currency: 'EUR', sessionPriceMinor: '9500', sessionsPerMember: 8, k: 10, rateBps: 450,
  spareSeats: 0, departments: termsOf(16, 400).departments };
const MADE = yearOf(CONFIRMED, [40, 60, 40, 60]);
const YEAR = reportsOf(PROGRAMME, '2026-10', MADE);
const NEXT: Terms = { ...CONFIRMED, period: '2027-10',
  before: beforeOf({ terms: CONFIRMED, told: 200 }) };

function yearOf(terms: Terms, newPeople: readonly number[]) {
  const plan = planTerms(terms);
  if (plan.kind === 'refused') throw new Error(plan.fault);
  return madeYear(reportTermsOf(terms, plan.blocks), newPeople);
}

/** The year's report of a place as another would have it. */
const like = (place: number, release: Partial<YearRelease>): Report =>
  ({ ...YEAR[place]!, release: { ...YEAR[place]!.release, ...release } });
const arrives = (place: number, report: Report, confirmed: Terms | null = CONFIRMED): Arrival =>
  arrivalOf(report, confirmed, YEAR.slice(0, place));

/** A whole list, each of whose leaves is told. */
const every = (name: string, parts: readonly PublishedNode[]): PublishedNode =>
  ({ name, people: parts.reduce((sum, { people }) => sum + people, 0), parts });
const split = ({ name, children }: typeof MADE.plan.concerns, people: number): PublishedNode =>
  (children.length === 0 ? { name, people, parts: [] }
    : every(name, children.map((child, at) => split(child, at === 0 ? people - 10 : 10))));

it('a year is taken as it was told, and waits where its terms or the one before are missing', () => {
  for (const [place, report] of YEAR.entries()) {
    expect(arrives(place, report)).toEqual({ kind: 'next' });
    expect(arrives(place, report, null)).toEqual({ kind: 'waits' });
    if (place > 0) expect(arrives(place - 1, report)).toEqual({ kind: 'waits' });
  }
  expect(arrivalOf(YEAR[3]!, CONFIRMED, [])).toEqual({ kind: 'waits' });
});

it.each<[string, Terms]>([
  ['a lower threshold', { ...CONFIRMED, k: 11 }],
  ['more sessions', { ...CONFIRMED, sessionsPerMember: 7 }],
  ['another use', { ...CONFIRMED, rateBps: 600 }],
  ['other headcounts', { ...CONFIRMED, departments: termsOf(16, 410).departments }],
  ['fewer groups', { ...CONFIRMED, departments: termsOf(12, 400).departments }],
  ['sessions where a flat price was confirmed', { ...CONFIRMED, seatPriceMinor: '9000' }],
  ['the plan of a year that follows no other', NEXT],
])('terms that were not confirmed are refused, %s', (_, confirmed) => {
  for (const [place, report] of YEAR.entries()) {
    expect(arrives(place, report, confirmed))
      .toEqual({ kind: 'refused', reason: 'other-terms', promise: null });
  }
});

it('the plan of the year before is not that of a year which follows it', () => {
  const days = readPeriod('2027-10')!.reports;
  const replayed = YEAR.map((report, at) => ({ ...report, period: '2027-10',
    report: days[at]!.label, releasedOn: days[at]!.releases }));
  expect(arrivalOf(replayed[0]!, NEXT, [])).toMatchObject({ reason: 'other-terms' });
  const own = reportsOf(PROGRAMME, '2027-10', yearOf(NEXT, [40, 60, 40, 60]));
  expect(arrivalOf(own[0]!, NEXT, [])).toEqual({ kind: 'next' });
  // More were told of the year before than when it was confirmed: its terms stay.
  const more = { ...own[0]!.terms, before: { ...own[0]!.terms.before!, told: 201 } };
  expect(arrivalOf({ ...own[0]!, terms: more }, NEXT, [])).toMatchObject({ reason: 'other-terms' });
});

it('another in the place of one that stands is refused, whatever it says', () => {
  for (const place of [0, 1, 2, 3]) {
    expect(arrivalOf(YEAR[place]!, CONFIRMED, YEAR))
      .toEqual({ kind: 'refused', reason: 'told-otherwise', promise: null });
  }
});

const [FIRST, SECOND, , LAST] = YEAR.map(({ release }) => release);
const settled = LAST!.settled!;
const later = yearOf(CONFIRMED, [9, 12, 40, 60]).releases;

it.each<[string, number, Report, string]>([
  ['fewer than may be told', 0, like(0, { totals: [{ turns: [1], people: 9 }], settled: 9 }),
    'of 10 people or more'],
  ['nobody', 0, like(0, { totals: [{ turns: [1], people: 0 }], settled: 0 }),
    'of 10 people or more'],
  ['nearly everybody', 0, like(0, { totals: [{ turns: [1], people: 3_201 }], settled: 3_201 }),
    'of half of those left at most'],
  ['a month of its own', 0, like(0, { totals: [...FIRST!.totals, { turns: [2], people: 12 }] }),
    'where the plan has one'],
  ['another step', 1, like(1, { totals: [{ turns: [1, 2], people: 61 }], settled: 61 }),
    'is joined to the next'],
  ['what a vault tells that was restored', 1, like(1, later[1]!), 'is joined to the next'],
  ['one person less in its lists', 1, like(1, { concerns: {
    ...SECOND!.concerns!, people: SECOND!.concerns!.people - 1, parts: [] } }),
  'the sum is that of the totals'],
  ['a list that is split where it may not be', 1, like(1, { modalities: split(
    { ...MADE.plan.modalities, children: [...MADE.plan.modalities.children].reverse() },
    SECOND!.modalities!.people) }), 'split as planned'],
  ['sites before the year is over', 1, like(1, { sites: LAST!.sites }), 'sites: nothing is told'],
  ['sites left out', 3, like(3, { sites: null }), 'sites: the list of everybody told'],
  ['lower settled than before', 1, like(1, { settled: FIRST!.settled! - 1 }),
    'one session is settled for each person told'],
  ['settled sessions that are no lots', 3, like(3, { settled: settled + 1 }), 'in lots of 10'],
  ['fewer settled than people told', 3, like(3, { settled: settled - 1_000 }), 'in lots of 10'],
  ['more settled than they can have had', 3, like(3, { settled: settled + 10_000 }),
    'as many as the people who were told can have had'],
  ['a flat year', 0, like(0, { settled: null }), 'one session is settled'],
])('what breaks a promise is refused, and which is said: %s', (_, place, report, promise) => {
  const arrival = arrives(place, report);
  expect(arrival).toMatchObject({ kind: 'refused', reason: 'breaks-plan' });
  expect(arrival.kind === 'refused' && arrival.promise).toContain(promise);
});
