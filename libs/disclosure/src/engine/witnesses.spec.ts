import * as fc from 'fast-check';
import { FlowSolver } from './flow-solver.ts';
import { cellsFrom, flatAxis, frameOf, type Axis, type Frame } from './frame.ts';
import { highNeeds, lowNeeds } from './needs.ts';
import { networkOf } from './network.ts';
import { shows } from './show-all.ts';
import { writeWitnesses } from './witnesses.ts';

const tree: Axis = { nodes: [
  { key: { row: '*' }, parent: null }, { key: { row: 'n' }, parent: 0 },
  { key: { row: 'a' }, parent: 1 }, { key: { row: 'b' }, parent: 1 },
  { key: { row: 'c' }, parent: 0 },
] };
const frames = [
  frameOf([flatAxis('row', ['a', 'b']), flatAxis('column', ['x', 'y', 'z'])], 1, () => 3),
  frameOf([tree, flatAxis('column', ['x', 'y'])], 1, ([row]) => (row === 4 ? 2 : 3)),
  frameOf([tree], 1, ([row]) => (row === 4 ? 3 : 5)),
].map((frame) => ({ frame, worlds: worldsOf(frame) }));

/** Every world of a frame: all cells, added up. */
function worldsOf(frame: Frame): Int32Array[] {
  const vectors = frame.atoms.reduce<number[][]>((list, cell) => list.flatMap((vector) =>
    Array.from({ length: (frame.heads[cell] ?? 0) + 1 }, (_, n) => [...vector, n])), [[]]);
  return vectors.map((atoms) => cellsFrom(frame, atoms))
    .filter((world) => world.every((users, cell) => users <= frame.heads[cell]!));
}

function write(frame: Frame, k: number, truth: Int32Array, hidden: Uint8Array) {
  const solver = new FlowSolver(frame, networkOf(frame)!);
  return writeWitnesses(frame, new Int32Array(frame.size).fill(k), truth, hidden, solver)!;
}

describe('public worlds', () => {
  const release = fc.record({
    shape: fc.nat(frames.length - 1), start: fc.nat(99_999), other: fc.nat(99_999),
    k: fc.integer({ min: 1, max: 3 }),
    hidden: fc.array(fc.boolean(), { minLength: 15, maxLength: 15 }),
  });

  it('leave open all that what is published leaves open, and do not depend on the truth', () => {
    fc.assert(fc.property(release, ({ shape, start, other, k, hidden: bits }) => {
      const { frame, worlds } = frames[shape]!;
      const truth = worlds[start % worlds.length]!;
      const hidden = Uint8Array.from({ length: frame.size }, (_, cell) => (bits[cell] ? 1 : 0));
      const agreeing = worlds.filter((world) =>
        world.every((users, cell) => hidden[cell] === 1 || users === truth[cell]));
      const found = write(frame, k, truth, hidden);
      expect(write(frame, k, agreeing[other % agreeing.length]!, hidden)).toEqual(found);
      const within = new Set(agreeing.map((world) => world.join()));
      expect(found.worlds.every((world) => within.has(world.join()))).toBe(true);
      for (let cell = 0; cell < frame.size; cell += 1) {
        const heads = frame.heads[cell]!;
        const isOpen = (of: readonly Int32Array[]) => [lowNeeds(cell, heads, k),
          highNeeds(cell, heads, k)].some((needs) =>
          needs.every((need) => of.some((world) => shows(world, need))));
        const wanted = hidden[cell] === 1 && isOpen(agreeing);
        expect(hidden[cell] === 1 && isOpen(found.worlds)).toBe(wanted);
        expect(found.covering.includes(cell)).toBe(hidden[cell] === 1 && !wanted);
      }
    }), { numRuns: 300 });
  });
});
