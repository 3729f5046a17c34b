import * as fc from 'fast-check';
import { FlowSolver } from './engine/flow-solver.ts';
import { cellAt, cellsFrom, flatAxis, frameOf } from './engine/frame.ts';
import { networkOf } from './engine/network.ts';
import { areUnionsOpen } from './site-unions.ts';

const HEADS = 3;
const frame = frameOf(
  [flatAxis('block', ['B1', 'B2', 'B3']), flatAxis('category', ['x', 'y'])], 1, () => HEADS);

function* vectors(length: number): Generator<number[]> {
  if (length === 0) return yield [];
  for (const rest of vectors(length - 1)) {
    for (let first = 0; first <= HEADS; first += 1) yield [first, ...rest];
  }
}
const worlds = [...vectors(6)].map((atoms) => cellsFrom(frame, atoms))
  .filter((world) => world.every((users, cell) => users <= frame.heads[cell]!));

/** The same question, asked of every world that agrees with what is published. */
function isOpenInTruth(
  truth: Int32Array, hidden: Uint8Array, sites: readonly (string | null)[], k: readonly number[],
): boolean {
  const seen = worlds.filter((world) =>
    world.every((users, cell) => hidden[cell] === 1 || users === truth[cell]));
  const named = [...new Set(sites)].filter((site) => site !== null);
  return named.every((site) => [1, 2].every((column) => {
    const cells = sites
      .flatMap((own, row) => (own === site ? [cellAt(frame.axes, [row + 1, column])] : []))
      .filter((cell) => hidden[cell] === 1);
    if (cells.length < 2) return true;
    const users = cells.reduce((sum, cell) => sum + truth[cell]!, 0);
    const all = (value: number) =>
      seen.some((world) => cells.every((cell) => world[cell] === value));
    const others = cells.length * HEADS - users;
    return (users >= k[column]! || all(0)) && (others >= k[column]! || all(HEADS));
  }));
}

const sitesOf = fc.array(fc.constantFrom('a', 'b', null), { minLength: 3, maxLength: 3 });

describe('what is hidden of a site in one column', () => {
  it('is open as a whole exactly where some world empties, and some world fills, all of it', () => {
    const seen = new Set<boolean>();
    fc.assert(fc.property(fc.nat(worlds.length - 1), fc.nat(4095), sitesOf, (at, bits, sites) => {
      const truth = worlds[at]!;
      const hidden = Uint8Array.from({ length: frame.size }, (_, cell) => (bits >> cell) & 1);
      const k = [0, 2, 3];
      const blocks = sites.map((site, i) =>
        ({ block: `B${i + 1}`, label: '', headcount: HEADS, site }));
      const isOpen = areUnionsOpen(
        { frame, truth, hidden, thresholds: (cell) => k[cell % 3]! }, blocks,
        new FlowSolver(frame, networkOf(frame)!));
      expect(isOpen).toBe(isOpenInTruth(truth, hidden, sites, k));
      seen.add(isOpen);
    }), { numRuns: 500, seed: 1 });
    expect(seen).toEqual(new Set([true, false]));
  });

  it('is not taken to be open on the word of a solver: its worlds are added up again', () => {
    const truth = cellsFrom(frame, [1, 1, 0, 2, 2, 0]);
    const hidden = new Uint8Array(frame.size).fill(1, 3);
    const blocks = ['a', 'a', null].map((site, i) =>
      ({ block: `B${i + 1}`, label: '', headcount: HEADS, site }));
    const check = (find: (base: Int32Array) => Int32Array | null) =>
      areUnionsOpen({ frame, truth, hidden, thresholds: () => 2 }, blocks, {
        allowance: 1, extreme: () => null, focus: () => undefined, dispose: () => undefined,
        find: (base) => {
          const world = find(base);
          return world && new Map(world.entries());
        },
      });
    const atoms = (...counts: number[]) => check(() => cellsFrom(frame, counts));
    expect(atoms(0, 1, 0, 2, 3, 0)).toBe(true);
    expect(atoms(0, 2, 0, 2, 3, 0)).toBe(false);
    expect(atoms(0, -1, 0, 2, 3, 2)).toBe(false);
    expect(atoms(0, 0, 0, 2, 3, 1)).toBe(false);
    expect(check(() => cellsFrom(frame, [0, 1, 0, 2, 3, 0]).with(3, 2))).toBe(false);
    expect(check(() => null)).toBe(false);
    expect(check((base) => base)).toBe(false);
  });
});
