import * as fc from 'fast-check';
import { TREE, worldsOf } from './every-world.fixture.ts';
import { FlowSolver } from './flow-solver.ts';
import { cellsFrom, flatAxis, frameOf, type Axis } from './frame.ts';
import { HighsSolver, loadSolverRuntime } from './highs-solver.ts';
import { networkOf } from './network.ts';
import type { Need, Solver } from './solver.ts';
import { writeWitnesses } from './witnesses.ts';

const rows = flatAxis('row', ['a', 'b']);
const pair = flatAxis('column', ['x', 'y']);

/** Tables of a few people; in one of them nobody works at one crossing. */
function tables() {
  const frames = [
    frameOf([rows, flatAxis('column', ['x', 'y', 'z'])], 1, () => 3),
    frameOf([TREE, pair], 1, ([leaf]) => (leaf === 4 ? 2 : 3)),
    frameOf([TREE], 1, () => 4),
    frameOf([rows, pair], 2, ([a, b]) => (a === 2 && b === 2 ? 0 : 5)),
    frameOf([flatAxis('row', ['a', 'b', 'c', 'd'])], 1, ([leaf = 0]) => [9, 1, 6, 1, 2][leaf]!),
  ];
  return frames.map((frame) => ({ frame, worlds: worldsOf(frame) }));
}

const play = fc.record({
  table: fc.nat(4), start: fc.nat(9999), bits: fc.nat(2 ** 15 - 1),
  k: fc.integer({ min: 1, max: 2 }), seldom: fc.boolean(),
});

/** What is published, as a reader knows it: the worlds that agree with it. */
function asked({ frame, worlds }: ReturnType<typeof tables>[number], game: {
  start: number; bits: number; k: number; seldom: boolean;
}) {
  const truth = worlds[game.start % worlds.length]!;
  // Half of the cells, or the cells without parts.
  const hidden = Uint8Array.from(truth, (_, cell) =>
    (game.seldom ? Number(frame.atoms.includes(cell)) : (game.bits >> cell) & 1));
  const agreeing = worlds.filter((world) =>
    world.every((users, cell) => hidden[cell] === 1 || users === truth[cell]));
  const write = (from: Int32Array, solver?: Solver) => writeWitnesses(
    frame, game.k, from, hidden, solver ?? new FlowSolver(frame, networkOf(frame)!))!;
  return { frame, truth, hidden, agreeing, write };
}

/** What is asked of a solver in vain. */
function failures(solver: Solver): Need[] {
  const failed: Need[] = [];
  const find = solver.find.bind(solver);
  solver.find = (base, cost, need) => {
    const found = find(base, cost, need);
    if (found === null) failed.push(need);
    return found;
  };
  return failed;
}

