import type { Frame } from './frame.ts';
import { restrict, type Network } from './network.ts';
import type { Need, Solver } from './solver.ts';

/**
 * Witnesses of two-way tables by successive cheapest paths (Busacker and Gowen 1960, with the
 * potentials of Edmonds and Karp 1972). Integers throughout: a unit of change runs around a cycle
 * of cells, so that all sums keep holding and nothing is ever fractional.
 */
export class FlowSolver implements Solver {
  readonly allowance = 400_000;
  private arcs: Pick<Network, 'first' | 'incident'>;
  private readonly room: Int32Array;
  private readonly distance: Float64Array;
  private readonly potential: Float64Array;
  private readonly via: Int32Array;
  private readonly flow: Int32Array;
  private readonly start: Int32Array;
  /** The world that `flow` and `start` hold between two questions: often the next one's base. */
  private loaded: Int32Array | null = null;
  private touched: number[] = [];
  private readonly done: Uint8Array;
  private readonly heap: Heap;

  constructor(
    private readonly frame: Frame,
    private readonly network: Network,
  ) {
    this.arcs = network;
    this.room = new Int32Array(network.tail.length).fill(2 ** 30);
    this.room.set(frame.heads);
    this.distance = new Float64Array(network.nodes);
    this.potential = new Float64Array(network.nodes);
    this.via = new Int32Array(network.nodes);
    this.flow = new Int32Array(network.tail.length);
    this.start = new Int32Array(network.tail.length);
    this.done = new Uint8Array(network.nodes);
    this.heap = new Heap(network.tail.length * 2 + 2);
  }

  find(base: Int32Array, cost: Float64Array, { cell, low, high }: Need): Int32Array | null {
    const value = base[cell] ?? 0;
    if (value >= low && value <= high) return base;
    const amount = value < low ? low - value : value - high;
    if (cost[cell] === Infinity || low > (this.frame.heads[cell] ?? 0)) return null;
    this.push(base, cost, cell, value < low ? 1 : -1, amount);
    const reached = this.flow[cell] ?? 0;
    if (reached >= low && reached <= high) return this.keep(base);
    for (const arc of this.touched) this.flow[arc] = this.start[arc] ?? 0;
    return null;
  }

  extreme(
    base: Int32Array, cost: Float64Array, target: number, direction: -1 | 1,
  ): Int32Array {
    const value = base[target] ?? 0;
    const most = direction < 0 ? value : (this.frame.heads[target] ?? 0) - value;
    if (most === 0 || cost[target] === Infinity) return base;
    this.push(base, cost, target, direction, most);
    return this.keep(base);
  }

  focus(movable: Uint8Array | null): void {
    this.arcs = movable ? restrict(this.network, movable) : this.network;
  }

  dispose(): void {
    this.heap.clear();
  }

  /** Move `target` by up to `amount` in `direction`, along cheapest cycles through its arc. */
  private push(
    base: Int32Array, cost: Float64Array, target: number, direction: -1 | 1, amount: number,
  ): void {
    const { tail, head } = this.network;
    const { flow, start } = this;
    this.load(base);
    const [from, to] = direction > 0 ? [head[target], tail[target]] : [tail[target], head[target]];
    if (from === undefined || to === undefined) return;
    this.potential.fill(0);
    let left = amount;
    while (left > 0 && this.cheapestPath(flow, start, cost, target, from, to)) {
      const step = Math.min(left, this.bottleneck(flow, start, from, to));
      this.along(from, to, (arc, sign) => {
        flow[arc] = (flow[arc] ?? 0) + sign * step;
        this.touched.push(arc);
      });
      flow[target] = (flow[target] ?? 0) + direction * step;
      this.touched.push(target);
      left -= step;
    }
  }

  private load(base: Int32Array): void {
    this.touched = [];
    if (base === this.loaded) return;
    this.flow.set(base);
    // Arcs that are no cells carry what their tail receives; they may always take more or less.
    this.flow.fill(2 ** 29, this.network.cells);
    this.start.set(this.flow);
    this.loaded = base;
  }

  /** The world after the last push; it is what the next question will most often start from. */
  private keep(base: Int32Array): Int32Array {
    if (this.touched.length === 0) return base;
    for (const arc of this.touched) this.start[arc] = this.flow[arc] ?? 0;
    this.loaded = this.flow.slice(0, this.network.cells);
    return this.loaded;
  }

