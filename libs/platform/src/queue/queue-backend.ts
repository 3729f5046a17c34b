import { setTimeout as pause } from 'node:timers/promises';
import { Queue, QueueEvents, Worker, createPostgresBackend, withBackend } from 'bullmq';
import type { Processor, WorkerOptions } from 'bullmq';
import { erasureOnPostgres, erasureOnRedis } from './queue-erasure.ts';
import type { QueueErasure } from './queue-erasure.ts';
import { DatabaseUnavailable, failureOf, unreachable } from '../unavailable.ts';

/** Hears of trouble with the connection to the queue; the connection mends itself. */
export type OnTrouble = (event: string, code: string) => void;

/** Finished jobs are kept for a day, unless a contract says less: duplicates are known by them. */
export const KEPT_SECONDS = 24 * 60 * 60;
/** Failed jobs are kept for a week, for the operator to look at. */
export const KEPT_FAILED_SECONDS = 7 * KEPT_SECONDS;

/** How a worker takes jobs up again that another left by dying. */
const STALLED = { lockDuration: 5_000, stalledInterval: 2_000, maxStalledCount: 10 };
/** Events carry whole results, so few are kept: they are a hint only. */
const STREAMS = { events: { maxLen: 500 } };
/**
 * How long, in milliseconds, a missed notification may go unseen: on PostgreSQL one is lost when
 * it comes between a read of the events and the listening for more.
 */
const BLOCKING_MS = 150;
const READY_WITHIN_MS = 10_000;

/** The queue's classes on one of the two backends. */
export interface QueueBackend {
  queue(name: string): Queue;
  events(name: string): QueueEvents;
  worker(name: string, process: Processor, concurrency: number): Worker;
  /** @param queueOf the queues that are open. */
  erasure(queueOf: (name: string) => Queue): QueueErasure;
}

/**
 * BullMQ on PostgreSQL (postgres://) or on Redis or Valkey (redis://, rediss://).
 *
 * @throws Error for another kind of URL.
 */
export function queueBackend(url: string, poolSize: number): QueueBackend {
  if (/^postgres(ql)?:/.test(url)) return onPostgres(url, poolSize);
  if (/^rediss?:/.test(url)) return onRedis(url);
  throw new Error('QUEUE_URL must begin with postgres:// or redis://.');
}

function onPostgres(url: string, poolSize: number): QueueBackend {
  const bound = withBackend(createPostgresBackend);
  const connection = {
    connectionString: url,
    max: poolSize,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    // One session that is stuck in the queue's tables holds up nobody for longer.
    statement_timeout: 15_000,
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: 20_000,
    application_name: 'sotto-queue',
  };
  return {
    queue: (name) => new bound.Queue(name, { connection, streams: STREAMS }) as unknown as Queue,
    events: (name) =>
      new bound.QueueEvents(name, {
        connection: { ...connection, max: 1 },
        blockingTimeout: BLOCKING_MS,
      }) as unknown as QueueEvents,
    worker: (name, process, concurrency) =>
      new bound.Worker(name, process, {
        ...workerOptions(concurrency),
        connection,
      }) as unknown as Worker,
    erasure: () => erasureOnPostgres(connection),
  };
}

function onRedis(url: string): QueueBackend {
  const connection = { url, maxRetriesPerRequest: null, connectTimeout: 5_000 };
  return {
    // A producer fails at once when Redis is away: the outbox, or the caller, tries again.
    queue: (name) =>
      new Queue(name, {
        connection: { ...connection, maxRetriesPerRequest: 1, enableOfflineQueue: false },
        streams: STREAMS,
      }),
    events: (name) => new QueueEvents(name, { connection, blockingTimeout: BLOCKING_MS }),
    worker: (name, process, concurrency) =>
      new Worker(name, process, { ...workerOptions(concurrency), connection }),
    erasure: (queueOf) => erasureOnRedis(url, queueOf),
  };
}

function workerOptions(concurrency: number): Omit<WorkerOptions, 'connection'> {
  return {
    concurrency,
    ...STALLED,
    drainDelay: 2,
    runRetryDelay: 500,
    autorun: true,
  };
}

/**
 * Wait until a queue object is usable, for ten seconds at most: Redis clients try for ever.
 *
 * @throws DatabaseUnavailable in one line which says what to do.
 */
export async function ready(
  part: { waitUntilReady(): Promise<unknown> },
  url: string,
): Promise<void> {
  const timer = new AbortController();
  const late = pause(READY_WITHIN_MS, 'late', { signal: timer.signal }).catch(() => 'aborted');
  try {
    if ((await Promise.race([part.waitUntilReady(), late])) === 'late') throw new Error('no answer');
  } catch (error) {
    throw notReady(url, error);
  } finally {
    timer.abort();
  }
}

/** invalid_schema_name, undefined_table, undefined_function: nothing of BullMQ's is there. */
const NO_SCHEMA = new Set(['3F000', '42P01', '42883']);

function notReady(url: string, error: unknown): DatabaseUnavailable {
  const { code = '', message } = failureOf(error);
  if (!NO_SCHEMA.has(code) && !/not initialized|denied for (schema|table)/.test(message)) {
    return unreachable(url, error, 'queue');
  }
  return new DatabaseUnavailable(
    'The queue has no schema yet: apply the migrations first '
      + '(`npm start` does; else see docs/operating.md).',
  );
}
