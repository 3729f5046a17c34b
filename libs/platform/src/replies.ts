import type { Queue, QueueEvents } from 'bullmq';
import { queueAway } from './unavailable.ts';

/** How a job ended, as far as is known. */
export type Outcome =
  | { readonly kind: 'completed'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'unknown' };

/** Between two looks at a job's row while no event tells of it, in milliseconds. */
const LOOK_EVERY_MS = 200;

interface Waiter {
  settle(outcome: Outcome): void;
}

/**
 * Waits for jobs of one queue to end. An event ends the wait at once; but events can be missed
 * (stack.md), so the rows of all awaited jobs are looked at a few times a second as well.
 */
export class Replies {
  private readonly waiters = new Map<string, Set<Waiter>>();
  private readonly timer: NodeJS.Timeout;
  private looking = false;
  private closed = false;

  constructor(
    private readonly queue: Queue,
    events: QueueEvents,
  ) {
    events.on('completed', ({ jobId, returnvalue }) => {
      this.settle(jobId, { kind: 'completed', value: returnvalue });
    });
    events.on('failed', ({ jobId, failedReason }) => {
      this.settle(jobId, { kind: 'failed', reason: failedReason });
    });
    this.timer = setInterval(() => void this.lookAtAll(), LOOK_EVERY_MS);
    this.timer.unref();
  }

  /**
   * How a job ended, or `unfinished` once `timeoutMs` have passed. Begin to wait before the job is
   * added, or look at it first.
   */
  wait(jobId: string, timeoutMs: number): Promise<Outcome> {
    if (this.closed) return Promise.resolve({ kind: 'unfinished' });
    return new Promise((resolve) => {
      const waiters = this.waiters.get(jobId) ?? new Set();
      this.waiters.set(jobId, waiters);
      const timer = setTimeout(() => waiter.settle({ kind: 'unfinished' }), timeoutMs);
      const waiter: Waiter = {
        settle: (outcome) => {
          clearTimeout(timer);
          waiters.delete(waiter);
          if (waiters.size === 0 && this.waiters.get(jobId) === waiters) this.waiters.delete(jobId);
          resolve(outcome);
        },
      };
      waiters.add(waiter);
    });
  }

  /**
   * How a job ended, by its row: the truth.
   *
   * @throws DatabaseUnavailable when the queue cannot be reached.
   */
  async look(jobId: string): Promise<Outcome> {
    try {
      return await this.lookUp(jobId);
    } catch (error) {
      throw queueAway(error);
    }
  }

  private async lookUp(jobId: string): Promise<Outcome> {
    const state = await this.queue.getJobState(jobId);
    if (state === 'unknown') return { kind: 'unknown' };
    if (state !== 'completed' && state !== 'failed') return { kind: 'unfinished' };
    const job = await this.queue.getJob(jobId);
    if (!job) return { kind: 'unknown' };
    if (state === 'failed') return { kind: 'failed', reason: job.failedReason ?? '' };
    return { kind: 'completed', value: job.returnvalue };
  }

  /** End all waits as unfinished, and those that begin later. */
  close(): void {
    this.closed = true;
    clearInterval(this.timer);
    for (const jobId of [...this.waiters.keys()]) this.settle(jobId, { kind: 'unfinished' });
  }

  private settle(jobId: string, outcome: Outcome): void {
    for (const waiter of [...(this.waiters.get(jobId) ?? [])]) waiter.settle(outcome);
  }

  private async lookAtAll(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      for (const jobId of [...this.waiters.keys()]) {
        const outcome = await this.look(jobId);
        // A job that is not there yet is about to be added.
        if (outcome.kind !== 'unfinished' && outcome.kind !== 'unknown') this.settle(jobId, outcome);
      }
    } catch {
      // The queue is away: the next look, or the deadline, answers.
    } finally {
      this.looking = false;
    }
  }
}
