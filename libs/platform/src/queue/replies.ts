import type { Queue, QueueEvents } from 'bullmq';
import { queueAway } from '../unavailable.ts';

/** How a job ended, as far as is known. */
export type Outcome =
  | { readonly kind: 'completed'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'unknown' };

const UNFINISHED: Outcome = { kind: 'unfinished' };

/** First and longest pause between looks at a job's row while no event tells of it. */
const LOOK_AFTER_MS = 40;
const LOOK_EVERY_MS = 250;

interface Awaited {
  readonly waiters: Set<(outcome: Outcome) => void>;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Waits for jobs of one queue to end. An event ends the wait at once; but events are missed now
 * and then (queue-backend.ts; on PostgreSQL also when two of them commit out of order), so the row
 * of an awaited job is looked at as well, soon and then less often.
 */
export class Replies {
  private readonly awaited = new Map<string, Awaited>();
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
  }

  /**
   * How a job ended, or `unfinished` once `timeoutMs` have passed. Begin to wait before the job is
   * added, or look at it first.
   */
  wait(jobId: string, timeoutMs: number): Promise<Outcome> {
    if (this.closed) return Promise.resolve(UNFINISHED);
    return new Promise((resolve) => {
      const awaited = this.awaited.get(jobId) ?? this.begin(jobId);
      const settle = (outcome: Outcome) => {
        clearTimeout(deadline);
        awaited.waiters.delete(settle);
        if (awaited.waiters.size === 0) this.end(jobId, awaited);
        resolve(outcome);
      };
      const deadline = setTimeout(() => settle(UNFINISHED), timeoutMs);
      awaited.waiters.add(settle);
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

  /** End the wait for a job as unfinished: it is not on the queue any more. */
  giveUp(jobId: string): void {
    this.settle(jobId, UNFINISHED);
  }

  /** End all waits as unfinished, and those that begin later. */
  close(): void {
    this.closed = true;
    for (const jobId of [...this.awaited.keys()]) this.settle(jobId, UNFINISHED);
  }

  private begin(jobId: string): Awaited {
    const awaited: Awaited = { waiters: new Set(), timer: undefined };
    this.awaited.set(jobId, awaited);
    this.lookAgain(jobId, awaited, LOOK_AFTER_MS);
    return awaited;
  }

  private end(jobId: string, awaited: Awaited): void {
    clearTimeout(awaited.timer);
    if (this.awaited.get(jobId) === awaited) this.awaited.delete(jobId);
  }

  private lookAgain(jobId: string, awaited: Awaited, pauseMs: number): void {
    clearTimeout(awaited.timer);
    awaited.timer = setTimeout(() => {
      this.look(jobId).then(
        (outcome) => {
          // A job that is not there yet is about to be added.
          if (outcome.kind === 'completed' || outcome.kind === 'failed') this.settle(jobId, outcome);
          else this.lookLater(jobId, awaited, pauseMs);
        },
        // The queue is away: a later look, or the deadline, answers.
        () => this.lookLater(jobId, awaited, LOOK_EVERY_MS),
      );
    }, pauseMs);
  }

  private lookLater(jobId: string, awaited: Awaited, pauseMs: number): void {
    if (awaited.waiters.size > 0) {
      this.lookAgain(jobId, awaited, Math.min(LOOK_EVERY_MS, pauseMs * 2));
    }
  }

  private settle(jobId: string, outcome: Outcome): void {
    for (const settle of [...(this.awaited.get(jobId)?.waiters ?? [])]) settle(outcome);
  }

  private async lookUp(jobId: string): Promise<Outcome> {
    const state = await this.queue.getJobState(jobId);
    if (state === 'unknown') return { kind: 'unknown' };
    if (state !== 'completed' && state !== 'failed') return UNFINISHED;
    const job = await this.queue.getJob(jobId);
    if (!job) return { kind: 'unknown' };
    if (state === 'failed') return { kind: 'failed', reason: job.failedReason ?? '' };
    return { kind: 'completed', value: job.returnvalue };
  }
}
