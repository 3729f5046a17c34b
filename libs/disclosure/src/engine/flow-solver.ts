import { CheapestPath } from './cheapest-path.ts';
import type { Frame } from './frame.ts';
import { FreePath } from './free-path.ts';
import type { Network } from './network.ts';
import type { PathSearch } from './path-search.ts';
import type { Move, Need, Solver } from './solver.ts';

/**
 * Witnesses of two-way tables: path after path around the network. Integers throughout: a unit of
 * change runs around a cycle of cells, so that all sums keep holding and nothing is ever
 * fractional.
 */
export class FlowSolver implements Solver {
  readonly allowance = 400_000;
  private readonly cheapest: CheapestPath;
  private search: PathSearch;
  /** By how much each cell has moved in the question at hand; zeros between two questions. */
  private readonly moved: Int32Array;

  constructor(
    private readonly frame: Frame,
    private readonly network: Network,
  ) {
    this.cheapest = new CheapestPath(network);
    this.search = this.cheapest;
    this.moved = new Int32Array(frame.size);
  }

  find(base: Int32Array, cost: Float64Array, { cell, low, high }: Need): Move | null {
    const value = base[cell] ?? 0;
    const amount = Math.max(0, low - value, value - high);
    if (amount === 0) return new Map();
    if (low > (this.frame.heads[cell] ?? 0)) return null;
    const move = this.push(base, cost, cell, value < low ? 1 : -1, amount);
    const reached = move.get(cell) ?? value;
    return reached >= low && reached <= high ? move : null;
  }

  extreme(base: Int32Array, cost: Float64Array, target: number, direction: -1 | 1): Move {
    const value = base[target] ?? 0;
    const most = direction < 0 ? value : (this.frame.heads[target] ?? 0) - value;
    return this.push(base, cost, target, direction, most);
  }

  focus(movable: Uint8Array | null): void {
    this.search = movable ? new FreePath(this.network, movable) : this.cheapest;
  }

  dispose(): void {
    this.focus(null);
  }

  /** Move `target` by up to `amount` in `direction`, around cycles through its arc. */
  private push(
    base: Int32Array, cost: Float64Array, target: number, direction: -1 | 1, amount: number,
  ): Move {
    if (amount === 0 || cost[target] === Infinity) return new Map();
    const { moved, search, frame: { heads } } = this;
    const ends = [this.network.head[target] ?? 0, this.network.tail[target] ?? 0];
    const [from = 0, to = 0] = direction > 0 ? ends : ends.reverse();
    const touched = [target];
    let left = amount;
    for (const steps of search.paths({ base, moved, heads, cost, target, from, to })) {
      const units = this.bottleneck(base, steps, left);
      for (const step of steps) {
        const arc = step >> 1;
        moved[arc] = (moved[arc] ?? 0) + ((step & 1) === 1 ? -units : units);
        touched.push(arc);
      }
      moved[target] = (moved[target] ?? 0) + direction * units;
      left -= units;
      if (left === 0) break;
    }
    return this.settle(base, touched);
  }

  /** How many units the path carries; a cell that moves back counts up to where it was. */
  private bottleneck(base: Int32Array, steps: readonly number[], most: number): number {
    let least = most;
    for (const step of steps) {
      const arc = step >> 1;
      const sign = (step & 1) === 1 ? -1 : 1;
      const moved = this.moved[arc] ?? 0;
      const users = (base[arc] ?? 0) + moved;
      const room = sign > 0 ? (this.frame.heads[arc] ?? 0) - users : users;
      least = Math.min(least, moved * sign < 0 ? Math.abs(moved) : room);
    }
    return least;
  }

  /** The cells that are not where they were; the next question starts from nothing. */
  private settle(base: Int32Array, touched: readonly number[]): Move {
    const move = new Map<number, number>();
    for (const arc of touched) {
      const moved = this.moved[arc] ?? 0;
      if (moved !== 0) move.set(arc, (base[arc] ?? 0) + moved);
      this.moved[arc] = 0;
    }
    return move;
  }
}
