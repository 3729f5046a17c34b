import * as fc from 'fast-check';
import { planBlocks, type Unit } from './planner.ts';

const unit = (site: string, department: string, headcount: number): Unit => ({
  site,
  department,
  headcount,
});

const units = fc.uniqueArray(
  fc.record({
    site: fc.constantFrom('a', 'b', 'c', 'd'),
    department: fc.constantFrom('x', 'y', 'z', 'v', 'w'),
    headcount: fc.integer({ min: 0, max: 150 }),
  }),
  { selector: (u) => u.site + u.department },
);

describe('blocks', () => {
  it('hold every head once, at least the minimum each, or the employer is too small', () => {
    fc.assert(
      fc.property(units, fc.integer({ min: 60, max: 100 }), (list, minimum) => {
        const heads = list.reduce((sum, u) => sum + u.headcount, 0);
        const plan = planBlocks(list, { minimum });
        if (heads < minimum) return expect(plan).toEqual({ kind: 'too-small', headcount: heads, minimum });
        if (plan.kind === 'too-small') throw new Error('refused');
        expect(Math.min(...plan.blocks.map((b) => b.headcount))).toBeGreaterThanOrEqual(minimum);
        const placed = plan.blocks.flatMap((b) => b.units);
        expect(new Set(placed)).toEqual(new Set(list.filter((u) => u.headcount > 0)));
        expect(placed).toHaveLength(list.filter((u) => u.headcount > 0).length);
      }),
    );
  });

  it('are the same for any order of the departments', () => {
    fc.assert(
      fc.property(
        units.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => expect(planBlocks(shuffled)).toEqual(planBlocks(list)),
      ),
    );
  });

  it('stay within a site where it is large enough, and merge small sites', () => {
    const plan = planBlocks([
      unit('North', 'Eng', 100), unit('North', 'Ops', 40), unit('North', 'HR', 30),
      unit('South', 'Shop', 35), unit('West', 'Shop', 30), unit('East', 'Desk', 4),
    ]);
    if (plan.kind !== 'planned') throw new Error('refused');
    expect(plan.blocks.map((b) => [b.block, b.site, b.headcount, b.label])).toEqual([
      ['B1', 'North', 100, 'North: Eng'],
      ['B2', 'North', 70, 'North: HR, Ops'],
      ['B3', null, 69, 'East: Desk; South: Shop; West: Shop'],
    ]);
  });

  it('become one for the whole employer when sites leave no other way', () => {
    const plan = planBlocks([unit('a', 'x', 70), unit('b', 'x', 20)]);
    expect(plan).toMatchObject({ kind: 'planned', blocks: [{ block: 'B1', site: null, headcount: 90 }] });
  });

  it('reach the minimum exactly where the heads do, and keep such a site to itself', () => {
    const sites = (plan: ReturnType<typeof planBlocks>) =>
      plan.kind === 'planned' ? plan.blocks.map((b) => [b.site, b.headcount]) : plan;
    expect(sites(planBlocks([unit('a', 'x', 60)]))).toEqual([['a', 60]]);
    expect(sites(planBlocks([unit('a', 'x', 60), unit('b', 'x', 61), unit('b', 'y', 60)])))
      .toEqual([['a', 60], ['b', 61], ['b', 60]]);
  });

  it('fill the largest department up with the smallest, so that there are as many as can be', () => {
    const plan = planBlocks([
      unit('a', 'q', 20), unit('a', 'r', 50), unit('a', 's', 40), unit('a', 't', 10),
    ]);
    if (plan.kind !== 'planned') throw new Error('refused');
    expect(plan.blocks.map((b) => b.label)).toEqual(['a: r, t', 'a: q, s']);
    expect([plan.blocks, plan.blocks[0], plan.blocks[0]?.units].map(Object.isFrozen))
      .toEqual([false, true, true]);
  });

  it('leave what is left over to the smallest of them, of equals to the first', () => {
    const heads = (...sizes: number[]) => {
      const plan = planBlocks(sizes.map((size, i) => unit('a', `d${i}`, size)));
      return plan.kind === 'planned' ? plan.blocks.map((b) => b.headcount) : plan;
    };
    expect(heads(80, 65, 70, 9)).toEqual([80, 70, 74]);
    expect(heads(100, 61, 66, 59)).toEqual([100, 66, 120]);
    expect(heads(60, 60, 59)).toEqual([119, 60]);
  });

  it.each([
    ['a minimum below 60', [unit('a', 'x', 90)], 59, /raised from 60/],
    ['half a minimum', [unit('a', 'x', 90)], 60.5, /raised from 60/],
    ['a negative headcount', [unit('a', 'x', -1)], 60, /whole numbers/],
    ['half a head', [unit('a', 'x', 60.5)], 60, /whole numbers/],
    ['a department given twice', [unit('a', 'x', 60), unit('a', 'x', 60)], 60, /once/],
  ])('are refused for %s', (_, list, minimum, message) => {
    expect(() => planBlocks(list, { minimum })).toThrow(expect.objectContaining({
      code: 'bad-headcount', message: expect.stringMatching(message),
    }) as Error);
  });
});
