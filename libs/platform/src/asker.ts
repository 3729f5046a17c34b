import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { JobContract } from './contract.ts';
import type { Outcome, Replies } from './replies.ts';

/** The answer to one item; `pending` when it is not there in time: collect it by the ticket. */
export type Reply<R> =
  | { readonly kind: 'answered'; readonly value: R }
  | { readonly kind: 'pending'; readonly ticket: string };

/** What a ticket gives. `unknown`: never was, or its job is no longer kept. */
export type Collected<R> =
  | { readonly kind: 'answered'; readonly value: R }
  | { readonly kind: 'pending' }
  | { readonly kind: 'unknown' };

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

/** What the asker needs of its queue. */
export interface AskedQueue {
  readonly replies: Replies;
  add(id: string, payload: unknown): Promise<void>;
  /** Jobs which wait for a worker. */
  backlog(): Promise<number>;
  /** All who asked have their answers: nobody needs the job any more. */
  delivered(id: string): void;
}

const FEWER = 'The worker answered fewer items than it was asked.';

interface Batch<Item, R> {
  readonly id: string;
  readonly items: Item[];
  /** One for each item, answered once. */
  readonly replies: PromiseWithResolvers<R>[];
  weight: number;
  /** Somebody has a ticket of it: it is kept until it can be collected no more. */
  hasTickets: boolean;
}

/**
 * Asks a worker through the queue, many items to a job: a job costs several commits whatever it
 * carries, so items that arrive while others are in flight travel together. An item alone is sent
 * at once.
 */
export class Asker<Item, R, T = unknown> {
  private readonly options: Required<BatchOptions<Item, T>>;
  private waiting: Batch<Item, R>[] = [];
  private waitingItems = 0;
  private inFlight = 0;
  private overdue = 0;
  private lingering: NodeJS.Timeout | undefined;

