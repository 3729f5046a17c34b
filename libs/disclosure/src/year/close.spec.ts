import fc from 'fast-check';
import { canonicalOf } from '#pseudonym/canonical';
import { closePeriod, type YearRelease } from './close.ts';
import type { Counted } from './counted.ts';
import { balanceOf } from './money.ts';
import { planYear, type Paid, type YearPlan } from './plan.ts';
import type { PublishedNode } from './publish.ts';
import { leavesOf } from './tree.ts';

const CONCERNS = ['STRESS', 'ANXIETY', 'DEPRESSION', 'RELATIONSHIPS', 'WORK', 'GRIEF', 'OTHER'];

function planOf(
  people: readonly number[], rateBps = 450, paid: Paid = 'sessions',
): YearPlan {
  const departments = people.map((own, at) => ({ number: at + 1, site: at + 1, people: own }));
  const plan = planYear({ departments, rateBps, k: 10, sessionsPerMember: 8, paid });
  if (plan.kind !== 'planned') throw new Error(plan.fault);
  return plan;
}

const QUARTERLY = planOf([3_000, 2_500]);
const HALVES = planOf([1_000, 900]);
const YEARLY = planOf([600, 400]);

/** So many people of a turn, alike but for what is said. */
function people(count: number, turn: number, more: Partial<Counted> = {}): Counted[] {
  return Array.from({ length: count }, () =>
    ({ turn, block: '1.1', concern: 'STRESS', modality: 'VIDEO', sessions: 3, ...more }));
}

/** The releases of a year whose people are all known from their turn on. */
function yearOf(plan: YearPlan, everybody: readonly Counted[]): YearRelease[] {
  return [1, 2, 3, 4].reduce<YearRelease[]>((before, period) => [...before, closePeriod(
    plan, before, everybody.filter(({ turn }) => turn <= period))], []);
}

const told = ({ totals }: YearRelease) => totals.map(({ turns, people: n }) => [turns.join('+'), n]);
const flat = (node: PublishedNode | null): [string, number][] => (node
  ? [[node.name, node.people], ...node.parts.flatMap(flat)] : []);

describe('totals', () => {
  it('are told from ten people on, and joined to the next where they are fewer', () => {
    const year = yearOf(QUARTERLY, [
      ...people(9, 1), ...people(1, 2), ...people(10, 3), ...people(9, 4)]);
    expect(year.map(told)).toEqual([
      [['1', null]], [['1+2', 10]], [['3', 10]], [['4', null]]]);
  });

  it('that remain at the year\'s end are told nowhere', () => {
    const year = yearOf(HALVES, [...people(30, 1), ...people(9, 3)]);
    expect(year.map(told)).toEqual([[], [['1+2', 30]], [], [['3+4', null]]]);
    expect(year[3]).toMatchObject({ sites: { people: 30 }, bands: { people: 30 }, settled: 90 });
  });

  it('are at most half of the people who were not told before', () => {
    const plan = planOf([400, 600]);
    const quarterly = { ...plan, steps: QUARTERLY.steps };
    const year = yearOf(quarterly, [
      ...people(500, 1), ...people(251, 2), ...people(1, 3), ...people(10, 4)]);
    expect(year.map(told)).toEqual([
      [['1', 500]], [['2', null]], [['2+3', null]], [['2+3+4', null]]]);
    expect(yearOf(quarterly, [...people(500, 1), ...people(250, 2)]).slice(0, 2).map(told))
      .toEqual([[['1', 500]], [['2', 250]]]);
  });
});

