import { restrict, type Network } from './network.ts';
import { isOpen, type PathSearch, type Question } from './path-search.ts';

/**
 * Any path, where no cell has a price: breadth first from both ends at once, until they meet or
 * one of them is closed in. What is not near the ends is not looked at.
 */
export class FreePath implements PathSearch {
  private readonly arcs: Pick<Network, 'first' | 'incident'>;
  private readonly out: Side;
  private readonly back: Side;
  private turn = 0;

  constructor(
    private readonly network: Network,
    movable: Uint8Array,
  ) {
    this.arcs = restrict(network, movable);
    this.out = new Side(network.nodes, 0);
    this.back = new Side(network.nodes, 1);
  }

  *paths(question: Question): Iterable<readonly number[]> {
    for (let meeting = this.meet(question); meeting >= 0; meeting = this.meet(question)) {
      yield this.steps(question, meeting);
    }
  }

  /** A node where paths from both ends meet, or −1. */
  private meet(question: Question): number {
    const { out, back } = this;
    if (question.from === question.to) return question.from;
    this.turn += 1;
    out.begin(question.from, this.turn);
    back.begin(question.to, this.turn);
    for (;;) {
      const side = out.looked <= back.looked ? out : back;
      const node = side.take();
      if (node < 0) return -1;
      const meeting = this.spread(question, node, side, side === out ? back : out);
      if (meeting >= 0) return meeting;
    }
  }

  /** Look around one node; the node where both sides meet, or −1. */
  private spread(question: Question, node: number, side: Side, other: Side): number {
    const { first, incident } = this.arcs;
    const { tail, head } = this.network;
    const end = first[node + 1] ?? 0;
    for (let at = first[node] ?? 0; at < end; at += 1) {
      const mark = incident[at] ?? 0;
      side.looked += 1;
      const near = ((mark & 1) === 1 ? tail[mark >> 1] : head[mark >> 1]) ?? 0;
      if (side.seen[near] === this.turn || !isOpen(question, mark ^ side.against)) continue;
      side.add(near, mark ^ side.against, this.turn);
      if (other.seen[near] === this.turn) return near;
    }
    return -1;
  }

  private steps({ from, to }: Question, meeting: number): number[] {
    const { tail, head } = this.network;
    const steps: number[] = [];
    for (let node = meeting; node !== from;) {
      const step = this.out.via[node] ?? 0;
      steps.push(step);
      node = ((step & 1) === 1 ? head[step >> 1] : tail[step >> 1]) ?? from;
    }
    for (let node = meeting; node !== to;) {
      const step = this.back.via[node] ?? 0;
      steps.push(step);
      node = ((step & 1) === 1 ? tail[step >> 1] : head[step >> 1]) ?? to;
    }
    return steps;
  }
}

/** What one end has reached. Marks of an earlier turn count for nothing, so none is wiped out. */
class Side {
  /** The turn in which each node was reached last, and the step that leads over it. */
  readonly seen: Int32Array;
  readonly via: Int32Array;
  /** How many arcs were looked at: the end with less goes on. */
  looked = 0;
  private readonly queue: Int32Array;
  private taken = 0;
  private length = 0;

  constructor(nodes: number, readonly against: 0 | 1) {
    this.seen = new Int32Array(nodes);
    this.via = new Int32Array(nodes);
    this.queue = new Int32Array(nodes);
  }

  begin(node: number, turn: number): void {
    this.looked = 0;
    this.taken = 0;
    this.length = 0;
    this.add(node, 0, turn);
  }

  add(node: number, step: number, turn: number): void {
    this.seen[node] = turn;
    this.via[node] = step;
    this.queue[this.length] = node;
    this.length += 1;
  }

  /** The next node to look around, or −1 when there is none. */
  take(): number {
    if (this.taken === this.length) return -1;
    this.taken += 1;
    return this.queue[this.taken - 1] ?? -1;
  }
}
