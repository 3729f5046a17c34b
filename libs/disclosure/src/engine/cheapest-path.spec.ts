import * as fc from 'fast-check';
import { FlowSolver } from './flow-solver.ts';
import { cellsFrom, flatAxis, frameOf } from './frame.ts';
import { HighsSolver, loadSolverRuntime } from './highs-solver.ts';
import { networkOf } from './network.ts';
import { apply, type Move } from './solver.ts';

const axis = (name: string, parts: number) =>
  flatAxis(name, Array.from({ length: parts }, (_, i) => `${name}${i}`));

const question = fc.record({
  users: fc.array(fc.nat(8), { minLength: 16, maxLength: 16 }),
  prices: fc.array(fc.constantFrom(1, 2, 3, 5, 8, 13, Infinity), { minLength: 25, maxLength: 25 }),
  cell: fc.nat(24), low: fc.nat(12),
});

describe('many units on cheapest paths', () => {
  it('cost together as little as a linear programme says, also where a path is taken back', async () => {
    const frame = frameOf([axis('a', 4), axis('b', 4)], 2, () => 8);
    const flow = new FlowSolver(frame, networkOf(frame)!);
    const highs = new HighsSolver(await loadSolverRuntime(), frame);
    fc.assert(fc.property(question, ({ users, prices, cell, low }) => {
      const base = cellsFrom(frame, users);
      const cost = Float64Array.from(prices);
      const total = (move: Move) => [...move].reduce((sum, [at, value]) =>
        sum + Math.abs(value - base[at]!) * cost[at]!, 0);
      const need = { cell, low, high: low + 1 };
      const [found, wanted] = [flow, highs].map((solver) => solver.find(base, cost, need));
      expect(found === null).toBe(wanted === null);
      if (!found || !wanted) return;
      expect(total(found)).toBe(total(wanted));
      const world = base.slice();
      apply(found, world);
      expect(world).toEqual(cellsFrom(frame, frame.atoms.map((atom) => world[atom]!)));
      expect(world.every((value, at) => value >= 0 && value <= frame.heads[at]!)).toBe(true);
    }), { numRuns: 100 });
    highs.dispose();
  });
});
