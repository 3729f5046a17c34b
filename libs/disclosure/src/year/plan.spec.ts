import fc from 'fast-check';
import { canonicalOf } from '#pseudonym/canonical';
import type { TermsDepartment } from '../terms.ts';
import { planYear, type ReportTerms, type YearBefore, type YearPlan } from './plan.ts';
import { leavesOf, type SiteNode } from './tree.ts';

const BASE = { rateBps: 450, k: 10, sessionsPerMember: 8, paid: 'sessions' } as const;

/** Departments from the people of each site's. */
function departmentsOf(sites: readonly (readonly number[])[]): TermsDepartment[] {
  return sites.flatMap((own, at) => own.map((people) => ({ site: at + 1, people })))
    .map((one, at) => ({ number: at + 1, ...one }));
}

function planned(terms: Partial<ReportTerms> & Pick<ReportTerms, 'departments'>): YearPlan {
  const plan = planYear({ ...BASE, ...terms });
  if (plan.kind !== 'planned') throw new Error(plan.fault);
  return plan;
}

/** What the year after a plan of these departments takes over. */
function beforeOf(
  { k, rateBps, people, sites: tree }: YearPlan, departments: readonly TermsDepartment[],
  told: number,
): YearBefore {
  const groups = new Map(leavesOf(tree).flatMap(({ name, departments: own }) =>
    own.map((number) => [number, name] as const)));
  return { k, rateBps, people, told, blocks: departments.map(({ number, site, people: own }) =>
    ({ people: own, site, group: groups.get(number)! })) };
}

/** The shape of a tree, in people. */
function shape({ people, children }: SiteNode): unknown {
  return children.length === 0 ? people : children.map(shape);
}

function every(node: SiteNode, holds: (one: SiteNode) => boolean): boolean {
  return holds(node) && node.children.every((child) => every(child, holds));
}

const sites = fc.array(
  fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 6 }),
  { minLength: 1, maxLength: 8 },
).filter((all) => all.flat().reduce((sum, people) => sum + people, 0) >= 60);
const rates = fc.integer({ min: 200, max: 1_000 });

describe('the tree of a plan', () => {
  it.each<[string, number, number[][], unknown]>([
    ['one site is one block where halves would be small', 450, [[200, 200]], 400],
    ['departments fill the smaller half', 450, [[500, 300, 260]], [500, 560]],
    ['two sites by themselves', 450, [[240], [300]], [240, 300]],
    ['a site that expects too few cases joins the smallest', 450, [[300], [100], [400]],
      [400, 400]],
    ['small sites join each other first', 450, [[100], [900], [150]], [250, 900]],
    ['the two smallest are merged first', 450, [[300], [310], [700], [800]],
      [[[300, 310], 700], 800]],
    ['equal sizes by their first department', 450, [[250], [250], [250]], [[250, 250], 250]],
    ['a small site stays whole in half of a large one', 450, [[100], [450, 460]], [550, 460]],
    ['use that is stated higher makes smaller blocks', 1_000, [[110], [100]], [110, 100]],
  ])('%s', (_, rateBps, people, wanted) => {
    expect(shape(planned({ departments: departmentsOf(people), rateBps }).sites)).toEqual(wanted);
  });

  it('has every department once, in groups of at least sixty people', () => {
    fc.assert(fc.property(sites, rates, (people, rateBps) => {
      const departments = departmentsOf(people);
      const { sites: tree } = planned({ departments, rateBps });
      const of = new Map(departments.map((one) => [one.number, one.people]));
      expect(every(tree, ({ people: own, departments: numbers, children }) =>
        own >= 60 && own === numbers.reduce((sum, number) => sum + of.get(number)!, 0)
        && (children.length === 0 || children.length === 2
        && [...children.flatMap((child) => child.departments)].sort((a, b) => a - b).join()
        === numbers.join()))).toBe(true);
      expect(leavesOf(tree).flatMap((leaf) => leaf.departments).sort((a, b) => a - b))
        .toEqual(departments.map(({ number }) => number));
      expect(every(tree, ({ people: own, children }) =>
        children.length > 0 || own * rateBps >= 100_000 || tree.children.length === 0)).toBe(true);
    }));
  });

  it('is the same whatever the order of the departments', () => {
    fc.assert(fc.property(sites.chain((people) => {
      const departments = departmentsOf(people);
      return fc.tuple(fc.constant(departments), fc.shuffledSubarray(departments,
        { minLength: departments.length, maxLength: departments.length }));
    }), ([departments, shuffled]) => {
      expect(canonicalOf(planned({ departments: shuffled })))
        .toBe(canonicalOf(planned({ departments })));
    }));
  });

  it('is kept from the year before while every block is within a fifth of what it was', () => {
    const first = departmentsOf([[500, 300, 260]]);
    const before = beforeOf(planned({ departments: first }), first, 40);
    const after = (departments: readonly TermsDepartment[], k = 10) =>
      planned({ departments, before, k });
    const kept = after(departmentsOf([[400, 300, 312]]));
    expect(shape(kept.sites)).toEqual([400, 612]);
    expect(kept.people).toBe(1_012);
    expect(kept.sites.children.map(({ name, departments }) => [name, departments]))
      .toEqual([['1.1', [1]], ['1.2', [2, 3]]]);
    expect(shape(after(departmentsOf([[600, 240, 260]])).sites)).toEqual([600, 500]);
    expect(shape(after(departmentsOf([[399, 460, 460]])).sites)).toEqual([859, 460]);
    expect(shape(after(departmentsOf([[500, 361, 260]])).sites)).toEqual([500, 621]);
    expect(shape(after(departmentsOf([[600, 361, 313]])).sites)).toEqual([600, 674]);
    expect(shape(after(departmentsOf([[500, 300, 260, 1]])).sites)).toEqual([501, 560]);
    // Of another site, or of groups that are too small for a threshold that was raised.
    expect(shape(after(departmentsOf([[500, 300], [260]])).sites)).toEqual([800, 260]);
    expect(shape(after(first, 251).sites)).toBe(1_060);
  });

  it('is kept whole, whatever its depth, by whole numbers of its names', () => {
    fc.assert(fc.property(sites, rates, (people, rateBps) => {
      const departments = departmentsOf(people);
      const plan = planned({ departments, rateBps });
      const before = beforeOf(plan, departments, 0);
      expect(planned({ departments, rateBps, before })).toEqual(plan);
      // Any other use leaves the groups as they are.
      expect(planned({ departments, rateBps: 200, before }).sites).toEqual(plan.sites);
    }));
  });

  it('is made anew where what it is kept from names no tree', () => {
    const names = fc.array(fc.stringMatching(/^1(\.[1-3]){0,3}$|^2$|^$|^1\.1\.$/),
      { minLength: 3, maxLength: 3 });
    fc.assert(fc.property(names, (groups) => {
      const departments = departmentsOf([[500, 300, 260]]);
      const before = beforeOf(planned({ departments }), departments, 0);
      const { sites: tree } = planned({ departments, before: { ...before,
        blocks: before.blocks.map((block, at) => ({ ...block, group: groups[at]! })) } });
      expect(leavesOf(tree).flatMap((leaf) => leaf.departments).sort((a, b) => a - b))
        .toEqual([1, 2, 3]);
      expect(every(tree, ({ people }) => people >= 60)).toBe(true);
    }));
  });
});

