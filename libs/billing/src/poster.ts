/** The queue was full: nothing was posted; the caller may say "try again" to its own caller. */
export interface Overloaded {
  readonly kind: 'overloaded';
  /** Items waiting when this one was turned away. */
  readonly waiting: number;
}

/** How much a poster takes on. */
export interface PosterLimits {
  /** Most items in one call of `post`. */
  readonly batch: number;
  /** Most items that wait while a batch is in flight. */
  readonly queue: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Micro-batching: what arrives while one batch is in flight makes up the next, so the batch grows
 * with the load and a lone item waits for nobody. There is no timer and one batch at a time.
 *
 * `post` answers a batch item by item, in order. When it throws, the outcome of its batch is
 * unknown, every item of it rejects with that error, and the next batch goes ahead: callers try
 * again under the same ids, which the ledger answers with `duplicate`.
 */
export class Poster<Item, Result> {
  private readonly waiting: Waiting<Item, Result>[] = [];
  private running: Promise<void> | null = null;

  constructor(
    private readonly post: (items: readonly Item[]) => Promise<readonly Result[]>,
    private readonly limits: PosterLimits,
  ) {
    for (const limit of [limits.batch, limits.queue]) {
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
    this.running ??= this.run();
    return answer;
  }

  /** Wait until nothing is waiting or in flight; for an orderly shutdown. */
  async drained(): Promise<void> {
    while (this.running) await this.running;
  }

  private async run(): Promise<void> {
    await Promise.resolve(); // what is submitted in this same turn shares the first batch
    while (this.waiting.length > 0) {
      await this.postBatch(this.waiting.splice(0, this.limits.batch));
    }
    this.running = null;
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
