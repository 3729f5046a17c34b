import * as fc from 'fast-check';
import { after, costOf, worldsOf } from './every-world.fixture.ts';
import { cellsFrom, flatAxis, frameOf, type Frame } from './frame.ts';
import { HighsSolver, loadSolverRuntime } from './highs-solver.ts';
import { shows } from './show-all.ts';
import type { Need } from './solver.ts';

const axis = (name: string, parts: number) =>
  flatAxis(name, Array.from({ length: parts }, (_, i) => `${name}${i}`));

/** Two blocks of two people, by two times two categories. */
const cube = () => frameOf([axis('block', 2), axis('modality', 2), axis('concern', 2)], 1, () => 2);

const questions = fc.array(fc.record({
  cell: fc.nat(26), low: fc.nat(4), width: fc.nat(2), start: fc.nat(9999),
  prices: fc.array(fc.constantFrom(0, 1, 1, 2, 3, 5, Infinity), { minLength: 27, maxLength: 27 }),
}), { minLength: 1, maxLength: 4 });

describe('HiGHS, in a table of three dimensions', () => {
  it('finds the cheapest world that shows a need, or none where there is none', async () => {
    const [frame, highs] = [cube(), await loadSolverRuntime()];
    const solver = new HighsSolver(highs, frame);
    const worlds = worldsOf(frame);
    const valid = new Set(worlds.map((world) => world.join()));
    fc.assert(fc.property(questions, (asked) => {
      for (const { cell, low, width, start, prices } of asked) {
        const [base, cost] = [worlds[start % worlds.length]!, Float64Array.from(prices)];
        const before = base.slice();
        const need: Need = { cell, low, high: low + width };
        const all = worlds.filter((world) => shows(world, need))
          .map((world) => costOf(cost, base, world));
        const least = Math.min(Infinity, ...all);
        const move = solver.find(base, cost, need);
        expect(base).toEqual(before);
        expect(move === null).toBe(least === Infinity);
        if (move === null) continue;
        const found = after(base, move);
        expect(shows(found, need)).toBe(true);
        expect(valid.has(found.join())).toBe(true);
        expect(costOf(cost, base, found)).toBe(least);
      }
    }), { numRuns: 25 });
    solver.dispose();
  });

  it('finds the most and the least of a cell, whichever cells it may move', async () => {
    const [frame, highs] = [cube(), await loadSolverRuntime()];
    const solver = new HighsSolver(highs, frame);
    const worlds = worldsOf(frame);
    const valid = new Set(worlds.map((world) => world.join()));
    fc.assert(fc.property(questions, (asked) => {
      for (const { cell, start, prices } of asked) {
        const base = worlds[start % worlds.length]!;
        const cost = Float64Array.from(prices, (price) => (price < 3 ? 0 : Infinity));
        const reach = worlds.filter((world) => costOf(cost, base, world) < Infinity)
          .map((world) => world[cell]!);
        const ends = ([-1, 1] as const).map((way) =>
          after(base, solver.extreme(base, cost, cell, way)!));
        expect(ends.map((world) => world[cell])).toEqual([Math.min(...reach), Math.max(...reach)]);
        for (const found of ends) {
          expect(costOf(cost, base, found)).toBe(0);
          expect(valid.has(found.join())).toBe(true);
        }
      }
    }), { numRuns: 15 });
    solver.dispose();
  });

  it('leaves a cell alone that already shows its need, and that may not move', async () => {
    const [frame, highs] = [cube(), await loadSolverRuntime()];
    const solver = new HighsSolver(highs, frame);
    const base = cellsFrom(frame, [1, 0, 0, 1, 0, 0, 1, 1]);
    const cost = new Float64Array(frame.size).fill(Infinity);
    const ask = (low: number, high: number) => solver.find(base, cost, { cell: 0, low, high });
    expect([ask(4, 4), ask(3, 4), ask(4, 5)].map((move) => move?.size)).toEqual([0, 0, 0]);
    expect([ask(5, 6), ask(2, 3)]).toEqual([null, null]);
    solver.dispose();
  });

  it('is whole-numbered where the cheapest mixture of worlds is not', async () => {
    const frame = frameOf([axis('x', 3), axis('y', 3), axis('z', 3)], 3, () => 2);
    const solver = new HighsSolver(await loadSolverRuntime(), frame);
    const base = cellsFrom(frame,
      [2, 1, 0, 0, 0, 2, 2, 0, 2, 0, 0, 1, 0, 2, 0, 2, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 1]);
    const cost = new Float64Array(frame.size).fill(Infinity);
    [2, 3, 1, 3, 1, 3, 2, 1, 1, 3, 2, 3, 1, 1, 3, 1, 2, 3, 3, 1, 2, 2, 1, 3, 2, 1, 1]
      .forEach((price, i) => (cost[frame.atoms[i]!] = price));
    const need: Need = { cell: 57, low: 0, high: 0 };
    const least = Math.min(...sameMargins(frame, base).filter((world) => shows(world, need))
      .map((world) => costOf(cost, base, world)));
    for (let time = 0; time < 2; time += 1) {
      const found = after(base, solver.find(base, cost, need)!);
      expect(found).toEqual(cellsFrom(frame, frame.atoms.map((cell) => found[cell]!)));
      expect(costOf(cost, base, found)).toBe(least);
      expect(shows(found, need)).toBe(true);
      // The next question is again a linear programme.
      expect(after(base, solver.extreme(base, cost, 57, 1)!)[57]).toBe(
        Math.max(...sameMargins(frame, base).map((world) => world[57]!)));
    }
    solver.dispose();
    expect(() => solver.find(base, cost, need)).toThrow();
  });
});

/** All tables of 3 × 3 × 3 with the margins of `base`: eight corners decide about the others. */
function sameMargins(frame: Frame, base: Int32Array): Int32Array[] {
  const found: Int32Array[] = [];
  const corners = [0, 1].flatMap((x) => [0, 1].flatMap((y) => [0, 1].map((z) => [x, y, z])));
  for (let code = 0; code < 3 ** 8; code += 1) {
    const moves = frame.atoms.map(() => 0);
    corners.forEach(([x = 0, y = 0, z = 0], i) => {
      const at = (a: number, b: number, c: number) => 9 * a + 3 * b + c;
      const by = Math.floor(code / 3 ** i) % 3 - base[frame.atoms[at(x, y, z)]!]!;
      for (const [a, b, c] of corners) {
        const place = at(a ? 2 : x, b ? 2 : y, c ? 2 : z);
        moves[place]! += (a! + b! + c!) % 2 === 0 ? by : -by;
      }
    });
    const atoms = moves.map((move, i) => base[frame.atoms[i]!]! + move);
    if (atoms.every((users) => users >= 0 && users <= 2)) found.push(cellsFrom(frame, atoms));
  }
  return found;
}
