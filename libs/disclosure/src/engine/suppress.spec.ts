import * as fc from 'fast-check';
import { TREE, worldsOf } from './every-world.fixture.ts';
import { FlowSolver } from './flow-solver.ts';
import { cellsFrom, flatAxis, frameOf, type Frame } from './frame.ts';
import { isPrimary, needsOf, type Sensitivity } from './needs.ts';
import { networkOf } from './network.ts';
import { shows } from './show-all.ts';
import type { Need, Solver } from './solver.ts';
import { suppress } from './suppress.ts';

const axis = (name: string, parts: number) =>
  flatAxis(name, Array.from({ length: parts }, (_, i) => `${name}${i}`));
const solverOf = (frame: Frame, change: Partial<Solver> = {}) =>
  Object.assign(new FlowSolver(frame, networkOf(frame)!), change);
const plain = (frame: Frame, k: number): Sensitivity =>
  ({ k, extra: new Map() });
const cellsOf = (mask: Uint8Array) => [...mask.keys()].filter((cell) => mask[cell] === 1);

/** The primary cells of a table, and what must be shown of them. */
function secretsOf(frame: Frame, sensitivity: Sensitivity, truth: Int32Array) {
  const cells = [...truth.keys()].filter((cell) =>
    isPrimary(frame, sensitivity, cell, truth[cell]!));
  return { cells, needs: cells.flatMap((cell) =>
    needsOf(frame, sensitivity, cell, truth[cell]!)) };
}

/** All that is asked of a solver from now on. */
function questions(solver: Solver): Need[] {
  const asked: Need[] = [];
  const find = solver.find.bind(solver);
  solver.find = (base, cost, need) => {
    asked.push(need);
    return find(base, cost, need);
  };
  return asked;
}

