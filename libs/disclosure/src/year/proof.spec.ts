import { certainties } from './adversary.fixture.ts';
import { BANDS } from './lists.ts';
import { MUTANTS, receivedBy } from './mutants.fixture.ts';
import {
  kindsOf, listOf, receivedOf, smallPlan, worldsOf, type SmallYear,
} from './small-year.fixture.ts';

/** All sessions of a person in the period that she is counted in. */
const atOnce = (most: number) => (turn: number) => upTo(most).map((sessions) =>
  [1, 2, 3, 4].map((period) => (period >= turn ? sessions : 0)));
/** Some by the end of the first period, and no fewer by the end of the year. */
const inCourse = (most: number) => (turn: number) => upTo(most).flatMap((first) =>
  upTo(most).filter((all) => all >= first && (turn === 1 || all === first))
    .map((all) => [turn === 1 ? first : 0, all, all, all]));

const QUARTERS = [[1], [2], [3], [4]];
const HALVES = [[1, 2], [3, 4]];
const YEAR = [[1, 2, 3, 4]];
const EARLY = [[1], [2, 3, 4]];

/** Years of which every world is tried. */
const YEARS: Readonly<Record<string, SmallYear>> = {
  'periods': { purchased: 5, plan: smallPlan([8], QUARTERS),
    kinds: kindsOf({ turns: [1, 2, 3, 4] }) },
  'periods at three': { purchased: 5, plan: smallPlan([12], QUARTERS, { k: 3 }),
    kinds: kindsOf({ turns: [1, 2, 3, 4] }) },
  'sites': { purchased: 5, plan: smallPlan([4, 4], QUARTERS), kinds: kindsOf({ turns: [1, 3, 4] }) },
  'three sites': { purchased: 9, plan: smallPlan([4, 4, 4], HALVES),
    kinds: kindsOf({ turns: [2, 4] }) },
  'concerns': { purchased: 5,
    plan: smallPlan([4, 4], HALVES, { listsAt: [2, 4], concerns: listOf(['a', 'b']) }),
    kinds: kindsOf({ turns: [2, 4], concerns: ['a', 'b'] }) },
  'concerns in a tree': { purchased: 5,
    plan: smallPlan([9], QUARTERS, { concerns: listOf(['a', 'b', 'c']) }),
    kinds: kindsOf({ turns: [1, 4], concerns: ['a', 'b', 'c'] }) },
  'quarters, concerns by halves': { purchased: 5,
    plan: smallPlan([9], QUARTERS, { listsAt: [2, 4], concerns: listOf(['a', 'b']) }),
    kinds: kindsOf({ turns: [1, 2, 3], concerns: ['a', 'b'] }) },
  'quarters, concerns by halves, at three': { purchased: 5,
    plan: smallPlan([9], QUARTERS, { k: 3, kHow: 3, listsAt: [2, 4], concerns: listOf(['a', 'b']) }),
    kinds: kindsOf({ turns: [1, 2, 3], concerns: ['a', 'b'] }) },
  'quarters, concerns by the year': { purchased: 5,
    plan: smallPlan([9], QUARTERS, { concerns: listOf(['a', 'b']) }),
    kinds: kindsOf({ turns: [1, 2, 4], concerns: ['a', 'b'] }) },
  'how, at another threshold': { purchased: 5,
    plan: smallPlan([9], HALVES, { k: 3, modalities: listOf(['v', 'p']) }),
    kinds: kindsOf({ turns: [2, 4], modalities: ['v', 'p'], courses: atOnce(2) }) },
  'bands': { purchased: 12, plan: smallPlan([12], YEAR, { bands: BANDS, sessionsPerMember: 6 }),
    kinds: kindsOf({ turns: [1], courses: atOnce(6) }) },
  'bands by turns': { purchased: 12,
    plan: smallPlan([10], EARLY, { bands: BANDS, sessionsPerMember: 4 }),
    kinds: kindsOf({ turns: [1, 2], courses: atOnce(4) }) },
  'course': { purchased: 5, plan: smallPlan([9], EARLY, { sessionsPerMember: 2, lot: 2 }),
    kinds: kindsOf({ turns: [1, 2], courses: inCourse(2) }) },
  'course to an end': { purchased: 5,
    plan: smallPlan([7], EARLY, { sessionsPerMember: 3, lot: 5 }),
    kinds: kindsOf({ turns: [1, 2], courses: inCourse(3) }) },
  'bands after a course': { purchased: 5, users: { 1: 5, 2: 2 },
    plan: smallPlan([10], EARLY, { bands: BANDS, sessionsPerMember: 4, lot: 2 }),
    kinds: kindsOf({ turns: [1, 2], courses: inCourse(4) }) },
  'a flat price': { purchased: 0, plan: smallPlan([4, 5], YEAR, { paid: 'flat', k: 3,
    concerns: listOf(['a', 'b']), modalities: listOf(['v', 'p']), sessionsPerMember: 3 }),
  kinds: kindsOf({ turns: [1, 4], concerns: ['a', 'b'], modalities: ['v', 'p'] })
    .filter(({ concern, modality }) => concern + modality !== 'bp') },
  'a flat price by courses': { purchased: 0, plan: smallPlan([9], EARLY, { paid: 'flat',
    sessionsPerMember: 3 }), kinds: kindsOf({ turns: [1, 2], courses: inCourse(3) }) },
  'everything': { purchased: 6, users: { 2: 3, 4: 3 },
    plan: smallPlan([12], HALVES, { listsAt: [2, 4], bands: BANDS, sessionsPerMember: 4,
      concerns: listOf(['a', 'b']), modalities: listOf(['v', 'p']) }),
    kinds: kindsOf({ turns: [2, 4], concerns: ['a', 'b'], modalities: ['v', 'p'],
      courses: atOnce(4) })
      .filter(({ by, concern, modality }) => by[3] !== 3 && concern + modality !== 'bp') },
};

function upTo(most: number): number[] {
  return Array.from({ length: most }, (_, at) => at + 1);
}

describe('nobody is certain of a few people of a group, nor of all but a few', () => {
  it.each(Object.entries(YEARS))('from all that is received in a year of %s', (_, year) => {
    expect(certainties(year, (world) => receivedOf(year, world))).toEqual([]);
  });
});

describe('the same adversary catches a rule by which', () => {
  it.each(Object.entries(MUTANTS).flatMap(([name, mutant]) =>
    mutant.caughtIn.map((place) => [name, place, mutant] as const)),
  )('%s, in a year of %s', (_, place, mutant) => {
    const year = YEARS[place]!;
    const [found] = certainties(year, (world) => receivedBy(mutant, year, world), 1);
    expect(found?.counts.length).toBeGreaterThan(0);
  });
});

it('of a year at a flat price no session is told, and money never moves', () => {
  for (const year of [YEARS['a flat price']!, YEARS['a flat price by courses']!]) {
    for (const world of worldsOf(year)) {
      const { releases, balances } = receivedOf(year, world);
      expect(releases.some(({ settled, bands }) => settled !== null || bands !== null)).toBe(false);
      expect(balances.some((one) => Object.values(one).some((number) => number !== 0))).toBe(false);
    }
  }
});

it('a year of which only some worlds are tried tells which they are', () => {
  for (const year of Object.values(YEARS).filter(({ users }) => users)) {
    for (const world of worldsOf(year)) {
      const { releases } = receivedOf(year, world);
      const told = releases.flatMap(({ totals }) => totals).filter(({ people }) => people !== null);
      expect(told.map(({ people }) => people)).toEqual(Object.values(year.users!));
      // All of them are told alike, so that one shows it.
      break;
    }
  }
});
