import { DisclosureError } from '../disclosure-error.ts';
import { planTree } from '../engine/block-tree.ts';
import { flatAxis, frameOf, cellAt, type Axis, type Frame, type KeyValue } from '../engine/frame.ts';
import { networkOf } from '../engine/network.ts';
import { protectTable, solverFor, type ProtectedTable, type TableUse } from '../engine/protect-table.ts';
import type { Headcounts } from '../engine/published-table.ts';
import { BadFile } from './bad-file.ts';
import { idOf, type CountTable } from './read-table.ts';

/** Most cells of a table with all its margins. */
const MOST_CELLS = 100_000;

/** Most of them where whole-numbered programmes are needed: a minute or so. */
export const MOST_PROGRAMMED = 450;

/** How to protect: k, and whether categories are merged by headcount first. */
export interface ProtectOptions {
  readonly k: number;
  readonly plan: 'blocks' | 'cells';
  /** Fewest people of a planned block. */
  readonly minimum: number;
  /** Most cells of a table in three or more ways, before categories are merged. */
  readonly cells: number;
}

/** Axes of a table, and the leaf of each of them for a row's names; null where nobody works. */
interface Shape {
  readonly axes: readonly Axis[];
  readonly blockAxes: number;
  readonly leavesOf: (names: readonly string[]) => readonly number[] | null;
}

/**
 * Protect a table of atoms: plan, suppress, certify, verify. Where a certificate would take too
 * long or none is found, the categories of the longest list are merged two by two and all is tried
 * again.
 */
export async function protectCounts(
  counts: CountTable, headcounts: Headcounts, options: ProtectOptions,
): Promise<ProtectedTable> {
  const others = counts.dimensions.slice(headcounts.dimensions.length);
  let lists: readonly (readonly KeyValue[])[] = others.map((_, i) =>
    categories(counts.rows.map(({ values }) => values[headcounts.dimensions.length + i] ?? '')));
  for (;;) {
    const shape = shapeOf(headcounts, others, lists, options);
    const size = shape.axes.reduce((n, axis) => n * axis.nodes.length, 1);
    if (size > MOST_CELLS) throw new BadFile(`the table has ${size} cells, more than ${MOST_CELLS}`);
    const frame = frameFor(shape, headcounts);
    const isTooLarge = size > options.cells && networkOf(frame) === null;
    const made = isTooLarge ? null : await protectWith({
      frame, headcounts, dimensions: counts.dimensions, k: options.k,
      atoms: atomsOf(frame, shape, counts),
    });
    if (made) return made;
    const coarser = coarsen(lists);
    if (coarser) lists = coarser;
    else if (!isTooLarge) throw new BadFile('no certificate was found; give fewer dimensions');
    else {
      throw new BadFile(`${size} cells in three or more ways are more than ${options.cells}: use `
        + '--plan blocks, give fewer categories, or allow more with --cells (it may take hours)');
    }
  }
}

async function protectWith(use: TableUse): Promise<ProtectedTable | null> {
  const solver = await solverFor(use.frame);
  try {
    return protectTable(use, solver);
  } catch (error) {
    // A programme that was given up may leave a cell unexplained: a coarser table is as good.
    if (error instanceof DisclosureError && error.code === 'unverified') return null;
    throw error;
  } finally {
    solver.dispose();
  }
}

function shapeOf(
  headcounts: Headcounts, others: readonly string[],
  lists: readonly (readonly KeyValue[])[], { plan, minimum }: ProtectOptions,
): Shape {
  const { dimensions, rows } = headcounts;
  const blocks = plan === 'blocks' ? planned(headcounts, minimum) : given(headcounts);
  const flat = others.map((name, i) => flatAxis(name, lists[i] ?? []));
  const places = lists.map((list) => new Map(list.flatMap((value, i) =>
    [value].flat().map((name) => [name, i + 1] as const))));
  const known = new Map(rows.map((row, i) => [idOf(row.values), i]));
  return {
    axes: [...blocks.axes, ...flat],
    blockAxes: blocks.axes.length,
    leavesOf: (names) => {
      const row = known.get(idOf(names.slice(0, dimensions.length)));
      const leaves = row === undefined ? null : blocks.leaves[row];
      if (!leaves) return null;
      return [...leaves, ...others.map((_, i) =>
        places[i]?.get(names[dimensions.length + i] ?? '') ?? 0)];
    },
  };
}

interface Blocks {
  readonly axes: readonly Axis[];
  /** For each row of the headcounts its leaf on every axis, null where it is in no block. */
  readonly leaves: readonly (readonly number[] | null)[];
}

function planned(headcounts: Headcounts, minimum: number): Blocks {
  const { axis, leafOf } = planTree(headcounts, minimum);
  return { axes: [axis], leaves: leafOf.map((leaf) => (leaf === null ? null : [leaf])) };
}

function given({ dimensions, rows }: Headcounts): Blocks {
  const lists = dimensions.map((_, d) => categories(rows.map((row) => row.values[d] ?? '')));
  const places = lists.map((list) => new Map(list.map((name, i) => [name, i + 1])));
  return {
    axes: dimensions.map((name, d) => flatAxis(name, lists[d] ?? [])),
    leaves: rows.map((row) => row.values.map((name, d) => places[d]?.get(name) ?? 0)),
  };
}

function frameFor(shape: Shape, headcounts: Headcounts): Frame {
  const heads = new Map<string, number>();
  for (const { values, headcount } of headcounts.rows) {
    const id = shape.leavesOf(values)?.slice(0, shape.blockAxes).join();
    if (id !== undefined) heads.set(id, (heads.get(id) ?? 0) + headcount);
  }
  return frameOf(shape.axes, shape.blockAxes, (leaves) => heads.get(leaves.join()) ?? 0);
}

function atomsOf(frame: Frame, { leavesOf }: Shape, { rows }: CountTable): Int32Array {
  const places = new Map(frame.atoms.map((cell, i) => [cell, i]));
  const atoms = new Int32Array(frame.atoms.length);
  for (const { values, users } of rows) {
    const leaves = leavesOf(values);
    const place = leaves ? places.get(cellAt(frame.axes, leaves)) : undefined;
    if (place !== undefined) atoms[place] = (atoms[place] ?? 0) + users;
  }
  return atoms;
}

/** In the order of their names: the order of a file may be that of its counts. */
function categories(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

/** Merge neighbours in the longest list, by their order alone: counts must not choose. */
function coarsen(lists: readonly (readonly KeyValue[])[]): readonly (readonly KeyValue[])[] | null {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  if (longest < 2) return null;
  const at = lists.findIndex((list) => list.length === longest);
  return lists.map((list, i) => (i === at ? pairs(list) : list));
}

function pairs(list: readonly KeyValue[]): readonly KeyValue[] {
  return list.flatMap((value, i) => {
    if (i % 2 === 1) return [];
    const next = list[i + 1];
    return [next === undefined ? value : [value, next].flat().sort()];
  });
}
