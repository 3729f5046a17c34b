/** The queue was full: nothing was posted; the caller may say "try again" to its own caller. */
export interface Overloaded {
  readonly kind: 'overloaded';
  /** Items waiting when this one was turned away. */
  readonly waiting: number;
}

/** How much a batcher takes on. */
export interface BatcherLimits {
  /** Most items in one call of `post`. */
  readonly batch: number;
  /** Most items that wait while a batch is in flight. */
  readonly queue: number;
  /** Most batches in flight, 1 by default: more only when `post` may run beside itself. */
  readonly flights?: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Micro-batching: what arrives while one batch is in flight makes up the next, so the batch grows
 * with the load and a lone item waits for nobody. There is no timer. With more flights than one,
 * what waits is shared among them, and a batch does not wait for the one before it to commit once
 * as many wait as are in flight.
 *
 * `post` answers a batch item by item, in order. When it throws, the outcome of its batch is
 * unknown, every item of it rejects with that error, and the next batch goes ahead: callers try
 * again under the same ids, which the ledger answers with `duplicate`.
 */
export class Batcher<Item, Result> {
  private readonly waiting: Waiting<Item, Result>[] = [];
  private readonly flying = new Map<Promise<void>, number>();
  private scheduled: Promise<void> | null = null;

  constructor(
    private readonly post: (items: readonly Item[]) => Promise<readonly Result[]>,
    private readonly limits: BatcherLimits,
  ) {
    for (const limit of [limits.batch, limits.queue, limits.flights ?? 1]) {
      if (!Number.isInteger(limit) || limit < 1) throw new RangeError('a limit is 1 or more');
    }
  }

  /** Post one item; resolves with its own result, or at once with `overloaded`. */
  submit(item: Item): Promise<Result | Overloaded> {
    if (this.waiting.length >= this.limits.queue) {
      return Promise.resolve({ kind: 'overloaded', waiting: this.waiting.length });
    }
    const answer = new Promise<Result>((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
    });
    // What is submitted in this same turn shares a batch.
    this.scheduled ??= Promise.resolve().then(() => {
      this.scheduled = null;
      this.send();
    });
    return answer;
  }

  /** Wait until nothing is waiting or in flight; for an orderly shutdown. */
  async drained(): Promise<void> {
    for (;;) {
      const [next] = this.flying.keys();
      const busy = this.scheduled ?? next;
      if (!busy) return;
      await busy;
    }
  }

  private send(): void {
    for (let share = this.share(); share > 0; share = this.share()) {
      const batch = this.waiting.splice(0, share);
      const flight = this.postBatch(batch).then(() => {
        this.flying.delete(flight);
        this.send();
      });
      this.flying.set(flight, batch.length);
    }
  }

  /** How many items the next batch takes: none when it must wait for one in flight. */
  private share(): number {
    const { batch, flights = 1 } = this.limits;
    const free = flights - this.flying.size;
    const waiting = this.waiting.length;
    if (free === 0 || waiting < Math.min(batch, Math.max(0, ...this.flying.values()))) return 0;
    return Math.min(waiting, batch, Math.max(1, Math.floor(waiting / free)));
  }

  private async postBatch(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.post(batch.map(({ item }) => item));
      if (results.length !== batch.length) throw new Error('a batch was answered in part');
      batch.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
