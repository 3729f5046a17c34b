/**
 * What the engine asks of a solver. Worlds are the values of all cells, in the order of a frame;
 * every answer leads to a world of non-negative integers within the headcounts. Nothing relies on
 * an answer being right or best: the verifier checks each world by itself.
 */
export interface Solver {
  /** The work (cells × needs) that all tries at a better pattern may take together. */
  readonly allowance: number;
  /**
   * The way to a world near `base` in which `target` lies in [low, high], at a small total cost:
   * each unit by which a cell moves costs `cost[cell]`; Infinity forbids it. Null when there is
   * none or it is not found in the time allowed.
   */
  find(base: Int32Array, cost: Float64Array, need: Need): Move | null;
  /**
   * The way to the world with the least (−1) or the most (+1) in `target` among those that move
   * only cells of finite cost. Null when it is not found in the time allowed.
   */
  extreme(
    base: Int32Array, cost: Float64Array, target: number, direction: -1 | 1,
  ): Move | null;
  /**
   * From now on only these cells (1) are ever asked to move, and none of them has a price. Answers
   * depend on no question from before.
   */
  focus(movable: Uint8Array | null): void;
  /** Release what the solver holds outside of JavaScript. */
  dispose(): void;
}

/** What is different in another world: the cells that moved, with their new values. */
export type Move = ReadonlyMap<number, number>;

/** One thing that a witness must show: a cell between two values, both inclusive. */
export interface Need {
  readonly cell: number;
  readonly low: number;
  readonly high: number;
}

/** Carry out a move. */
export function apply(move: Move, world: Int32Array): void {
  for (const [cell, users] of move) world[cell] = users;
}