  /** Dijkstra over reduced costs; true when `to` can be reached. */
  private cheapestPath(
    flow: Int32Array, start: Int32Array, cost: Float64Array, target: number,
    from: number, to: number,
  ): boolean {
    const { first, incident } = this.arcs;
    const { tail, head } = this.network;
    const { distance, potential, via, done, heap } = this;
    distance.fill(Infinity);
    done.fill(0);
    heap.clear();
    distance[from] = 0;
    heap.push(0, from);
    for (let node = heap.pop(); node >= 0 && done[to] === 0; node = heap.pop()) {
      if (done[node] === 1) continue;
      done[node] = 1;
      const near = (distance[node] ?? 0) + (potential[node] ?? 0);
      for (let at = first[node] ?? 0; at < (first[node + 1] ?? 0); at += 1) {
        const mark = incident[at] ?? 0;
        const arc = mark >> 1;
        const isBack = (mark & 1) === 1;
        const other = (isBack ? tail[arc] : head[arc]) ?? 0;
        if (arc === target || done[other] === 1) continue;
        const weight = cost[arc] ?? 0;
        if (weight === Infinity || !this.hasRoom(flow, arc, isBack)) continue;
        const moved = (flow[arc] ?? 0) - (start[arc] ?? 0);
        const price = (isBack ? moved > 0 : moved < 0) ? -weight : weight;
        const length = Math.max(0, near + price - (potential[other] ?? 0));
        if (length >= (distance[other] ?? 0)) continue;
        distance[other] = length;
        via[other] = mark;
        heap.push(length, other);
        // As near as the node that it was reached from: nothing can be nearer.
        if (other === to && length === distance[node]) done[to] = 1;
      }
    }
    const reached = distance[to] ?? Infinity;
    if (done[to] === 0 || reached === Infinity) return false;
    for (let node = 0; node < potential.length; node += 1) {
      potential[node] = (potential[node] ?? 0) + Math.min(distance[node] ?? Infinity, reached);
    }
    return true;
  }

  private hasRoom(flow: Int32Array, arc: number, isBack: boolean): boolean {
    const value = flow[arc] ?? 0;
    return isBack ? value > 0 : value < (this.room[arc] ?? 0);
  }

  /** The most that the path carries; a cell that moves back to its start counts up to there. */
  private bottleneck(flow: Int32Array, start: Int32Array, from: number, to: number): number {
    let least = Infinity;
    this.along(from, to, (arc, sign) => {
      const value = flow[arc] ?? 0;
      const moved = value - (start[arc] ?? 0);
      const room = sign > 0 ? (this.room[arc] ?? 0) - value : value;
      const returning = moved * sign < 0 ? Math.abs(moved) : Infinity;
      least = Math.min(least, room, returning);
    });
    return least;
  }

  private along(from: number, to: number, visit: (arc: number, sign: -1 | 1) => void): void {
    const { tail, head } = this.network;
    for (let node = to; node !== from;) {
      const mark = this.via[node] ?? 0;
      const arc = mark >> 1;
      const isBack = (mark & 1) === 1;
      visit(arc, isBack ? -1 : 1);
      node = (isBack ? head[arc] : tail[arc]) ?? from;
    }
  }
}

/** A binary heap of nodes by distance; old entries are left in and skipped by the caller. */
class Heap {
  private readonly keys: Float64Array;
  private readonly values: Int32Array;
  private length = 0;

  constructor(capacity: number) {
    this.keys = new Float64Array(capacity);
    this.values = new Int32Array(capacity);
  }

  clear(): void {
    this.length = 0;
  }

  push(key: number, value: number): void {
    let at = this.length;
    this.length += 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const held = this.keys[above] ?? 0;
      if (held <= key) break;
      this.keys[at] = held;
      this.values[at] = this.values[above] ?? 0;
      at = above;
    }
    this.keys[at] = key;
    this.values[at] = value;
  }

  /** The nearest node, or −1 when none is left. */
  pop(): number {
    if (this.length === 0) return -1;
    const value = this.values[0] ?? 0;
    this.length -= 1;
    const key = this.keys[this.length] ?? 0;
    const last = this.values[this.length] ?? 0;
    let at = 0;
    for (let below = 1; below < this.length; below = 2 * at + 1) {
      const right = below + 1;
      const next = right < this.length && (this.keys[right] ?? 0) < (this.keys[below] ?? 0)
        ? right : below;
      if ((this.keys[next] ?? 0) >= key) break;
      this.keys[at] = this.keys[next] ?? 0;
      this.values[at] = this.values[next] ?? 0;
      at = next;
    }
    this.keys[at] = key;
    this.values[at] = last;
    return value;
  }
}