/** Numbers from 0 up to `below`, the same ones each time. */
function scattered(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

/** A table of groups of 10 to 49 people; about every fifth cell is small. */
function scatteredTable(rows: number, columns: number, seed: number) {
  const next = scattered(seed);
  const heads = Array.from({ length: rows * columns }, () => 10 + next(40));
  const frame = frameOf([axis('a', rows), axis('b', columns)], 2,
    ([a = 1, b = 1]) => heads[(a - 1) * columns + b - 1]!);
  const truth = cellsFrom(frame,
    heads.map((n) => (next(5) === 0 ? next(5) : 5 + next(n - 9))));
  return { frame, truth, sensitivity: plain(frame, 5) };
}

/** Rows, columns and seed; secondaries and their users at best, by trying every choice. */
const HARD = [
  [4, 4, 3, 5, 50], [4, 4, 10, 3, 55], [4, 4, 20, 4, 31], [4, 4, 34, 4, 45], [4, 4, 42, 4, 70],
  [4, 4, 44, 4, 33], [4, 4, 49, 4, 42], [4, 4, 50, 3, 32], [4, 4, 53, 3, 17], [4, 4, 66, 5, 60],
  [4, 4, 80, 4, 67], [4, 4, 93, 4, 98], [4, 4, 112, 3, 59], [4, 5, 0, 4, 93], [4, 5, 9, 4, 82],
  [4, 5, 23, 4, 29], [4, 5, 25, 4, 36], [4, 5, 27, 4, 62], [4, 5, 31, 4, 25], [4, 5, 32, 4, 30],
  [4, 5, 49, 4, 28], [4, 5, 50, 4, 46], [4, 5, 55, 4, 98], [4, 5, 76, 4, 39], [4, 5, 92, 3, 42],
  [4, 5, 102, 4, 69], [4, 5, 116, 4, 56], [5, 5, 1, 4, 44], [5, 5, 12, 3, 46], [5, 5, 17, 4, 33],
  [5, 5, 19, 4, 56], [5, 5, 22, 3, 29], [5, 5, 24, 4, 42], [5, 5, 32, 4, 47], [5, 5, 34, 4, 81],
  [5, 5, 35, 3, 38], [5, 5, 38, 4, 38], [5, 5, 41, 3, 35], [5, 5, 54, 4, 54], [5, 5, 55, 4, 36],
  [5, 5, 58, 4, 42], [5, 5, 67, 4, 64], [5, 5, 70, 3, 26], [5, 5, 71, 4, 44], [5, 5, 74, 4, 66],
  [5, 5, 80, 3, 42], [5, 5, 82, 4, 86], [5, 5, 84, 4, 31], [5, 5, 85, 3, 36], [5, 5, 87, 4, 38],
  [5, 5, 91, 4, 55], [5, 5, 92, 4, 60], [5, 5, 97, 3, 40], [5, 5, 103, 3, 41],
  [5, 5, 105, 3, 71], [5, 5, 107, 4, 65], [5, 5, 111, 4, 61], [5, 5, 114, 4, 34],
  [5, 5, 115, 3, 38], [5, 5, 119, 4, 72],
] as const;

/** The same, of tables where the first try is at the optimum. */
const SIMPLE = [
  [5, 5, 20, 4, 33], [5, 5, 21, 3, 69], [5, 5, 25, 3, 56], [5, 5, 26, 4, 41], [5, 5, 29, 3, 35],
  [5, 5, 30, 1, 7], [5, 5, 33, 3, 72], [5, 5, 36, 4, 46], [5, 5, 37, 4, 27], [5, 5, 40, 4, 40],
  [5, 5, 42, 4, 36], [5, 5, 43, 2, 46], [5, 5, 50, 3, 19], [5, 5, 53, 4, 33], [5, 5, 59, 4, 44],
  [5, 5, 60, 4, 41], [5, 5, 63, 3, 16], [5, 5, 76, 3, 49], [5, 5, 77, 3, 22], [5, 5, 83, 4, 33],
  [5, 5, 90, 4, 35], [5, 5, 95, 3, 42], [5, 5, 99, 4, 52], [5, 5, 100, 4, 55], [5, 5, 102, 4, 33],
  [5, 5, 112, 4, 26], [5, 5, 116, 3, 29], [4, 6, 0, 3, 35], [4, 6, 1, 3, 25], [4, 6, 3, 4, 34],
  [4, 6, 7, 4, 48], [4, 6, 14, 3, 57], [4, 6, 18, 4, 43], [4, 6, 25, 4, 43], [4, 6, 30, 3, 53],
  [4, 6, 36, 4, 61], [4, 6, 55, 4, 55], [4, 6, 63, 4, 56], [4, 6, 66, 4, 42], [4, 6, 67, 4, 53],
  [4, 6, 75, 4, 53], [4, 6, 76, 4, 20], [4, 6, 82, 4, 42], [4, 6, 94, 4, 60], [4, 6, 96, 4, 54],
  [4, 6, 102, 3, 38], [4, 6, 108, 4, 62], [4, 6, 111, 3, 23], [4, 6, 114, 2, 10],
] as const;

/** Fewest secondaries, and fewest users in so many, by trying every choice of cells. */
function optimum({ frame, truth, sensitivity }: ReturnType<typeof scatteredTable>) {
  const { cells, needs } = secretsOf(frame, sensitivity, truth);
  const others = [...truth.keys()].filter((cell) => !cells.includes(cell));
  const solver = solverOf(frame);
  for (let size = 0; ; size += 1) {
    let lost = Infinity;
    for (const chosen of choices(others, size)) {
      const users = chosen.reduce((sum, cell) => sum + truth[cell]!, 0);
      if (users >= lost) continue;
      const cost = new Float64Array(frame.size).fill(Infinity);
      for (const cell of [...cells, ...chosen]) cost[cell] = 0;
      if (needs.every((need) => solver.find(truth, cost, need) !== null)) lost = users;
    }
    if (lost < Infinity) return { primaries: cells.length, secondaries: size, lost };
  }
}

function* choices(list: readonly number[], size: number, from = 0): Generator<number[]> {
  if (size === 0) yield [];
  else for (let i = from; i <= list.length - size; i += 1) {
    for (const rest of choices(list, size - 1, i + 1)) yield [list[i]!, ...rest];
  }
}

describe('a pattern', () => {
  it.each(Array.from({ length: 16 }, (_, i) => [i]))(
    'hides as few cells, with as few users, as every choice of cells would (table %d)', (seed) => {
      const table = scatteredTable(3, 3 + seed % 2, seed);
      const { frame, truth, sensitivity } = table;
      const pattern = suppress(frame, sensitivity, truth, solverOf(frame))!;
      expect(pattern).toMatchObject(optimum(table));
      const secondary = cellsOf(pattern.hidden).filter((cell) =>
        !isPrimary(frame, sensitivity, cell, truth[cell]!));
      expect(secondary).toHaveLength(pattern.secondaries);
      expect(secondary.reduce((sum, cell) => sum + truth[cell]!, 0)).toBe(pattern.lost);
    });

  it.each(HARD)(
    'finds the optimum, also where it takes many tries: %d by %d, table %d',
    (rows, columns, seed, secondaries, lost) => {
      const { frame, truth, sensitivity } = scatteredTable(rows, columns, seed);
      expect(suppress(frame, sensitivity, truth, solverOf(frame)))
        .toMatchObject({ secondaries, lost });
    });

  it.each(SIMPLE)(
    'is that of the first try where there is no time for another: %d by %d, table %d',
    (rows, columns, seed, secondaries, lost) => {
      const { frame, truth, sensitivity } = scatteredTable(rows, columns, seed);
      expect(suppress(frame, sensitivity, truth, solverOf(frame, { allowance: 0 })))
        .toMatchObject({ secondaries, lost });
    });

  it('takes as many tries as the solver has time for, and forty at most', () => {
    const { frame, truth, sensitivity } = scatteredTable(4, 4, 3);
    const work = frame.size * (secretsOf(frame, sensitivity, truth).needs.length + 1);
    const within = (allowance: number) => {
      const solver = solverOf(frame, { allowance });
      let tries = -1;
      // Each try ends with the cells that it has hidden; the first word is about primary cells.
      const focus = solver.focus.bind(solver);
      solver.focus = (movable) => {
        if (movable) tries += 1;
        focus(movable);
      };
      suppress(frame, sensitivity, truth, solver);
      return tries;
    };
    expect([0, work, 2 * work - 1, 2 * work, 30 * work, 41 * work].map(within))
      .toEqual([1, 1, 1, 2, 30, 40]);
  });

  it('asks no more in many tries than in one where secrets cover each other', () => {
    const frame = frameOf([axis('a', 3), axis('b', 3)], 2, () => 30);
    const truth = cellsFrom(frame, [3, 3, 20, 3, 3, 20, 20, 20, 20]);
    const [once, often] = [0, 400_000].map((allowance) => {
      const solver = solverOf(frame, { allowance });
      const asked = questions(solver);
      expect(suppress(frame, plain(frame, 5), truth, solver))
        .toMatchObject({ primaries: 4, secondaries: 0 });
      return asked;
    });
    expect(often).toEqual(once);
  });

  it('is the same each time, and never worse for a longer search', () => {
    for (const [rows, columns, seed] of HARD.slice(0, 8)) {
      const { frame, truth, sensitivity } = scatteredTable(rows, columns, seed);
      const patterns = [0, 1000, 4000, 400_000].map((allowance) =>
        suppress(frame, sensitivity, truth, solverOf(frame, { allowance }))!);
      const value = patterns.map(({ secondaries, lost }) => secondaries * 1000 + lost);
      expect(value).toEqual([...value].sort((a, b) => b - a));
      expect(value[0]).toBeGreaterThan(value[3]!);
      expect(suppress(frame, sensitivity, truth, solverOf(frame))).toEqual(patterns[3]);
    }
  });
});

/** Tables of a few people; in the last one nobody works at one crossing. */
function tinyTables() {
  const frames = [
    frameOf([axis('row', 2), axis('column', 3)], 1, () => 3),
    frameOf([TREE, axis('column', 2)], 1, () => 3),
    frameOf([TREE], 1, () => 6),
    frameOf([axis('row', 2), axis('column', 2)], 2, ([a, b]) => (a === 2 && b === 2 ? 0 : 5)),
  ];
  return frames.map((frame) => ({ frame, worlds: worldsOf(frame) }));
}

describe('whatever is secret', () => {
  const play = fc.record({
    table: fc.nat(3), start: fc.nat(9999), asked: fc.nat(20), low: fc.nat(2),
  });

  it('each secret stays open, and no more is hidden than that takes', () => {
    const all = tinyTables();
    fc.assert(fc.property(play, ({ table, start, asked, low }) => {
      const { frame, worlds } = all[table]!;
      const truth = worlds[start % worlds.length]!;
      // One cell is secret for another reason, half of the time.
      const need: Need = { cell: asked, low, high: low };
      const isExtra = worlds.some((world) => shows(world, need));
      const sensitivity = { k: 1, extra: new Map(isExtra ? [[asked, [need]]] : []) };
      const pattern = suppress(frame, sensitivity, truth, solverOf(frame, { allowance: 900 }));
      const { cells, needs } = secretsOf(frame, sensitivity, truth);
      const mayMove = (cell: number) => frame.heads[cell]! > 0;
      const isShown = (movable: (cell: number) => boolean) => needs.every((one) =>
        worlds.some((world) => shows(world, one)
          && world.every((users, cell) => users === truth[cell] || movable(cell))));
      expect(pattern !== null).toBe(isShown(mayMove) && cells.every(mayMove));
      if (pattern === null) return;
      const chosen = cellsOf(pattern.hidden);
      const primary = new Set(cells);
      expect([...primary].every((cell) => chosen.includes(cell))).toBe(true);
      expect(pattern.primaries).toBe(primary.size);
      const secondary = chosen.filter((cell) => !primary.has(cell));
      expect(pattern.secondaries).toBe(secondary.length);
      expect(secondary.every(mayMove)).toBe(true);
      expect(isShown((cell) => chosen.includes(cell))).toBe(true);
      for (const needless of secondary) {
        expect(isShown((cell) => cell !== needless && chosen.includes(cell))).toBe(false);
      }
    }), { numRuns: 120 });
  });

  it('is no pattern when the solver gives up', () => {
    const { frame, truth, sensitivity } = scatteredTable(4, 4, 3);
    expect(suppress(frame, sensitivity, truth, solverOf(frame, { find: () => null }))).toBeNull();
  });
});
