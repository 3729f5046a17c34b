import fc from 'fast-check';
import { beforeOf, followsFrom, type LastYear } from './before.ts';
import { PRESENT_RULES, planTerms, termsText, type PlannedTerms, type Terms } from './terms.ts';
import { groupsOf } from './year/report-terms.ts';
import { leavesOf } from './year/tree.ts';

const FIRST: Terms = {
  rules: PRESENT_RULES, programme: '0b3ab8a6-6f0d-4f5e-9c0e-0d5a3a1f7a11', contract: 'C-4F21A7B0',
  period: '2026-10', currency: 'EUR', sessionPriceMinor: '9500', sessionsPerMember: 8, k: 10,
  rateBps: 450, spareSeats: 0, departments: [
    { number: 1, site: 1, people: 400 }, { number: 2, site: 1, people: 40 },
    { number: 3, site: 2, people: 300 }, { number: 4, site: 2, people: 55 }],
};

function planned(terms: Terms): PlannedTerms {
  const plan = planTerms(terms);
  if (plan.kind === 'refused') throw new Error(plan.fault);
  return plan;
}

/** A year later: other headcounts, and what the year before hands on. */
function next(last: LastYear, people: readonly number[], more: Partial<Terms> = {}): Terms {
  const departments = last.terms.departments.map((one, at) =>
    ({ ...one, people: people[at] ?? one.people }));
  return { ...last.terms, period: `${Number(last.terms.period.slice(0, 4)) + 1}-10`, departments,
    before: beforeOf(last), ...more };
}

/** Which departments are of which block, and which blocks of which group. */
function shapeOf(terms: Terms): unknown {
  const { blocks, year } = planned(terms);
  return [blocks.map(({ block, departments, site }) => [block, departments, site]),
    [...groupsOf(year)], leavesOf(year.sites).map(({ name }) => name)];
}

const people = fc.integer({ min: 1, max: 400 });
const employers = fc.array(fc.array(people, { minLength: 1, maxLength: 5 }),
  { minLength: 1, maxLength: 5 }).map((sites): Terms => ({ ...FIRST, departments: sites
  .flatMap((own, at) => own.map((count) => ({ site: at + 1, people: count })))
  .map((one, at) => ({ number: at + 1, ...one })) }))
  .filter((terms) => planTerms(terms).kind === 'planned');
/** How headcounts change from year to year, in per cent. */
const years = fc.array(
  fc.array(fc.integer({ min: 70, max: 130 }), { minLength: 25, maxLength: 25 }),
  { minLength: 1, maxLength: 4 });

it('a later year keeps blocks and groups, unless a block changed by more than a fifth', () => {
  fc.assert(fc.property(employers, years, (first, changes) => {
    let last: LastYear = { terms: first, told: 0 };
    for (const change of changes) {
      const terms = next(last, last.terms.departments.map(({ people: count }, at) =>
        Math.max(1, Math.round((count * (change[at] ?? 100)) / 100))));
      if (planTerms(terms).kind === 'refused') return;
      const areNear = planned(last.terms).blocks.every(({ people: was, departments }) => {
        const now = departments.reduce((sum, number) =>
          sum + terms.departments[number - 1]!.people, 0);
        return now >= 60 && Math.abs(now - was) <= was / 5;
      });
      if (areNear) expect(shapeOf(terms)).toEqual(shapeOf(last.terms));
      else expect(planned(terms).blocks).toEqual(planned({ ...terms, before: undefined }).blocks);
      const { seats, letters, blocks } = planned(terms);
      expect(letters.reduce((sum, range) => sum + range.people, 0)).toBe(seats);
      expect(blocks.every((block) => block.people >= 60)).toBe(true);
      last = { terms, told: 0 };
    }
  }));
});

