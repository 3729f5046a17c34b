import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { JobContract } from '#contracts/contract';
import type { Outcome, Replies } from './replies.ts';

/** The answer to one item; `late` when it is not there in time: ask again, as if for the first. */
export type Reply<R> =
  | { readonly kind: 'answered'; readonly value: R }
  | { readonly kind: 'late' };

/** Too much is waiting already: try again later. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
}

/** The job was given up after its last attempt. */
export class JobFailed extends Error {
  override readonly name = 'JobFailed';
}

/** How items are gathered into jobs. */
export interface BatchOptions<Item, T> {
  /** Puts the items of one batch into the contract's shape. The handler returns as many replies. */
  readonly pack: (items: readonly Item[]) => T;
  /** Items in one job at most; 64 by default, and 255 is the limit. */
  readonly maxBatch?: number;
  /** A job is closed when its items weigh this much together (by `weigh`); 1 MiB by default. */
  readonly maxWeight?: number;
  /** An item's weight, such as its length; 1 by default. */
  readonly weigh?: (item: Item) => number;
  /** Jobs which are awaited at once; 4 by default. */
  readonly maxInFlight?: number;
  /** Items which wait for a job at once; then callers get Overloaded. 2,000 by default. */
  readonly maxWaiting?: number;
  /** Jobs on the queue that nobody works on; then callers get Overloaded. 2,000 by default. */
  readonly maxBacklog?: number;
  /** How long items wait for company while another job is in flight; 2 ms by default. */
  readonly lingerMs?: number;
}

/** What the client needs of its queue. */
export interface RequestQueue {
  readonly replies: Replies;
  add(id: string, payload: unknown): Promise<void>;
  /** Jobs which wait for a worker. */
  backlog(): Promise<number>;
  /** All who asked have their answers: nobody needs the job any more. */
  delivered(id: string): void;
  /** Take it off the queue unless a worker has begun; whether that was done. */
  withdraw(id: string): Promise<boolean>;
}

const FEWER = 'The worker answered fewer items than it was asked.';

interface Pending<Item, R> {
  readonly item: Item;
  /** Answered once. */
  readonly reply: PromiseWithResolvers<R>;
  /** It has its answer, or nobody waits for it any more. */
  isOver: boolean;
}

interface Batch<Item, R> {
  readonly id: string;
  /** In the order of the job. */
  asked: Pending<Item, R>[];
  weight: number;
  state: 'open' | 'sent' | 'queued' | 'withdrawn' | 'ended';
}

/**
 * Asks a worker through the queue, many items to a job: a job costs several commits whatever it
 * carries, so items that arrive while others are in flight travel together. An item alone is sent
 * at once.
 */
export class RequestClient<Item, R, T = unknown> {
  private readonly options: Required<BatchOptions<Item, T>>;
  private waiting: Batch<Item, R>[] = [];
  private waitingItems = 0;
  private inFlight = 0;
  private overdue = 0;
  private lingering: NodeJS.Timeout | undefined;

  constructor(
    readonly contract: JobContract<T>,
    private readonly queue: RequestQueue,
    options: BatchOptions<Item, T>,
    /** How long a job holds its place in flight, in milliseconds, before it counts as overdue. */
    private readonly overdueAfterMs = 4_000,
  ) {
    this.options = {
      maxBatch: 64,
      maxWeight: 1024 * 1024,
      weigh: () => 1,
      maxInFlight: 4,
      maxWaiting: 2_000,
      maxBacklog: 2_000,
      lingerMs: 2,
      ...options,
    };
  }

  /**
   * Ask for one item.
   *
   * @returns the answer; or, after `timeoutMs`, that it is late. A worker may have begun by then:
   *   whoever asks again asks for what may be done. What none has begun is taken off the queue.
   * @throws Overloaded when too much waits; JobFailed when the worker gave the job up; what the
   *   queue throws when it cannot be reached.
   */
  async ask(item: Item, timeoutMs: number): Promise<Reply<R>> {
    if (this.waitingItems >= this.options.maxWaiting) throw new Overloaded('Too many requests wait.');
    if (this.overdue > 0 && (await this.queue.backlog()) >= this.options.maxBacklog) {
      throw new Overloaded('Too many requests wait for a worker.');
    }
    const batch = this.openBatch(item);
    const pending: Pending<Item, R> = { item, reply: Promise.withResolvers<R>(), isOver: false };
    batch.asked.push(pending);
    batch.weight += this.options.weigh(item);
    this.waitingItems += 1;
    this.flush();
    const deadline = new AbortController();
    const late = pause(timeoutMs, undefined, { signal: deadline.signal }).catch(() => undefined);
    try {
      // In a wrapping, since a reply may be nothing.
      const reply = await Promise.race([pending.reply.promise.then((value) => ({ value })), late]);
      if (reply) return { kind: 'answered', value: reply.value };
      return { kind: 'late' };
    } finally {
      pending.isOver = true;
      deadline.abort();
      this.leave(batch, pending);
    }
  }

