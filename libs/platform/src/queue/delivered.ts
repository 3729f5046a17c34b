import type { QueueErasure } from './queue-erasure.ts';

/**
 * Erases what was delivered, as soon as it was: beside the answers, not before them, and what is
 * delivered during one erasure goes with the next.
 */
export class Delivered {
  private waiting = new Map<string, string[]>();
  private underWay: Promise<void> | undefined;

  /** @param onFault hears what went wrong; the sweep of the queue then erases what is left. */
  constructor(
    private readonly erasure: Pick<QueueErasure, 'erase'>,
    private readonly onFault: (error: unknown) => void,
  ) {}

  /** A job of a queue has been answered to all who asked. */
  add(queue: string, jobId: string): void {
    const ids = this.waiting.get(queue);
    if (ids) ids.push(jobId);
    else this.waiting.set(queue, [jobId]);
    this.underWay ??= this.eraseAll().finally(() => { this.underWay = undefined; });
  }

  /** Resolves once nothing waits to be erased. */
  async settled(): Promise<void> {
    await this.underWay;
  }

  private async eraseAll(): Promise<void> {
    while (this.waiting.size > 0) {
      const erased = this.waiting;
      this.waiting = new Map();
      for (const [queue, ids] of erased) {
        await this.erasure.erase(queue, ids).catch(this.onFault);
      }
    }
  }
}
