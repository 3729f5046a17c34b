import { cellAt, type Frame } from './frame.ts';

/**
 * A table of one or two axes as a circulation (Cox 1995; Castro 2012 for one hierarchical axis):
 * every cell is an arc, every sum that holds in the table is a node. People flow from the total
 * down the tree of the first axis to its leaves, over the atoms into the categories of the second
 * axis, up the same tree within each category, and back into the total. Whole-numbered by nature.
 */
export interface Network {
  readonly nodes: number;
  /** Cell i is the arc tail[i] → head[i]. */
  readonly tail: Int32Array;
  readonly head: Int32Array;
  /** Arcs at each node: first[n] … first[n + 1] in `incident`, 2·arc + 1 where n is the head. */
  readonly first: Int32Array;
  readonly incident: Int32Array;
}

/** The network of a frame, or null where it has none: three axes, or two that are trees. */
export function networkOf(frame: Frame): Network | null {
  const [rows, columns] = frame.trees;
  if (!rows || frame.trees.length > 2) return null;
  if (columns?.parents.some((parent) => parent !== null && parent !== 0)) return null;
  const width = columns ? columns.leaves.length : 0;
  const count = rows.parents.length;
  const sink = count;
  const wholes = rows.parents.flatMap((_, row) => (rows.children[row]?.length === 0 ? [] : [row]));
  const rank = new Map(wholes.map((row, i) => [row, i]));
  const inner = (row: number, column: number) => sink + 1 + (rank.get(row) ?? 0) * width + column;
  const tail: number[] = [];
  const head: number[] = [];
  const arc = (cell: number, from: number, to: number) => {
    tail[cell] = from;
    head[cell] = to;
  };
  rows.parents.forEach((parent, row) => {
    const isLeaf = rows.children[row]?.length === 0;
    const end = isLeaf && !columns ? sink : row;
    arc(cellAt(frame.axes, columns ? [row, 0] : [row]), parent ?? sink, end);
    columns?.leaves.forEach((node, column) => {
      const from = isLeaf ? row : inner(row, column);
      const to = parent === null ? sink : inner(parent, column);
      arc(cellAt(frame.axes, [row, node]), from, to);
    });
  });
  return withIncidence(sink + 1 + wholes.length * width, tail, head);
}

/** The arcs at each node, of those cells only that may move (1). */
export function restrict(
  { nodes, first, incident }: Network, movable: Uint8Array,
): Pick<Network, 'first' | 'incident'> {
  const kept: number[] = [];
  const starts = new Int32Array(nodes + 1);
  for (let node = 0; node < nodes; node += 1) {
    for (let at = first[node] ?? 0; at < (first[node + 1] ?? 0); at += 1) {
      const mark = incident[at] ?? 0;
      if (movable[mark >> 1] === 1) kept.push(mark);
    }
    starts[node + 1] = kept.length;
  }
  return { first: starts, incident: Int32Array.from(kept) };
}

function withIncidence(nodes: number, tail: number[], head: number[]): Network {
  const first = new Int32Array(nodes + 1);
  for (const node of [...tail, ...head]) first[node + 1] = (first[node + 1] ?? 0) + 1;
  for (let node = 0; node < nodes; node += 1) {
    first[node + 1] = (first[node + 1] ?? 0) + (first[node] ?? 0);
  }
  const next = first.slice();
  const incident = new Int32Array(tail.length * 2);
  const place = (node: number, mark: number) => {
    const at = next[node] ?? 0;
    incident[at] = mark;
    next[node] = at + 1;
  };
  tail.forEach((node, arc) => { place(node, 2 * arc); });
  head.forEach((node, arc) => { place(node, 2 * arc + 1); });
  const ends = { tail: Int32Array.from(tail), head: Int32Array.from(head) };
  return { nodes, ...ends, first, incident };
}