describe('the calendar of a plan', () => {
  it.each<[number, number, number[][], number[]]>([
    [60, 450, [[1, 2, 3, 4]], [4]],
    [360, 800, [[1, 2, 3, 4]], [4]],
    [1_000, 500, [[1, 2, 3, 4]], [4]],
    [1_388, 450, [[1, 2, 3, 4]], [4]],
    [1_389, 450, [[1, 2], [3, 4]], [4]],
    [2_500, 450, [[1, 2], [3, 4]], [2, 4]],
    [2_777, 450, [[1, 2], [3, 4]], [2, 4]],
    [2_778, 450, [[1], [2], [3], [4]], [2, 4]],
    [5_000, 360, [[1], [2], [3], [4]], [2, 4]],
    [5_000, 450, [[1], [2], [3], [4]], [1, 2, 3, 4]],
  ])('of %d people at %d bps', (people, rateBps, steps, listsAt) => {
    expect(planned({ departments: departmentsOf([[people]]), rateBps }))
      .toMatchObject({ paid: 'sessions', steps, listsAt });
  });

  it('has each period in one step, and lists only where a step ends', () => {
    fc.assert(fc.property(sites, rates, (people, rateBps) => {
      const { steps, listsAt } = planned({ departments: departmentsOf(people), rateBps });
      expect(steps.flat()).toEqual([1, 2, 3, 4]);
      const ends = steps.map((step) => step.at(-1)!);
      expect(ends.at(-1)).toBe(4);
      expect(listsAt.every((at) => ends.includes(at)) && listsAt.at(-1) === 4).toBe(true);
    }));
  });

  it('can be at a flat price, and has no bands where nobody has four sessions', () => {
    const departments = departmentsOf([[5_000]]);
    expect(planned({ departments, paid: 'flat' })).toMatchObject({ paid: 'flat', bands: null });
    expect(planned({ departments, sessionsPerMember: 3 }).bands).toBeNull();
    expect(planned({ departments, sessionsPerMember: 4 }).bands?.children).toHaveLength(3);
  });
});

describe('terms without a plan', () => {
  const departments = departmentsOf([[1_000]]);
  const before = beforeOf(planned({ departments }), departments, 59);
  it.each<[string, Partial<ReportTerms>]>([
    ['odd-departments', { departments: departmentsOf([[1_000, 0]]) }],
    ['odd-departments', { departments: [...departments, ...departments] }],
    ['too-small', { departments: departmentsOf([[59]]) }],
    ['too-small', { departments: departmentsOf([[79]]), k: 40 }],
    ['odd-rate', { rateBps: 199 }],
    ['odd-rate', { rateBps: 1_001 }],
    ['odd-rate', { rateBps: 450.5 }],
    ['rate-rises', { rateBps: 600, before }],
    ['low-k', { k: 9 }],
    ['low-k', { before: { ...before, k: 12 } }],
    ['odd-sessions', { sessionsPerMember: 0 }],
  ])('are %s', (fault, terms) => {
    expect(planYear({ ...BASE, departments, ...terms })).toEqual({ kind: 'refused', fault });
  });

  it('may state what the year before told, and less than it stated', () => {
    const stated = (rateBps: number, told: number) =>
      planned({ departments, rateBps, before: { ...before, told } }).rateBps;
    expect(stated(600, 60)).toBe(600);
    expect(stated(300, 0)).toBe(300);
    const raised = planned({ departments, k: 23, before });
    expect(raised).toMatchObject({ k: 23, kHow: 12, lot: 12 });
  });
});
