import { REPORTS_OF_YEAR } from '#calendar/periods';
import type { Counted } from './counted.ts';
import { publish } from './publish.ts';
import { RULES, type Rules } from './rules.ts';
import { factsAt, receivedOf, type SmallYear, type World } from './small-year.fixture.ts';

/** A rule that was wrong, or would be: what is told by it, and where it is caught. */
export interface Mutant {
  readonly rules?: Partial<Rules>;
  /** What an employer would be told besides. */
  readonly besides?: (year: SmallYear, world: World) => unknown;
  /** Names of the small years in which it is caught. */
  readonly caughtIn: readonly string[];
}

/** All that is received under a mutant. */
export function receivedBy({ rules, besides }: Mutant, year: SmallYear, world: World): unknown {
  const received = receivedOf(year, world, { ...RULES, ...rules });
  return [received, besides?.(year, world)];
}

const sum = (people: readonly Counted[]) =>
  people.reduce((all, { sessions }) => all + sessions, 0);
const lots = (sessions: number, lot: number) => Math.floor(sessions / lot) * lot;
const atTheEnd = ({ kinds, plan }: SmallYear, world: World) =>
  factsAt(world, kinds, plan, REPORTS_OF_YEAR);
const areBandsPublished = (published: readonly Counted[], kHow: number) =>
  [[1, 1], [2, 3], [4, Infinity]].every(([least = 0, most = 0]) =>
    published.filter(({ sessions }) => sessions >= least && sessions <= most).length >= kHow);

/** Settled as the first design had it: all sessions in lots, carried from period to period. */
const lotsOfAll: Rules['settled'] = ({ lot }, published) => lots(sum(published), lot);
const lotsOfFurther: Rules['settled'] = ({ lot }, published) =>
  published.length + lots(sum(published) - published.length, lot);

/** A list of concerns, split by the rule, of those among these turns who were told. */
function concernsOf(year: SmallYear, world: World, turns: readonly number[]): unknown {
  const { releases } = receivedOf(year, world);
  const published = releases.flatMap(({ totals }) => totals).filter(({ people }) => people !== null)
    .flatMap((total) => total.turns).filter((turn) => turns.includes(turn));
  const people = RULES.later(atTheEnd(year, world), published);
  const counts = Map.groupBy(people, ({ concern }) => concern);
  return publish(year.plan.concerns, new Map([...counts].map(([name, own]) => [name, own.length])),
    (users, all) => RULES.may(users, year.plan.k, all), RULES.split);
}

/** Each rule that was wrong, by what it got wrong. */
export const MUTANTS: Readonly<Record<string, Mutant>> = {
  'the root of a yearly tree counts everybody': {
    rules: { later: (people) => people }, caughtIn: ['sites'] },
  'non-users are counted for each period': {
    rules: { left: (people) => people }, caughtIn: ['periods'] },
  'one part of a split is told': {
    rules: { split: (may) => may }, caughtIn: ['sites', 'concerns'] },
  'k − 1 are told': {
    rules: { may: (users, k, people) => RULES.may(users, k - 1, people) },
    caughtIn: ['periods', 'how, at another threshold', 'bands', 'quarters, concerns by halves',
      'quarters, concerns by the year'] },
  'nearly everybody is told': {
    rules: { may: (users, k) => users >= k }, caughtIn: ['periods', 'sites'] },
  'what joined is told apart as well': {
    besides: (year, world) => {
      const { releases } = receivedOf(year, world);
      return releases.flatMap(({ totals, period }) => totals.map(({ turns, people }) =>
        (people !== null && turns.length > 1
          ? factsAt(world, year.kinds, year.plan, period)
            .filter(({ turn }) => turn === turns.at(-1)).length : null)));
    },
    caughtIn: ['periods'] },
  'what remains at the end is told with the year': {
    besides: (year, world) => (receivedOf(year, world).releases.some(({ totals }) =>
      totals.some(({ people }) => people !== null)) ? atTheEnd(year, world).length : null),
    caughtIn: ['periods'] },
  'a list is told of each quarter, beside those that are planned': {
    besides: (year, world) => [1, 2, 3, 4].map((turn) => concernsOf(year, world, [turn])),
    caughtIn: ['quarters, concerns by halves', 'quarters, concerns by the year'] },
  'a list of the year is told beside those of halves': {
    besides: (year, world) => concernsOf(year, world, [1, 2, 3, 4]),
    caughtIn: ['quarters, concerns by halves'] },
  'zero is told': {
    rules: { may: (users, k, people) => users === 0 || RULES.may(users, k, people) },
    caughtIn: ['periods', 'concerns'] },
  'sessions settle by their day': {
    rules: { settled: (_plan, _told, everybody) => sum(everybody) }, caughtIn: ['periods'] },
  'lots settle by their day': {
    rules: { settled: ({ lot }, _told, everybody) => lots(sum(everybody), lot) },
    caughtIn: ['periods'] },
  'sums of sessions are exact beside bands': {
    rules: { settled: (_plan, published, _everybody, isLast) =>
      (isLast ? sum(published) : published.length) },
    caughtIn: ['bands'] },
  'sums of sessions are exact at any size': {
    rules: { settled: (_plan, told) => sum(told) }, caughtIn: ['course'] },
  'a refund is exact': {
    besides: (year, world) => year.purchased - sum(atTheEnd(year, world)),
    caughtIn: ['periods', 'bands'] },
  'an invoice bills what was used': {
    besides: (year, world) => Math.max(0, sum(atTheEnd(year, world)) - year.purchased),
    caughtIn: ['periods'] },
  'a year at a flat price tells what it would have settled': {
    besides: (year, world) => receivedOf(
      { ...year, plan: { ...year.plan, paid: 'sessions', lot: 1 } }, world).releases
      .map(({ settled }) => settled),
    caughtIn: ['a flat price by courses'] },
  'the next flat price follows what care cost': {
    besides: (year, world) => sum(atTheEnd(year, world)),
    caughtIn: ['a flat price by courses', 'a flat price'] },
  'spare seats are counted as people': {
    rules: {
      left: (people, published) => people + 4 - published,
      may: (users, k, people) => RULES.may(users, k, people === null ? null : people + 1) },
    caughtIn: ['sites'] },
  'lots are smaller than what they hide': {
    rules: { settled: (plan, ...others) => RULES.settled({ ...plan, lot: 1 }, ...others) },
    caughtIn: ['course'] },
  'lots of all sessions are carried through the year': {
    rules: { settled: lotsOfAll }, caughtIn: ['course'] },
  'lots of further sessions are carried through the year, beside bands': {
    rules: { settled: lotsOfFurther }, caughtIn: ['bands after a course'] },
  'carried lots end with an exact sum': {
    rules: { settled: (plan, published, everybody, isLast) => {
      const [users, further] = [published.length, sum(published) - published.length];
      const isWide = further >= plan.kHow
        && plan.sessionsPerMember * users - sum(published) >= plan.kHow;
      return isLast && isWide && !areBandsPublished(published, plan.kHow) ? sum(published)
        : lotsOfFurther(plan, published, everybody, isLast);
    } },
    caughtIn: ['course to an end'] },
};
