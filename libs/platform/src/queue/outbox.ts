import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { parseJob, type JobContract } from '#contracts/contract';
import type { Database, Tx } from '../database.ts';
import type { QueuedJob, QueueFactory } from './queues.ts';
import { failureOf } from '../unavailable.ts';

/** A job to publish once the transaction commits. */
export interface OutboxJob<T> {
  readonly contract: JobContract<T>;
  readonly payload: T;
  /** uuid v4; random by default. Putting the same id again puts nothing. */
  readonly id?: string;
}

/** The channel on which writers wake the relay. */
const CHANNEL = 'sotto_outbox';
const BATCH = 100;

/**
 * Put a job into this transaction's outbox: it will be on the queue if and only if the transaction
 * commits.
 *
 * @returns the job's id.
 * @throws MalformedJob when the payload does not have the contract's shape.
 */
export async function put<T>(tx: Tx, job: OutboxJob<T>): Promise<string> {
  const { contract, payload, id = randomUUID() } = job;
  await tx.query(
    `INSERT INTO outbox (id, queue, name, payload, attempts, backoff_ms)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING`,
    [
      id,
      contract.queue,
      contract.name,
      JSON.stringify(parseJob(contract, payload)),
      contract.attempts,
      contract.backoffMs,
    ],
  );
  await tx.query(`NOTIFY ${CHANNEL}`);
  return id;
}

/** How the relay runs. */
export interface OutboxOptions {
  /** Between two looks when no notification comes, in milliseconds; 1,000 by default. */
  readonly pollMs?: number;
  /** Hears how many were published, and of trouble (by code). */
  readonly onPublished?: (count: number) => void;
  readonly onTrouble?: (code: string) => void;
}

/**
 * Carries jobs from a database's outbox to the queue, each at least once; the queue knows a job by
 * its id, so it is there once. Several relays (one in each process) share the work.
 */
export class OutboxRelay {
  private readonly stopping = new AbortController();
  private wake: () => void = () => undefined;
  private listener: pg.Client | undefined;
  private running: Promise<void> = Promise.resolve();

  /** @param url the same database's URL: for the connection that listens. */
  constructor(
    private readonly db: Database,
    private readonly queues: QueueFactory,
    private readonly url: string,
    private readonly options: OutboxOptions = {},
  ) {}

  /** Begin, and go on until `stop`. */
  start(): void {
    this.running = this.run();
  }

  /** Publish what is there now. Returns how many jobs that were. */
  async publish(): Promise<number> {
    let total = 0;
    for (;;) {
      const count = await this.db.transaction('outbox-publish', (tx) => this.publishBatch(tx));
      total += count;
      if (count < BATCH) break;
    }
    if (total > 0) this.options.onPublished?.(total);
    return total;
  }

  /** Finish the batch in progress, and end. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.running;
    await this.listener?.end().catch(() => undefined);
    this.listener = undefined;
  }

  /** The rows stay locked until the queue has them, and go in the same transaction. */
  private async publishBatch(tx: Tx): Promise<number> {
    const jobs = await tx.query<(QueuedJob & { position: string })[]>(
      `SELECT position, id, queue, name, payload, attempts, backoff_ms AS "backoffMs"
         FROM outbox ORDER BY position LIMIT $1 FOR UPDATE SKIP LOCKED`,
      [BATCH],
    );
    if (jobs.length === 0) return 0;
    await this.queues.addJobs(jobs);
    await tx.query('DELETE FROM outbox WHERE position = ANY($1)', [jobs.map((job) => job.position)]);
    return jobs.length;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const woken = new Promise<void>((done) => (this.wake = done));
      try {
        await this.listen();
        await this.publish();
      } catch (error) {
        this.options.onTrouble?.(failureOf(error).code ?? (error as Error).name);
      }
      if (signal.aborted) return;
      const nap = new AbortController();
      const slept = pause(this.options.pollMs ?? 1_000, undefined, { signal: nap.signal });
      await Promise.race([woken, slept.catch(() => undefined)]);
      nap.abort();
    }
  }

  /** Notifications save the wait for the next look; a broken listener is made anew. */
  private async listen(): Promise<void> {
    if (this.listener) return;
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'sotto-outbox',
      keepAlive: true,
    });
    client.on('error', () => undefined);
    client.on('end', () => {
      // One that never listened is tried again at the next look: not at once, and again, and again.
      if (this.listener !== client) return;
      this.listener = undefined;
      this.wake();
    });
    client.on('notification', () => this.wake());
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    this.listener = client;
  }
}
