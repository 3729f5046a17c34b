import { Redis } from 'ioredis';
import pg from 'pg';
import type { Queue } from 'bullmq';

/**
 * Takes jobs off the queue with everything that is left of them. BullMQ keeps the events of a job
 * (its answer and the times in milliseconds among them) when the job is removed, and trims them by
 * number only, on PostgreSQL at every 256th.
 */
export interface QueueErasure {
  /** Erase finished jobs, and all events of theirs. */
  erase(queue: string, jobIds: readonly string[]): Promise<void>;
  /** Erase a job that no worker has begun, and all events of it; whether there was one. */
  withdraw(queue: string, jobId: string): Promise<boolean>;
  /** Erase what was put on a queue until this moment, in whatever state it is. */
  eraseUntil(queue: string, moment: Date): Promise<void>;
  close(): Promise<void>;
}

/** On PostgreSQL: in BullMQ's own tables, each erasure in one transaction. */
export function erasureOnPostgres(connection: pg.PoolConfig): QueueErasure {
  // What is erased again after a crash is erased: nobody waits for the disk.
  const pool = new pg.Pool({ ...connection, max: 1, options: '-c synchronous_commit=off' });
  pool.on('error', () => undefined);
  return {
    // An event without a job tells that the queue was drained or cleaned, and when.
    erase: async (queue, jobIds) => {
      await pool.query(
        `WITH gone AS (DELETE FROM bullmq.job WHERE queue = $1 AND id = ANY($2))
         DELETE FROM bullmq.event
         WHERE queue = $1 AND (data->>'jobId' = ANY($2) OR data->>'jobId' IS NULL)`,
        [queue, jobIds]);
    },
    withdraw: async (queue, jobId) => {
      const { rows } = await pool.query(
        `WITH gone AS (DELETE FROM bullmq.job
           WHERE queue = $1 AND id = $2 AND state IN ('waiting', 'delayed') RETURNING id),
         told AS (DELETE FROM bullmq.event
           WHERE queue = $1 AND data->>'jobId' IN (SELECT id FROM gone))
         SELECT id FROM gone`, [queue, jobId]);
      return rows.length > 0;
    },
    eraseUntil: async (queue, moment) => {
      await pool.query(
        `WITH gone AS (DELETE FROM bullmq.job WHERE queue = $1 AND added_at_ms <= $2)
         DELETE FROM bullmq.event WHERE queue = $1 AND created_at_ms <= $2`,
        [queue, moment.getTime()]);
    },
    close: () => pool.end(),
  };
}

/** On Redis or Valkey: jobs by BullMQ's own functions, their events from its stream. */
export function erasureOnRedis(url: string, queueOf: (name: string) => Queue): QueueErasure {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined);
  const erase = async (name: string, jobIds: readonly string[]) => {
    const queue = queueOf(name);
    for (const id of jobIds) await queue.remove(id);
    const stream = queue.toKey('events');
    const ids = new Set(jobIds);
    const told = (await redis.xrange(stream, '-', '+'))
      .filter(([, fields]) => isOf(ids, fields)).map(([id]) => id);
    if (told.length > 0) await redis.xdel(stream, ...told);
  };
  return {
    erase,
    withdraw: async (name, jobId) => {
      const state = await queueOf(name).getJobState(jobId);
      // What a worker begins at this moment is locked, and not removed.
      if (!UNBEGUN.has(state) || await queueOf(name).remove(jobId) === 0) return false;
      await erase(name, [jobId]);
      return true;
    },
    eraseUntil: async (name, moment) => {
      const queue = queueOf(name);
      const until = moment.getTime();
      for (const job of await queue.getJobs([...STATES], 0, MOST_AT_ONCE)) {
        if (job.timestamp <= until && job.id) await queue.remove(job.id);
      }
      // The ids of a stream begin with the time in milliseconds.
      await redis.xtrim(queue.toKey('events'), 'MINID', until + 1);
    },
    close: async () => { redis.disconnect(); },
  };
}

const STATES = ['completed', 'failed', 'waiting', 'prioritized', 'delayed', 'active'] as const;
const UNBEGUN = new Set(['waiting', 'prioritized', 'delayed']);
const MOST_AT_ONCE = 5_000;

/** Whether an event, as its fields and values in turn, is of one of these jobs, or of none. */
function isOf(ids: ReadonlySet<string>, fields: readonly string[]): boolean {
  const place = fields.indexOf('jobId');
  return place < 0 || ids.has(fields[place + 1] ?? '');
}
