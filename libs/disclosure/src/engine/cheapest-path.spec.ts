import * as fc from 'fast-check';
import { FlowSolver } from './flow-solver.ts';
import { cellsFrom, flatAxis, frameOf } from './frame.ts';
import { HighsSolver, loadSolverRuntime } from './highs-solver.ts';
import { networkOf } from './network.ts';
import { apply, type Move } from './solver.ts';

const axis = (name: string, parts: number) =>
  flatAxis(name, Array.from({ length: parts }, (_, i) => `${name}${i}`));

/** Users of 4 by 4 groups of eight, what each cell costs, and how many shall be where. */
interface Question {
  readonly users: readonly number[];
  readonly prices: readonly number[];
  readonly cell: number;
  readonly low: number;
}

const question: fc.Arbitrary<Question> = fc.record({
  users: fc.array(fc.nat(8), { minLength: 16, maxLength: 16 }),
  prices: fc.array(fc.constantFrom(1, 2, 3, 5, 8, 13, Infinity), { minLength: 25, maxLength: 25 }),
  cell: fc.nat(24), low: fc.nat(20),
});

/** Here a later unit takes back a cell that an earlier one has moved. */
const WINDING: readonly Question[] = [{
  users: [2, 8, 5, 5, 5, 1, 6, 7, 8, 2, 3, 5, 0, 3, 5, 0], cell: 21, low: 8,
  prices: [20, 99, 4, 1, 9, 4, 2, 2, 45, 2, 4, 99, 2, 2, 2, 45, 20, 9, 4, 2, 9, 99, 9, 2, 4],
}, {
  users: [6, 8, 4, 0, 3, 4, 2, 7, 3, 2, 1, 2, 1, 0, 1, 6], cell: 11, low: 8,
  prices: [4, 1, 20, 99, 4, 2, 1, 20, 45, 9, 99, 4, 2, 20, 99, 99, 1, 4, 2, 99, 2, 4, 4, 4, 20],
}, {
  users: [6, 0, 1, 3, 3, 0, 1, 1, 0, 4, 1, 1, 0, 6, 5, 0], cell: 19, low: 8,
  prices: [9, 9, 1, 99, 45, 45, 1, 20, 4, 2, 9, 99, 99, 4, 20, 9, 9, 1, 45, 99, 99, 2, 4, 99, 45],
}, {
  users: [5, 5, 4, 0, 0, 8, 8, 0, 6, 8, 0, 6, 7, 3, 5, 7], cell: 20, low: 5,
  prices: [99, 99, 20, 99, 9, 45, 20, 45, 9, 9, 99, 1, 9, 4, 2, 4, 2, 45, 1, 45, 45, 45, 1, 45, 2],
}, {
  users: [4, 1, 0, 1, 1, 6, 5, 8, 5, 6, 0, 1, 4, 1, 7, 5], cell: 0, low: 17,
  prices: [3, 1, 1, 7, 5, 2, 7, 3, 9, 6, 8, 8, 3, 4, 6, 7, 6, 4, 1, 3, 1, 9, 3, 1, 4],
}];

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
    }), { numRuns: 80, examples: WINDING.map((winding) => [winding]) });
    highs.dispose();
  });
});