it('a fifth is a fifth: 20 % more is the same block, one more person is another', () => {
  const last = { terms: FIRST, told: 40 };
  const [one, two] = planned(FIRST).blocks.map(({ people: own }) => own) as [number, number];
  expect([one, two]).toEqual([440, 355]);
  expect(shapeOf(next(last, [488, 40, 240, 44]))).toEqual(shapeOf(FIRST));
  // By itself a department may change by more: it is reported on with the others of its block.
  expect(shapeOf(next(last, [300, 140, 300, 55]))).toEqual(shapeOf(FIRST));
  expect(planned(next(last, [300, 229, 300, 55])).blocks).toHaveLength(3);
});

it('a department more, or one at another site, makes all of it anew', () => {
  const last = { terms: FIRST, told: 40 };
  const anew = (terms: Terms) =>
    expect(planned(terms).blocks).toEqual(planned({ ...terms, before: undefined }).blocks);
  anew(next(last, [], { departments: [...FIRST.departments, { number: 5, site: 2, people: 90 }] }));
  anew(next(last, [], { departments: FIRST.departments.slice(0, 3) }));
  anew(next(last, [], { departments: FIRST.departments.map((one) =>
    (one.number === 2 ? { ...one, site: 2 } : { ...one, site: one.number > 2 ? 3 : 1 })) }));
});

it('the smallest group is never lowered, and stated use rises to what was told at most', () => {
  fc.assert(fc.property(fc.integer({ min: 10, max: 40 }), fc.integer({ min: 10, max: 40 }),
    fc.integer({ min: 200, max: 1_000 }), fc.integer({ min: 200, max: 1_000 }),
    fc.integer({ min: 0, max: 90 }), (k, then, rateBps, raised, told) => {
      const last = { terms: { ...FIRST, k, rateBps }, told };
      const plan = planTerms(next(last, [], { k: then, rateBps: raised }));
      const fault = then < k ? 'low-k'
        : raised > rateBps && raised * 795 > told * 10_000 ? 'rate-rises' : undefined;
      expect(plan.kind === 'refused' ? plan.fault : undefined).toBe(fault);
    }));
});

describe('terms take over what the vault knows itself of the year before', () => {
  const last: LastYear = { terms: FIRST, told: 40 };
  const before = beforeOf(last)!;
  const second = next(last, []);

  it('and nothing where there is none, or none that can be planned now', () => {
    expect(followsFrom(second, last)).toBe(true);
    expect(followsFrom(FIRST, null)).toBe(true);
    expect(followsFrom(second, null)).toBe(false);
    expect(followsFrom({ ...second, before: undefined }, last)).toBe(false);
    const older = { ...last, terms: { ...FIRST, rules: 'year-0' } };
    expect(beforeOf(older)).toBeUndefined();
    expect(followsFrom(FIRST, older)).toBe(true);
  });

  it('whether the names of the text are in order or not, and after one year more', () => {
    expect(followsFrom(JSON.parse(termsText(second)) as Terms, last)).toBe(true);
    const third = next({ terms: second, told: 31 }, []);
    expect(followsFrom(third, { terms: second, told: 31 })).toBe(true);
    // A year takes over of the one before it alone, however many there were.
    expect(termsText(third).length).toBe(termsText(second).length);
  });

  it.each<[string, typeof before, boolean]>([
    ['fewer who were told when it was proposed', { ...before, told: 39 }, true],
    ['nobody, as the gateway says it', { ...before, told: 0 }, true],
    ['more than were told', { ...before, told: 41 }, false],
    ['another smallest group', { ...before, k: 11 }, false],
    ['a higher stated use', { ...before, rateBps: 451 }, false],
    ['fewer people', { ...before, people: before.people - 1 }, false],
    ['a block less', { ...before, blocks: before.blocks.slice(1) }, false],
    ['another group', { ...before, blocks: before.blocks.map((one) =>
      ({ ...one, group: '1' })) }, false],
    ['other departments', { ...before, blocks: before.blocks.map((one) =>
      ({ ...one, departments: [...one.departments].reverse() })) }, false],
  ])('%s', (_, changed, follows) => {
    expect(followsFrom({ ...second, before: changed }, last)).toBe(follows);
  });
});
