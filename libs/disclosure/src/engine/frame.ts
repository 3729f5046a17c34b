import { DisclosureError } from '../disclosure-error.ts';

/** What a key names in one dimension: a category, merged categories, or '*' for all of them. */
export type KeyValue = string | readonly string[];
/** What a cell is about: every dimension of the table with its value. */
export type CellKey = Readonly<Record<string, KeyValue>>;

/** One group of an axis; node 0 is the whole axis, parents come before their children. */
export interface AxisNode {
  readonly key: CellKey;
  readonly parent: number | null;
}

/** A dimension, or several that one tree of groups runs through (site, then department). */
export interface Axis {
  readonly nodes: readonly AxisNode[];
}

/** An axis with what follows from its nodes. */
interface Tree {
  readonly parents: readonly (number | null)[];
  readonly children: readonly (readonly number[])[];
  /** Node indices of the groups without parts, ascending. */
  readonly leaves: readonly number[];
  /** For each node, the leaves inside it. */
  readonly inside: readonly (readonly number[])[];
}

/**
 * The shape of one table with all margins: its cells are the combinations of one node of each
 * axis, numbered so that every margin comes before its parts. Public; fixed before any count.
 */
export interface Frame {
  readonly axes: readonly Axis[];
  readonly trees: readonly Tree[];
  /** How many cells there are. */
  readonly size: number;
  /** Heads in each cell: no world has more users there. 0 marks a structural zero. */
  readonly heads: Int32Array;
  /** Cells without parts, ascending. */
  readonly atoms: readonly number[];
  /** For each margin, the cells that it is the sum of (along its first divided axis). */
  readonly parts: readonly (readonly number[])[];
}

/**
 * Build the frame of a table. `blockAxes` of the leading axes carry headcounts; `headcount` gives
 * those of each combination of their leaves (node indices). Throws `bad-headcount` on anything but
 * whole numbers from 0 up, and on an axis without parts.
 */
export function frameOf(
  axes: readonly Axis[],
  blockAxes: number,
  headcount: (leaves: readonly number[]) => number,
): Frame {
  const trees = axes.map(treeOf);
  const size = axes.reduce((product, axis) => product * axis.nodes.length, 1);
  const strides = stridesOf(axes);
  const blockParts = axes.map((axis, a) => (a < blockAxes ? axis.nodes.length : 1));
  const blockHeads = headsOf(trees.slice(0, blockAxes), blockParts.slice(0, blockAxes), headcount);
  const heads = new Int32Array(size);
  const atoms: number[] = [];
  const parts: (readonly number[])[] = [];
  for (let cell = 0; cell < size; cell += 1) {
    const nodes = nodesOf(axes, cell);
    const block = nodes.slice(0, blockAxes);
    const place = block.reduce((at, node, a) => at * (blockParts[a] ?? 1) + node, 0);
    heads[cell] = blockHeads[place] ?? 0;
    const divided = nodes.findIndex((node, a) => (trees[a]?.children[node] ?? []).length > 0);
    if (divided < 0) atoms.push(cell);
    const [stride, node] = [strides[divided] ?? 0, nodes[divided] ?? 0];
    parts.push((trees[divided]?.children[node] ?? []).map((part) => cell + (part - node) * stride));
  }
  return { axes, trees, size, heads, atoms, parts };
}

/** The nodes that a cell combines, one of each axis. */
export function nodesOf(axes: readonly Axis[], cell: number): number[] {
  const nodes: number[] = [];
  let rest = cell;
  for (let a = axes.length - 1; a >= 0; a -= 1) {
    const length = axes[a]?.nodes.length ?? 1;
    nodes[a] = rest % length;
    rest = Math.floor(rest / length);
  }
  return nodes;
}

/** The number of the cell that combines these nodes. */
export function cellAt(axes: readonly Axis[], nodes: readonly number[]): number {
  return nodes.reduce((cell, node, a) => cell * (axes[a]?.nodes.length ?? 1) + node, 0);
}

/** The key of a cell, as it is published. */
export function keyOf(frame: Frame, cell: number): CellKey {
  const keys = nodesOf(frame.axes, cell).map((node, a) => frame.axes[a]?.nodes[node]?.key);
  return Object.assign({}, ...keys) as CellKey;
}

/** All cells from the atoms, whose values are given in the order of `frame.atoms`. */
export function cellsFrom(frame: Frame, atoms: ArrayLike<number>): Int32Array {
  const cells = new Int32Array(frame.size);
  frame.atoms.forEach((cell, i) => (cells[cell] = atoms[i] ?? 0));
  for (let cell = frame.size - 1; cell >= 0; cell -= 1) {
    const parts = frame.parts[cell] ?? [];
    if (parts.length === 0) continue;
    let sum = 0;
    for (const part of parts) sum += cells[part] ?? 0;
    cells[cell] = sum;
  }
  return cells;
}

/** A flat axis: the whole, and each of `categories` inside it. */
export function flatAxis(dimension: string, categories: readonly KeyValue[]): Axis {
  const nodes: AxisNode[] = [{ key: { [dimension]: '*' }, parent: null }];
  for (const category of categories) nodes.push({ key: { [dimension]: category }, parent: 0 });
  return { nodes };
}

function treeOf(axis: Axis): Tree {
  const children = axis.nodes.map((): number[] => []);
  axis.nodes.forEach((node, i) => {
    if (node.parent !== null) children[node.parent]?.push(i);
  });
  if (axis.nodes.length < 1 || axis.nodes.some((node, i) => (node.parent ?? -1) >= i)) {
    throw new DisclosureError('bad-headcount', 'An axis lists wholes before parts.');
  }
  const inside = axis.nodes.map((): number[] => []);
  for (let i = axis.nodes.length - 1; i >= 0; i -= 1) {
    const parts = children[i] ?? [];
    inside[i] = parts.length === 0 ? [i] : parts.flatMap((part) => inside[part] ?? []);
  }
  const leaves = axis.nodes.flatMap((_, i) => (children[i]?.length === 0 ? [i] : []));
  return { parents: axis.nodes.map((node) => node.parent), children, leaves, inside };
}

function stridesOf(axes: readonly Axis[]): number[] {
  return axes.map((_, a) => axes.slice(a + 1).reduce((n, axis) => n * axis.nodes.length, 1));
}

/** Heads of every combination of block nodes, summed over the leaves inside. */
function headsOf(
  trees: readonly Tree[],
  lengths: readonly number[],
  headcount: (leaves: readonly number[]) => number,
): number[] {
  let combinations: number[][] = [[]];
  for (const length of lengths) {
    combinations = combinations.flatMap((nodes) =>
      Array.from({ length }, (_, node) => [...nodes, node]));
  }
  const known = new Map<string, number>();
  const sum = (nodes: readonly number[], axis: number): number => {
    const leaves = axis < nodes.length ? trees[axis]?.inside[nodes[axis] ?? 0] : undefined;
    if (leaves === undefined) {
      const heads = known.get(nodes.join()) ?? headcount(nodes);
      if (!Number.isSafeInteger(heads) || heads < 0) {
        throw new DisclosureError('bad-headcount', 'Headcounts are whole numbers from 0 up.');
      }
      known.set(nodes.join(), heads);
      return heads;
    }
    let all = 0;
    for (const leaf of leaves) all += sum(nodes.with(axis, leaf), axis + 1);
    return all;
  };
  return combinations.map((nodes) => sum(nodes, 0));
}