describe('lists', () => {
  it('are split as far as every part may be told', () => {
    const year = yearOf(YEARLY, [
      ...people(12, 1), ...people(10, 2, { concern: 'WORK' }), ...people(10, 3, {
        concern: 'ANXIETY', block: '1.2', modality: 'PHONE', sessions: 1 }),
      ...people(5, 4, { concern: 'GRIEF', modality: 'IN_PERSON', sessions: 4 })]);
    expect(year.slice(0, 3).every(({ totals, concerns, sites }) =>
      totals.length === 0 && concerns === null && sites === null)).toBe(true);
    expect(flat(year[3]!.concerns)).toEqual([
      ['all', 37], ['work and stress', 22], ['STRESS', 12], ['WORK', 10], ['mood and life', 15]]);
    expect(flat(year[3]!.modalities)).toEqual([
      ['all', 37], ['VIDEO', 22], ['not by video', 15], ['PHONE', 10], ['IN_PERSON', 5]]);
    expect(flat(year[3]!.sites)).toEqual([['1', 37], ['1.1', 27], ['1.2', 10]]);
    expect(flat(year[3]!.bands)).toEqual([['all', 37], ['1', 10], ['2–3', 22], ['4 or more', 5]]);
  });

  it('are of those who were told since the lists before them', () => {
    const year = yearOf(QUARTERLY, [...people(20, 1), ...people(5, 2), ...people(30, 3)]);
    expect(year.map(({ concerns }) => concerns?.people ?? null)).toEqual([20, null, 35, null]);
    expect(year[3]!.sites?.people).toBe(55);
  });

  it('tell no site of which more than half used it', () => {
    const [first] = leavesOf(YEARLY.sites);
    const year = yearOf(YEARLY, [...people(first!.people / 2, 1), ...people(10, 1, { block: '1.2' })]);
    expect(flat(year[3]!.sites)).toHaveLength(3);
    const more = yearOf(YEARLY,
      [...people(first!.people / 2 + 1, 1), ...people(10, 1, { block: '1.2' })]);
    expect(flat(more[3]!.sites)).toHaveLength(1);
  });

  it('tell the median wait of forty people as a band that four of them cannot move', () => {
    const waits = (count: number, waitDays: number) => people(count, 1, { waitDays });
    const wait = (everybody: readonly Counted[]) => yearOf(YEARLY, everybody)[3]!.wait;
    expect(wait([...waits(20, 4), ...waits(20, 3)])).toBe('2–5');
    expect(wait([...waits(19, 4), ...waits(20, 3)])).toBeNull();
    expect(wait([...waits(18, 4), ...waits(22, 8)])).toBeNull();
    expect(wait([...waits(30, 4), ...people(10, 1)])).toBe('2–5');
    expect(wait([...waits(29, 4), ...people(11, 1)])).toBeNull();
  });
});

describe('money', () => {
  it('settles one session for each who is told, and at the year\'s end the others in lots', () => {
    const year = yearOf(HALVES, [
      ...people(30, 1), ...people(9, 3, { sessions: 8 }), ...people(12, 4, { sessions: 2 })]);
    expect(year.map(({ settled }) => settled)).toEqual([0, 30, 30, 51 + 130]);
    const balance = (paid: number, open: number, ...years: (typeof year)[]) =>
      balanceOf({ paid, open }, years);
    expect(balance(200, 0, year)).toEqual({ purchased: 200, settled: 181, covered: 181, left: 19,
      shortfall: 0, asked: 0 });
    expect(balance(150, 0, year)).toEqual({ purchased: 150, settled: 181, covered: 150, left: 0,
      shortfall: 31, asked: 0 });
    expect(balance(150, 20, year)).toMatchObject({ shortfall: 31, asked: 20 });
    expect(balance(20, 0, year.slice(0, 3))).toMatchObject({ shortfall: 10 });
    expect(balance(20, 0, year, year.slice(0, 2))).toMatchObject({ settled: 211, shortfall: 191 });
    expect(balance(150, 0)).toMatchObject({ purchased: 150, settled: 0, left: 150, shortfall: 0 });
  });

  it('of a flat price has no settled session', () => {
    const plan = planOf([360], 450, 'flat');
    const year = yearOf(plan, people(20, 1, { block: '1' }));
    expect(year.map(({ settled, bands }) => [settled, bands])).toEqual(
      [1, 2, 3, 4].map(() => [null, null]));
    expect(year[3]!.concerns?.people).toBe(20);
  });
});

const facts = (plan: YearPlan) => fc.array(fc.record({
  turn: fc.integer({ min: 1, max: 4 }),
  block: fc.constantFrom(...leavesOf(plan.sites).map(({ name }) => name)),
  concern: fc.constantFrom(...CONCERNS),
  modality: fc.constantFrom('VIDEO', 'PHONE', 'IN_PERSON'),
  sessions: fc.integer({ min: 1, max: 8 }),
}), { maxLength: 150 });