  /** Nothing is kept for whom nobody waits any more. */
  private leave(batch: Batch<Item, R>, pending: Pending<Item, R>): void {
    pending.reply.promise.catch(() => undefined);
    if (batch.state === 'queued') void this.withdraw(batch);
    if (batch.state !== 'open') return;
    batch.asked = batch.asked.filter((one) => one !== pending);
    batch.weight -= this.options.weigh(pending.item);
    this.waitingItems -= 1;
  }

  /** Take a job off the queue for which nobody waits; one that is begun goes when it is done. */
  private async withdraw(batch: Batch<Item, R>): Promise<void> {
    if (!batch.asked.every(({ isOver }) => isOver)) return;
    if (!await this.queue.withdraw(batch.id)) return;
    batch.state = 'withdrawn';
    this.queue.replies.giveUp(batch.id);
  }

  /** The batch that the next item joins. */
  private openBatch(item: Item): Batch<Item, R> {
    const { maxBatch, maxWeight, weigh } = this.options;
    const last = this.waiting.at(-1);
    if (last && last.asked.length < maxBatch && last.weight + weigh(item) <= maxWeight) return last;
    const batch: Batch<Item, R> = { id: randomUUID(), asked: [], weight: 0, state: 'open' };
    this.waiting.push(batch);
    return batch;
  }

  /** Send what may be sent: at once when nothing is in flight or a batch is full, else soon. */
  private flush(lingered = false): void {
    const { maxBatch, maxInFlight, lingerMs } = this.options;
    while (this.waiting[0] && this.inFlight < maxInFlight) {
      const full = this.waiting.length > 1 || this.waiting[0].asked.length >= maxBatch;
      if (!full && !lingered && this.inFlight > 0) {
        this.lingering ??= setTimeout(() => {
          this.lingering = undefined;
          this.flush(true);
        }, lingerMs);
        return;
      }
      const batch = this.waiting.shift();
      if (batch && batch.asked.length > 0) void this.send(batch);
      lingered = false;
    }
  }

  private async send(batch: Batch<Item, R>): Promise<void> {
    this.inFlight += 1;
    this.waitingItems -= batch.asked.length;
    batch.state = 'sent';
    try {
      const outcome = this.queue.replies.wait(batch.id, this.overdueAfterMs);
      await this.queue.add(batch.id, this.options.pack(batch.asked.map(({ item }) => item)));
      batch.state = 'queued';
      void this.withdraw(batch);
      const ended = await outcome;
      if (ended.kind !== 'unfinished') this.end(batch, ended);
      else void this.waitOn(batch);
    } catch (error) {
      fail(batch, error as Error);
    } finally {
      this.inFlight -= 1;
      this.flush();
    }
  }

  private end(batch: Batch<Item, R>, ended: Outcome): void {
    batch.state = 'ended';
    this.queue.delivered(batch.id);
    settle(batch, ended);
  }

  /** An overdue job no longer keeps others from being sent; it may still be answered. */
  private async waitOn(batch: Batch<Item, R>): Promise<void> {
    if (batch.state === 'withdrawn') return;
    this.overdue += 1;
    try {
      const ended = await this.queue.replies.wait(batch.id, 30_000);
      if (ended.kind !== 'unfinished') this.end(batch, ended);
    } catch (error) {
      fail(batch, error as Error);
    } finally {
      this.overdue -= 1;
    }
  }
}

/** Answer what is not answered yet. */
function settle<R>(batch: Batch<unknown, R>, ended: Outcome): void {
  const replies = repliesOf<R>(ended);
  batch.asked.forEach(({ reply }, index) => {
    if (index < replies.length) reply.resolve(replies[index] as R);
    else reply.reject(new JobFailed(FEWER));
  });
}

function fail<R>(batch: Batch<unknown, R>, error: Error): void {
  for (const { reply } of batch.asked) reply.reject(error);
}

function repliesOf<R>(outcome: Outcome): readonly R[] {
  if (outcome.kind === 'failed') throw new JobFailed(`The job was given up: ${outcome.reason}`);
  if (outcome.kind !== 'completed') throw new JobFailed('The job is gone from the queue.');
  if (!Array.isArray(outcome.value)) throw new JobFailed('The worker answered a batch with no list.');
  return outcome.value as readonly R[];
}
