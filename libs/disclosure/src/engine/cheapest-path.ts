import type { Network } from './network.ts';
import { isOpen, type PathSearch, type Question } from './path-search.ts';

/**
 * Successive cheapest paths (Busacker and Gowen 1960, with the potentials of Edmonds and Karp
 * 1972). A cell that goes back to where it was gives its price back.
 */
export class CheapestPath implements PathSearch {
  private readonly distance: Float64Array;
  private readonly potential: Float64Array;
  private readonly via: Int32Array;
  private readonly done: Uint8Array;
  private readonly heap: Heap;

  constructor(private readonly network: Network) {
    this.distance = new Float64Array(network.nodes);
    this.potential = new Float64Array(network.nodes);
    this.via = new Int32Array(network.nodes);
    this.done = new Uint8Array(network.nodes);
    this.heap = new Heap(network.tail.length * 2 + 2);
  }

  *paths(question: Question): Iterable<readonly number[]> {
    this.potential.fill(0);
    while (this.reach(question)) yield this.steps(question);
  }

  /** Dijkstra over reduced costs; whether the end can be reached. */
  private reach(question: Question): boolean {
    const { distance, potential, done, heap } = this;
    const { from, to } = question;
    distance.fill(Infinity);
    done.fill(0);
    heap.clear();
    distance[from] = 0;
    heap.push(0, from);
    for (let node = heap.pop(); node >= 0 && done[to] === 0; node = heap.pop()) {
      if (done[node] === 1) continue;
      done[node] = 1;
      this.relax(question, node);
    }
    if (done[to] === 0) return false;
    const reached = distance[to] ?? 0;
    for (let node = 0; node < potential.length; node += 1) {
      potential[node] = (potential[node] ?? 0) + Math.min(distance[node] ?? Infinity, reached);
    }
    return true;
  }

  private relax(question: Question, node: number): void {
    const { tail, head, first, incident } = this.network;
    const { distance, potential, done } = this;
    const near = (distance[node] ?? 0) + (potential[node] ?? 0);
    const end = first[node + 1] ?? 0;
    for (let at = first[node] ?? 0; at < end; at += 1) {
      const step = incident[at] ?? 0;
      const arc = step >> 1;
      const isBack = (step & 1) === 1;
      const other = (isBack ? tail[arc] : head[arc]) ?? 0;
      if (done[other] === 1 || !isOpen(question, step)) continue;
      const weight = question.cost[arc] ?? 0;
      const moved = question.moved[arc] ?? 0;
      const price = (isBack ? moved > 0 : moved < 0) ? -weight : weight;
      const length = Math.max(0, near + price - (potential[other] ?? 0));
      if (length >= (distance[other] ?? 0)) continue;
      distance[other] = length;
      this.via[other] = step;
      this.heap.push(length, other);
      // As near as the node that it was reached from: nothing can be nearer.
      if (other === question.to && length === distance[node]) done[other] = 1;
    }
  }

  private steps({ from, to }: Question): number[] {
    const { tail, head } = this.network;
    const steps: number[] = [];
    for (let node = to; node !== from;) {
      const step = this.via[node] ?? 0;
      steps.push(step);
      node = ((step & 1) === 1 ? head[step >> 1] : tail[step >> 1]) ?? from;
    }
    return steps;
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