describe.each([['four', QUARTERLY], ['two', HALVES], ['one', YEARLY]])(
  'every year told in %s', (_, plan) => {
    it('is the same in whatever order its people come', () => {
      fc.assert(fc.property(facts(plan).chain((all) => fc.tuple(
        fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
      ), ([all, shuffled]) => {
        expect(canonicalOf(yearOf(plan, shuffled))).toBe(canonicalOf(yearOf(plan, all)));
      }), { numRuns: 40 });
    });

    it('has each turn in one total that is told or in none, and sums that agree', () => {
      fc.assert(fc.property(facts(plan), (all) => {
        const year = yearOf(plan, all);
        const totals = year.flatMap((one) => one.totals).filter((one) => one.people !== null);
        const turns = totals.flatMap((one) => one.turns);
        expect(new Set(turns).size).toBe(turns.length);
        const sum = totals.reduce((n, one) => n + (one.people ?? 0), 0);
        expect(year[3]!.sites?.people ?? 0).toBe(sum);
        expect(year[3]!.bands?.people ?? 0).toBe(sum);
        expect(year.reduce((n, { concerns }) => n + (concerns?.people ?? 0), 0)).toBe(sum);
        const isWhole = (node: PublishedNode, k: number): boolean => node.people >= k
          && (node.parts.length === 0
            || node.parts.reduce((n, part) => n + part.people, 0) === node.people)
          && node.parts.every((part) => isWhole(part, k));
        for (const { concerns, modalities, sites, bands } of year) {
          expect([concerns, sites].every((node) => node === null || isWhole(node, 10))).toBe(true);
          expect([modalities, bands].every((node) => node === null || isWhole(node, 5))).toBe(true);
        }
        const settled = year[3]!.settled ?? 0;
        const own = all.filter(({ turn }) => turns.includes(turn));
        const due = own.reduce((n, { sessions }) => n + sessions, 0);
        expect(due - settled >= 0 && due - settled < 10).toBe(true);
      }), { numRuns: 60 });
    });
  });

describe('facts that do not agree', () => {
  const first = closePeriod(QUARTERLY, [], people(12, 1));
  it.each<[string, string, () => unknown]>([
    ['an unknown block', 'bad-tally', () =>
      closePeriod(QUARTERLY, [], people(1, 1, { block: '1' }))],
    ['an unknown concern', 'bad-tally', () =>
      closePeriod(QUARTERLY, [], people(1, 1, { concern: 'all' }))],
    ['an unknown modality', 'bad-tally', () =>
      closePeriod(QUARTERLY, [], people(1, 1, { modality: 'FAX' }))],
    ['nobody\'s session', 'bad-tally', () =>
      closePeriod(QUARTERLY, [], people(1, 1, { sessions: 0 }))],
    ['more than a member has', 'bad-tally', () =>
      closePeriod(QUARTERLY, [], people(1, 1, { sessions: 9 }))],
    ['a fifth turn', 'bad-tally', () => closePeriod(QUARTERLY, [], people(1, 5))],
    ['no turn', 'bad-tally', () => closePeriod(QUARTERLY, [], people(1, 0))],
    ['half a day', 'bad-tally', () =>
      closePeriod(QUARTERLY, [], people(1, 1, { waitDays: 0.5 }))],
    ['somebody who was told and is gone', 'bad-tally', () =>
      closePeriod(QUARTERLY, [first], people(11, 1))],
    ['somebody who joins a turn that was told', 'bad-tally', () =>
      closePeriod(QUARTERLY, [first], people(13, 1))],
    ['a fifth period', 'bad-releases', () =>
      closePeriod(QUARTERLY, yearOf(QUARTERLY, []), [])],
    ['periods in another order', 'bad-releases', () =>
      closePeriod(QUARTERLY, [{ ...first, period: 2 }], people(12, 1))],
  ])('are refused: %s', (_, code, close) => {
    expect(close).toThrow(expect.objectContaining({ code }));
  });
});
