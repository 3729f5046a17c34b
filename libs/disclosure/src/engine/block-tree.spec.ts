import * as fc from 'fast-check';
import { planTree } from './block-tree.ts';

const count = (site: string, department: string, headcount: number) =>
  ({ values: [site, department], headcount });
const dimensions = ['site', 'department'];

describe('a tree of blocks', () => {
  it('divides sites, then departments, and names what it merged', () => {
    const { axis, leafOf } = planTree({ dimensions, rows: [
      count('North', 'Eng', 100), count('North', 'Ops', 40), count('North', 'HR', 30),
      count('South', 'Shop', 35), count('West', 'Shop', 30), count('West', 'Empty', 0),
    ] }, 60);
    expect(axis.nodes).toEqual([
      { key: { site: '*', department: '*' }, parent: null },
      { key: { site: 'North', department: '*' }, parent: 0 },
      { key: { site: 'North', department: 'Eng' }, parent: 1 },
      { key: { site: 'North', department: ['HR', 'Ops'] }, parent: 1 },
      { key: { site: ['South', 'West'], department: '*' }, parent: 0 },
    ]);
    expect(leafOf).toEqual([2, 3, 3, 4, 4, null]);
  });

  it('holds at least the minimum in every leaf, everyone in one, whatever the headcounts', () => {
    const unit = fc.record({
      site: fc.constantFrom('a', 'b', 'c', 'd'), department: fc.constantFrom('x', 'y', 'z', 'w'),
      headcount: fc.nat(150),
    });
    const units = fc.uniqueArray(unit, { selector: (u) => u.site + u.department, minLength: 1 });
    fc.assert(fc.property(units, fc.integer({ min: 1, max: 90 }), (list, minimum) => {
      const rows = list.map((u) => count(u.site, u.department, u.headcount));
      const all = list.reduce((sum, u) => sum + u.headcount, 0);
      if (all < minimum) return expect(() => planTree({ dimensions, rows }, minimum)).toThrow('fewer');
      const { leafOf, axis } = planTree({ dimensions, rows }, minimum);
      const heads = new Map<number, number>();
      leafOf.forEach((leaf, i) => {
        expect(leaf === null).toBe(rows[i]!.headcount === 0);
        if (leaf !== null) heads.set(leaf, (heads.get(leaf) ?? 0) + rows[i]!.headcount);
      });
      expect(Math.min(...heads.values())).toBeGreaterThanOrEqual(minimum);
      const parents = new Set(axis.nodes.map((node) => node.parent));
      for (const leaf of heads.keys()) expect(parents.has(leaf)).toBe(false);
      const names = axis.nodes.map((node) => JSON.stringify(node.key));
      expect(new Set(names).size).toBe(names.length);
    }));
  });

  it('takes blocks where heads just reach, and gives the rest to the first smallest', () => {
    const sites = (...sizes: number[]) => planTree({
      dimensions: ['site'],
      rows: sizes.map((size, i) => ({ values: [`s${i}`], headcount: size })),
    }, 60).leafOf;
    expect(sites(60)).toEqual([0]);
    expect(sites(60, 60)).toEqual([1, 2]);
    expect(sites(60, 60, 9)).toEqual([1, 2, 1]);
    expect(sites(90, 70, 60, 59)).toEqual([1, 2, 3, 3]);
    expect(sites(30, 30, 30, 30)).toEqual([1, 2, 2, 1]);
    expect(() => sites(59)).toThrow(expect.objectContaining({ code: 'bad-headcount' }) as Error);
  });

  it('does not depend on the order of the rows', () => {
    const rows = [count('a', 'x', 70), count('a', 'y', 70), count('b', 'x', 20), count('c', 'x', 45)];
    expect(planTree({ dimensions, rows: rows.toReversed() }, 60).axis)
      .toEqual(planTree({ dimensions, rows }, 60).axis);
    const equal = [count('a', 'x', 60), count('b', 'x', 60), count('c', 'x', 5)];
    expect(planTree({ dimensions, rows: equal.toReversed() }, 60).axis)
      .toEqual(planTree({ dimensions, rows: equal }, 60).axis);
  });
});
