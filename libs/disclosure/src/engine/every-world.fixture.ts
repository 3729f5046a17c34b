import { cellsFrom, type Axis, type Frame } from './frame.ts';
import { apply, type Move } from './solver.ts';

/** An axis with a group of two inside it, and a third part beside that. */
export const TREE: Axis = { nodes: [
  { key: { row: '*' }, parent: null }, { key: { row: 'n' }, parent: 0 },
  { key: { row: 'a' }, parent: 1 }, { key: { row: 'b' }, parent: 1 },
  { key: { row: 'c' }, parent: 0 },
] };

/** Every world of a small frame: all cells, added up. */
export function worldsOf(frame: Frame): Int32Array[] {
  const vectors = frame.atoms.reduce<number[][]>((list, cell) => list.flatMap((vector) =>
    Array.from({ length: (frame.heads[cell] ?? 0) + 1 }, (_, n) => [...vector, n])), [[]]);
  return vectors.map((atoms) => cellsFrom(frame, atoms))
    .filter((world) => world.every((users, cell) => users <= (frame.heads[cell] ?? 0)));
}

/** What it costs to go from one world to another; Infinity where a cell moves that must not. */
export function costOf(cost: Float64Array, from: Int32Array, to: Int32Array): number {
  return to.reduce((sum, users, cell) => (users === from[cell]
    ? sum : sum + Math.abs(users - (from[cell] ?? 0)) * (cost[cell] ?? 0)), 0);
}

/** The world that a move leads to; nothing in it stays where it was. */
export function after(base: Int32Array, move: Move): Int32Array {
  const world = base.slice();
  apply(move, world);
  for (const [cell, users] of move) expect(users).not.toBe(base[cell]);
  return world;
}
