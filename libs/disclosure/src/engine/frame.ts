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
 * whole numbers from 0 up, and on an axis of nothing or with parts before their whole.
 */
export function frameOf(
  axes: readonly Axis[],
  blockAxes: number,
  headcount: (leaves: readonly number[]) => number,
): Frame {
  const trees = axes.map(treeOf);
  const size = axes.reduce((product, axis) => product * axis.nodes.length, 1);
  const strides = stridesOf(axes);
  const heads = new Int32Array(size);
  const atoms: number[] = [];
  const parts: (readonly number[])[] = new Array(size);
  // From the last cell to the first: the parts of a margin are known before it.
  for (let cell = size - 1; cell >= 0; cell -= 1) {
    const nodes = nodesOf(axes, cell);
    const divided = nodes.findIndex((node, a) => trees[a]?.children[node]?.length !== 0);
    const [stride, node] = [strides[divided] ?? 0, nodes[divided] ?? 0];
    const inside = (trees[divided]?.children[node] ?? [])
      .map((part) => cell + (part - node) * stride);
    if (divided < 0) atoms.push(cell);
    parts[cell] = inside;
    heads[cell] = divided >= 0 && divided < blockAxes
      ? inside.reduce((sum, part) => sum + (heads[part] ?? 0), 0)
      : checked(headcount(nodes.slice(0, blockAxes)));
  }
  return { axes, trees, size, heads, atoms: atoms.reverse(), parts };
}

function checked(heads: number): number {
  if (Number.isSafeInteger(heads) && heads >= 0) return heads;
  throw new DisclosureError('bad-headcount', 'Headcounts are whole numbers from 0 up.');
}

/** The nodes that a cell combines, one of each axis. */
export function nodesOf(axes: readonly Axis[], cell: number): number[] {
  let rest = cell;
  return axes.toReversed().map(({ nodes }) => {
    const node = rest % nodes.length;
    rest = (rest - node) / nodes.length;
    return node;
  }).reverse();
}

/** The number of the cell that combines these nodes. */
export function cellAt(axes: readonly Axis[], nodes: readonly number[]): number {
  return axes.reduce((cell, axis, a) => cell * axis.nodes.length + (nodes[a] ?? 0), 0);
}

/** The key of a cell, as it is published. */
export function keyOf(frame: Frame, cell: number): CellKey {
  const nodes = nodesOf(frame.axes, cell);
  const keys = frame.axes.map((axis, a) => axis.nodes[nodes[a] ?? 0]?.key);
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

function treeOf({ nodes }: Axis): Tree {
  if (nodes.length < 1 || nodes.some((node, i) => (node.parent ?? -1) >= i)) {
    throw new DisclosureError('bad-headcount', 'An axis lists wholes before parts.');
  }
  const children = nodes.map((): number[] => []);
  nodes.forEach(({ parent }, i) => children[parent ?? -1]?.push(i));
  const leaves = children.flatMap((parts, i) => (parts.length === 0 ? [i] : []));
  return { parents: nodes.map(({ parent }) => parent), children, leaves };
}

function stridesOf(axes: readonly Axis[]): number[] {
  return axes.map((_, a) => axes.slice(a + 1).reduce((n, axis) => n * axis.nodes.length, 1));
}