describe('witnesses', () => {
  it('leave open what any world leaves open, and call a cover what none does', () => {
    const all = tables();
    fc.assert(fc.property(play, (game) => {
      const { frame, truth, hidden, agreeing, write } = asked(all[game.table]!, game);
      const { worlds, covering } = write(truth);
      const isOpen = (cell: number, list: readonly Int32Array[]) => {
        const heads = frame.heads[cell]!;
        const some = (test: (users: number) => boolean) => list.some((world) => test(world[cell]!));
        const isLow = some((n) => n === 0) && some((n) => n >= Math.min(game.k, heads));
        return isLow || (some((n) => n === heads) && some((n) => n <= heads - game.k));
      };
      const staffed = [...hidden.keys()]
        .filter((cell) => hidden[cell] === 1 && frame.heads[cell]! > 0);
      expect(covering).toEqual(staffed.filter((cell) => !isOpen(cell, agreeing)));
      for (const cell of staffed) {
        const isSafe = (world: Int32Array) =>
          world[cell]! >= game.k && frame.heads[cell]! - world[cell]! >= game.k;
        if (!covering.includes(cell)) expect(isOpen(cell, worlds)).toBe(true);
        else expect(worlds.some(isSafe)).toBe(agreeing.some(isSafe));
      }
    }), { numRuns: 150 });
  });

  it('agree with what is published, start with the least world, and are each another', () => {
    const all = tables();
    fc.assert(fc.property(play, (game) => {
      const { frame, truth, agreeing, write } = asked(all[game.table]!, game);
      const { worlds } = write(truth);
      const known = new Set(agreeing.map((world) => world.join()));
      expect(worlds.every((world) => known.has(world.join()))).toBe(true);
      expect(new Set(worlds.map((world) => world.join())).size).toBe(worlds.length);
      const order = (world: Int32Array) => frame.atoms.map((cell) => world[cell]).join();
      expect(order(worlds[0]!)).toBe(agreeing.map(order).sort()[0]);
    }), { numRuns: 100 });
  });

  it('are the same for every truth that agrees with what is published', () => {
    const all = tables();
    fc.assert(fc.property(play, fc.nat(9999), (game, other) => {
      const { truth, agreeing, write } = asked(all[game.table]!, game);
      expect(write(agreeing[other % agreeing.length]!)).toEqual(write(truth));
    }), { numRuns: 100 });
  });

  it('are as good from a solver that must be told which cells may move', async () => {
    const frame = frameOf([rows, pair, flatAxis('concern', ['u', 'v'])], 1, () => 2);
    const all = { frame, worlds: worldsOf(frame) };
    const solver = new HighsSolver(await loadSolverRuntime(), frame);
    const { truth, agreeing, write } = asked(all, { start: 60, bits: 0, k: 1, seldom: true });
    const { worlds, covering } = write(truth, solver);
    const known = new Set(agreeing.map((world) => world.join()));
    expect(worlds.every((world) => known.has(world.join()))).toBe(true);
    expect(write(agreeing.at(-1)!, solver).covering).toEqual(covering);
    solver.dispose();
  });

  const three = flatAxis('row', ['a', 'b', 'c']);
  it.each([
    ['of one list', [three], [3, 4, 58], [1, 2], []],
    ['along the first of two', [three, pair], [3, 9, 4, 20, 29, 30], [4, 7], [3, 6]],
    ['along the second of two', [three, pair], [3, 4, 29, 28, 27, 26], [4, 5], [1, 2]],
    ['in a whole that is hidden too', [TREE], [3, 2, 5], [2, 4], [1]],
  ] as [string, Axis[], number[], number[], number[]][])(
    'ask nothing that a published sum answers: cells %s', (_, axes, atoms, full, wholes) => {
      const frame = frameOf(axes, 1, ([leaf = 0]) => (leaf === 3 ? 60 : 30));
      const truth = cellsFrom(frame, atoms);
      const hidden = Uint8Array.from(truth, (_users, cell) =>
        Number([...full, ...wholes].includes(cell)));
      const solver = new FlowSolver(frame, networkOf(frame)!);
      const failed = failures(solver);
      const found = writeWitnesses(frame, 3, truth, hidden, solver)!;
      expect(failed.filter(({ cell, low }) => full.includes(cell) && low > 3)).toEqual([]);
      expect(found.worlds.length).toBeGreaterThan(1);
    });

  it('are the same in three ways too, whatever the solver was asked before', async () => {
    const highs = await loadSolverRuntime();
    const cube = frameOf([rows, pair, flatAxis('kind', ['i', 'j', 'k'])], 1, () => 70);
    const atoms = fc.array(fc.oneof(fc.nat(3), fc.nat(14)), { minLength: 12, maxLength: 12 });
    const solver = new HighsSolver(highs, cube);
    fc.assert(fc.property(atoms, fc.array(fc.boolean(), { minLength: 36, maxLength: 36 }),
      (counts, picks) => {
        const truth = cellsFrom(cube, counts);
        const hidden = Uint8Array.from(truth, (_, cell) => Number(
          cube.atoms.includes(cell) || picks[cell]));
        const first = writeWitnesses(cube, 5, truth, hidden, solver)!;
        for (const other of first.worlds) {
          solver.find(truth, new Float64Array(cube.size).fill(1), { cell: 0, low: 9, high: 9 });
          expect(writeWitnesses(cube, 5, other, hidden, solver)).toEqual(first);
        }
      }), { numRuns: 5 });
  });

  it('are null when the solver gives up, and one world where nothing is hidden', () => {
    const frame = frameOf([rows, pair], 1, () => 3);
    const solver = new FlowSolver(frame, networkOf(frame)!);
    const truth = cellsFrom(frame, [1, 2, 0, 1]);
    const none = new Uint8Array(9);
    const broken = Object.assign(solver, { extreme: () => null });
    expect(writeWitnesses(frame, 1, truth, none, broken)).toEqual(
      { worlds: [truth], covering: [] });
    expect(writeWitnesses(frame, 1, truth, none.fill(1), broken)).toBeNull();
  });
});