  constructor(
    readonly contract: JobContract<T>,
    private readonly queue: AskedQueue,
    options: BatchOptions<Item, T>,
    /** How long a job holds its place in flight, in milliseconds, before it counts as overdue. */
    private readonly patienceMs = 4_000,
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
   * @returns the answer, or after `timeoutMs` a ticket for it. The item is on the queue then, or is
   *   about to be: it is answered even when both processes are restarted in between.
   * @throws Overloaded when too much waits; JobFailed when the worker gave the job up; what the
   *   queue throws when it cannot be reached.
   */
  async ask(item: Item, timeoutMs: number): Promise<Reply<R>> {
    if (this.waitingItems >= this.options.maxWaiting) throw new Overloaded('Too many requests wait.');
    if (this.overdue > 0 && (await this.queue.backlog()) >= this.options.maxBacklog) {
      throw new Overloaded('Too many requests wait for a worker.');
    }
    const batch = this.openBatch(item);
    const index = batch.items.push(item) - 1;
    const { promise: answered } = expectReply(batch);
    batch.weight += this.options.weigh(item);
    this.waitingItems += 1;
    this.flush();
    const deadline = new AbortController();
    const late = pause(timeoutMs, undefined, { signal: deadline.signal }).catch(() => undefined);
    try {
      // In a wrapping, since a reply may be nothing.
      const reply = await Promise.race([answered.then((value) => ({ value })), late]);
      if (!reply) {
        batch.hasTickets = true;
        return { kind: 'pending', ticket: encodeTicket(batch.id, index) };
      }
      return { kind: 'answered', value: reply.value };
    } finally {
      deadline.abort();
    }
  }

  /**
   * The answer for a ticket, waiting for it up to `timeoutMs`.
   *
   * @throws JobFailed when the worker gave the job up.
   */
  async collect(ticket: string, timeoutMs = 0): Promise<Collected<R>> {
    const place = decodeTicket(ticket);
    if (!place) return { kind: 'unknown' };
    const own = this.waiting.find(({ id }) => id === place.id);
    const begun = timeoutMs > 0 ? this.queue.replies.wait(place.id, timeoutMs) : undefined;
    let outcome = await this.queue.replies.look(place.id);
    if (begun && (outcome.kind === 'unfinished' || own)) outcome = await begun;
    if (outcome.kind === 'unfinished') {
      const [, reply] = outcome.answered.find(([index]) => index === place.index) ?? [];
      return reply === undefined
        ? { kind: 'pending' } : { kind: 'answered', value: reply as R };
    }
    if (outcome.kind === 'unknown' && own) return { kind: 'pending' };
    if (outcome.kind === 'unknown') return { kind: 'unknown' };
    const replies = repliesOf<R>(outcome);
    if (place.index >= replies.length) return { kind: 'unknown' };
    return { kind: 'answered', value: replyAt(replies, place.index) };
  }

  /** The batch that the next item joins. */
  private openBatch(item: Item): Batch<Item, R> {
    const { maxBatch, maxWeight, weigh } = this.options;
    const last = this.waiting.at(-1);
    if (last && last.items.length < maxBatch && last.weight + weigh(item) <= maxWeight) return last;
    const batch: Batch<Item, R> = {
      id: randomUUID(), items: [], replies: [], weight: 0, hasTickets: false,
    };
    this.waiting.push(batch);
    return batch;
  }

  /** Send what may be sent: at once when nothing is in flight or a batch is full, else soon. */
  private flush(lingered = false): void {
    const { maxBatch, maxInFlight, lingerMs } = this.options;
    while (this.waiting[0] && this.inFlight < maxInFlight) {
      const full = this.waiting.length > 1 || this.waiting[0].items.length >= maxBatch;
      if (!full && !lingered && this.inFlight > 0) {
        this.lingering ??= setTimeout(() => {
          this.lingering = undefined;
          this.flush(true);
        }, lingerMs);
        return;
      }
      const batch = this.waiting.shift();
      if (batch) void this.send(batch);
      lingered = false;
    }
  }

  private async send(batch: Batch<Item, R>): Promise<void> {
    this.inFlight += 1;
    this.waitingItems -= batch.items.length;
    let flies = true;
    const land = () => {
      if (!flies) return;
      flies = false;
      this.inFlight -= 1;
      this.flush();
    };
    try {
      const outcome = this.queue.replies.wait(batch.id, this.patienceMs, (answered) => {
        // What is left of it is slow, and keeps no others from being sent.
        for (const [index, reply] of answered) batch.replies[index]?.resolve(reply as R);
        land();
      });
      await this.queue.add(batch.id, this.options.pack(batch.items));
      const ended = await outcome;
      if (ended.kind === 'unfinished') void this.waitOn(batch);
      else this.end(batch, ended);
    } catch (error) {
      fail(batch, error as Error);
    } finally {
      land();
    }
  }

  private end(batch: Batch<Item, R>, ended: Outcome): void {
    if (!batch.hasTickets) this.queue.delivered(batch.id);
    settle(batch, ended);
  }

  /** A job out of patience no longer keeps others from being sent; it may still be answered. */
  private async waitOn(batch: Batch<Item, R>): Promise<void> {
    this.overdue += 1;
    try {
      const ended = await this.queue.replies.wait(batch.id, 30_000, (answered) => {
        for (const [index, reply] of answered) batch.replies[index]?.resolve(reply as R);
      });
      if (ended.kind !== 'unfinished') this.end(batch, ended);
    } catch (error) {
      fail(batch, error as Error);
    } finally {
      this.overdue -= 1;
    }
  }
}

/** A reply for the item that joins a batch; who took a ticket no longer listens. */
function expectReply<R>(batch: Batch<unknown, R>): PromiseWithResolvers<R> {
  const reply = Promise.withResolvers<R>();
  reply.promise.catch(() => undefined);
  batch.replies.push(reply);
  return reply;
}

/** Answer what is not answered yet. */
function settle<R>(batch: Batch<unknown, R>, ended: Outcome): void {
  const replies = repliesOf<R>(ended);
  batch.replies.forEach(({ resolve, reject }, index) => {
    if (index < replies.length) resolve(replies[index] as R);
    else reject(new JobFailed(FEWER));
  });
}

function fail<R>(batch: Batch<unknown, R>, error: Error): void {
  for (const { reject } of batch.replies) reject(error);
}

function repliesOf<R>(outcome: Outcome): readonly R[] {
  if (outcome.kind === 'failed') throw new JobFailed(`The job was given up: ${outcome.reason}`);
  if (outcome.kind !== 'completed') throw new JobFailed('The job is gone from the queue.');
  if (!Array.isArray(outcome.value)) throw new JobFailed('The worker answered a batch with no list.');
  return outcome.value as readonly R[];
}

function replyAt<R>(replies: readonly R[], index: number): R {
  if (index >= replies.length) throw new JobFailed(FEWER);
  return replies[index] as R;
}

/** 16 bytes of the job's id and one of the index: opaque, and as unguessable as the id. */
function encodeTicket(id: string, index: number): string {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  return Buffer.concat([bytes, Buffer.of(index)]).toString('base64url');
}

function decodeTicket(ticket: string): { id: string; index: number } | undefined {
  if (!/^[\w-]{23}$/.test(ticket)) return undefined;
  const bytes = Buffer.from(ticket, 'base64url');
  const hex = bytes.toString('hex', 0, 16);
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return bytes.length === 17 ? { id, index: bytes[16] ?? 0 } : undefined;
}
