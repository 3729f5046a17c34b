import * as fc from 'fast-check';
import { FlowSolver } from './flow-solver.ts';
import { cellsFrom, flatAxis, frameOf, type Axis, type Frame } from './frame.ts';
import { isPrimary, needsOf, type Sensitivity } from './needs.ts';
import { networkOf } from './network.ts';
import { shows } from './show-all.ts';
import type { Need, Solver } from './solver.ts';
import { suppress, type Given } from './suppress.ts';

const axis = (name: string, parts: number) =>
  flatAxis(name, Array.from({ length: parts }, (_, i) => `${name}${i}`));
const tree: Axis = { nodes: [
  { key: { row: '*' }, parent: null }, { key: { row: 'n' }, parent: 0 },
  { key: { row: 'a' }, parent: 1 }, { key: { row: 'b' }, parent: 1 },
  { key: { row: 'c' }, parent: 0 },
] };
const solverOf = (frame: Frame, change: Partial<Solver> = {}) =>
  Object.assign(new FlowSolver(frame, networkOf(frame)!), change);
const plain = (frame: Frame, k: number): Sensitivity =>
  ({ thresholds: new Int32Array(frame.size).fill(k), extra: new Map() });
const cellsOf = (mask: Uint8Array) => [...mask.keys()].filter((cell) => mask[cell] === 1);

/** The primary cells of a table, and what must be shown of them. */
function secretsOf(frame: Frame, sensitivity: Sensitivity, truth: Int32Array) {
  const cells = [...truth.keys()].filter((cell) =>
    isPrimary(frame, sensitivity, cell, truth[cell]!));
  return { cells, needs: cells.flatMap((cell) =>
    needsOf(frame, sensitivity, cell, truth[cell]!)) };
}

/** Numbers from 0 up to `below`, the same ones each time. */
function scattered(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

/** A table of 3 by 3 or 4 groups of 10 to 49 people; about every fourth cell is small. */
function scatteredTable(seed: number) {
  const next = scattered(seed);
  const [rows, columns] = [3, 3 + seed % 2];
  const heads = Array.from({ length: rows * columns }, () => 10 + next(40));
  const frame = frameOf([axis('a', rows), axis('b', columns)], 2,
    ([a = 1, b = 1]) => heads[(a - 1) * columns + b - 1]!);
  const truth = cellsFrom(frame,
    heads.map((n) => (next(4) === 0 ? next(5) : 5 + next(n - 9))));
  return { frame, truth, sensitivity: plain(frame, 5) };
}

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
  it.each(Array.from({ length: 30 }, (_, i) => [i]))(
    'hides as few cells, with as few users, as any choice of cells could (table %d)', (seed) => {
      const table = scatteredTable(seed);
      const { frame, truth, sensitivity } = table;
      const pattern = suppress(frame, sensitivity, truth, solverOf(frame))!;
      expect(pattern).toMatchObject(optimum(table));
      const secondary = cellsOf(pattern.hidden).filter((cell) =>
        !isPrimary(frame, sensitivity, cell, truth[cell]!));
      expect(secondary).toHaveLength(pattern.secondaries);
      expect(secondary.reduce((sum, cell) => sum + truth[cell]!, 0)).toBe(pattern.lost);
    });

  it('is the same each time, and never worse for a longer search', () => {
    for (let seed = 0; seed < 12; seed += 1) {
      const { frame, truth, sensitivity } = scatteredTable(seed);
      const patterns = [0, 1000, 4000, 400_000].map((allowance) =>
        suppress(frame, sensitivity, truth, solverOf(frame, { allowance }))!);
      const value = patterns.map(({ secondaries, lost }) => secondaries * 1000 + lost);
      expect(value).toEqual([...value].sort((a, b) => b - a));
      expect(suppress(frame, sensitivity, truth, solverOf(frame))).toEqual(patterns[3]);
    }
  });
});

/** Every world of a frame: all cells, added up. */
function worldsOf(frame: Frame): Int32Array[] {
  const vectors = frame.atoms.reduce<number[][]>((list, cell) => list.flatMap((vector) =>
    Array.from({ length: (frame.heads[cell] ?? 0) + 1 }, (_, n) => [...vector, n])), [[]]);
  return vectors.map((atoms) => cellsFrom(frame, atoms))
    .filter((world) => world.every((users, cell) => users <= frame.heads[cell]!));
}

/** Tables of a few people; in the last one nobody works at one crossing. */
function tinyTables() {
  const frames = [
    frameOf([axis('row', 2), axis('column', 3)], 1, () => 3),
    frameOf([tree, axis('column', 2)], 1, () => 3),
    frameOf([tree], 1, () => 6),
    frameOf([axis('row', 2), axis('column', 2)], 2, ([a, b]) => (a === 2 && b === 2 ? 0 : 5)),
  ];
  return frames.map((frame) => ({ frame, worlds: worldsOf(frame) }));
}

describe('whatever is secret, hidden or fixed before', () => {
  const play = fc.record({
    table: fc.nat(3), start: fc.nat(9999), asked: fc.nat(20), low: fc.nat(2),
    hidden: fc.nat(2 ** 15 - 1), fixed: fc.nat(2 ** 15 - 1), isGiven: fc.boolean(),
  });
  const bitsOf = (size: number, bits: number) =>
    Uint8Array.from({ length: size }, (_, cell) => (bits >> cell) & 1);

  it('each secret stays open, no more is hidden than that takes, and what is fixed is shown', () => {
    const all = tinyTables();
    fc.assert(fc.property(play, ({ table, start, asked, low, hidden, fixed, isGiven }) => {
      const { frame, worlds } = all[table]!;
      const truth = worlds[start % worlds.length]!;
      // One cell is secret for another reason, half of the time.
      const need: Need = { cell: asked, low, high: low };
      const isExtra = worlds.some((world) => shows(world, need));
      const sensitivity = { ...plain(frame, 1),
        extra: new Map(isExtra ? [[asked, [need]]] : []) };
      const kept = bitsOf(frame.size, hidden & (hidden >> 3));
      const given: Given = { hidden: kept,
        fixed: bitsOf(frame.size, fixed & ~hidden & (fixed >> 2)) };
      const before = kept.slice();
      const pattern = suppress(frame, sensitivity, truth, solverOf(frame, { allowance: 900 }),
        ...(isGiven ? [given] : []));
      expect(kept).toEqual(before);
      const { cells, needs } = secretsOf(frame, sensitivity, truth);
      const mayMove = (cell: number) => frame.heads[cell]! > 0
        && !(isGiven && given.fixed[cell] === 1 && given.hidden[cell] === 0);
      const isShown = (movable: (cell: number) => boolean) => needs.every((one) =>
        worlds.some((world) => shows(world, one)
          && world.every((users, cell) => users === truth[cell] || movable(cell))));
      const isPossible = isShown(mayMove) && cells.every(mayMove);
      expect(pattern !== null).toBe(isPossible);
      if (pattern === null) return;
      const chosen = cellsOf(pattern.hidden);
      const primary = new Set([...cells, ...(isGiven ? cellsOf(given.hidden) : [])]);
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
    const { frame, truth, sensitivity } = scatteredTable(1);
    expect(suppress(frame, sensitivity, truth, solverOf(frame, { find: () => null }))).toBeNull();
  });
});
