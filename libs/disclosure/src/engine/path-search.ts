/** A cell that is to move, and what the others may do meanwhile; `moved` changes between paths. */
export interface Question {
  readonly base: Int32Array;
  /** By how much each cell has moved from `base` so far. */
  readonly moved: Int32Array;
  readonly heads: Int32Array;
  readonly cost: Float64Array;
  readonly target: number;
  /** The nodes that paths lead between; the target closes the cycle. */
  readonly from: number;
  readonly to: number;
}

/** Finds a path for one unit after another, while `moved` goes along with them. */
export interface PathSearch {
  /**
   * The steps of each path, in no order. A step is written 2·arc, or 2·arc + 1 where it runs
   * against the arc: the cell falls then.
   */
  paths(question: Question): Iterable<readonly number[]>;
}

/** Whether one more unit may take a step. */
export function isOpen({ base, moved, heads, cost, target }: Question, step: number): boolean {
  const arc = step >> 1;
  if (arc === target || cost[arc] === Infinity) return false;
  const users = (base[arc] ?? 0) + (moved[arc] ?? 0);
  return (step & 1) === 1 ? users > 0 : users < (heads[arc] ?? 0);
}
