import { randomUUID } from 'node:crypto';
import type { JobsOptions, Queue, QueueEvents, Worker } from 'bullmq';
import type { Succession } from '#pseudonym/succession';
import { RequestClient, JobFailed, type RequestQueue, type BatchOptions } from './request-client.ts';
import { systemClock, type Clock } from '../clock.ts';
import { allEnded, endInOrder } from '../process/end-all.ts';
import { parseJob, type JobContract, type JobName } from '#contracts/contract';
import { Delivered } from './delivered.ts';
import { dispatcher, type JobHandler, type OnDelivery, type OnRefused } from './job-worker.ts';
import { KEPT_FAILED_SECONDS, KEPT_SECONDS, queueBackend, ready } from './queue-backend.ts';
import type { OnTrouble, QueueBackend } from './queue-backend.ts';
import { expectOwner, ForeignQueue, OWNER_QUEUE, tryOwner } from './queue-owner.ts';
import type { QueueErasure } from './queue-erasure.ts';
import { expectOwnSession } from '../own-session.ts';
import { unsealed, type JobSeal } from './job-seal.ts';
import type { Look } from '../readiness.ts';
import { Replies } from './replies.ts';
import { failureOf, queueAway } from '../unavailable.ts';

/** How the queue is used by a process. */
export interface QueueOptions {
  /** Connections for each queue and each worker, on PostgreSQL; 4 by default. */
  readonly poolSize?: number;
  readonly onTrouble?: OnTrouble;
  readonly onDelivery?: OnDelivery;
  /** Signs and opens jobs; without, they are taken as they lie there. */
  readonly seal?: JobSeal;
  readonly onRefused?: OnRefused;
  /** Finished jobs kept of one queue at most, however young; 10,000 by default. */
  readonly keptJobs?: number;
  /** By which what was not delivered is erased; the machine's by default. */
  readonly clock?: Clock;
}

/** A job on its way to the queue. */
export interface QueuedJob {
  readonly id: string;
  readonly queue: string;
  readonly name: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly backoffMs: number;
  /** As in a contract. */
  readonly keptSeconds?: number;
}

interface Asked {
  readonly events: QueueEvents;
  readonly replies: Replies;
}

const TRIM_EVERY_MS = 60_000;

/** The treaty queue, on PostgreSQL or Redis: adding jobs, handling them, pending for replies. */
export class QueueFactory {
  private readonly backend: QueueBackend;
  private readonly erasure: QueueErasure;
  private readonly delivered: Delivered;
  private readonly queues = new Map<string, Queue>();
  private readonly asked = new Map<string, Promise<Asked>>();
  /** Queues of which nothing is kept for longer, in seconds. */
  private readonly shortKept = new Map<string, number>();
  private readonly workers: Worker[] = [];
  private readonly trimmer: NodeJS.Timeout;

  /** @param url the process's own QUEUE_URL: postgres://, redis:// or rediss://. */
  constructor(
    private readonly url: string,
    private readonly options: QueueOptions = {},
  ) {
    this.backend = queueBackend(url, options.poolSize ?? 4);
    this.erasure = this.backend.erasure((name) => this.queue(name));
    this.delivered = new Delivered(this.erasure, (error) => this.trouble('queue-erase', error));
    this.trimmer = setInterval(() => void this.trim(), TRIM_EVERY_MS);
    this.trimmer.unref();
  }

  /**
   * Prove that a queue answers and has its schema.
   *
   * @throws DatabaseUnavailable in one line which says what to do.
   */
  async open(name: string): Promise<void> {
    await ready(this.queue(name), this.url);
  }

  /**
   * Prove that the queue is this installation's, before anything is put into it or taken out.
   *
   * @param vaultKey the vault's public key, 64 hex digits. @param successions up to that one.
   * @throws ForeignQueue, or DatabaseUnavailable, in one line which says what to do.
   */
  async claim(vaultKey: string, successions: readonly Succession[] = []): Promise<void> {
    if (this.url.startsWith('postgres')) await expectOwnSession(this.url, 'queue');
    await this.open(OWNER_QUEUE);
    try {
      await expectOwner(this.queue(OWNER_QUEUE), vaultKey, successions);
    } catch (error) {
      throw error instanceof ForeignQueue ? error : queueAway(error);
    }
  }

  /** Whether the queue answers, can be written to, is still ours, and its jobs are being taken. */
  look(vaultKey: string): Look {
    return async () => {
      try {
        await tryOwner(this.queue(OWNER_QUEUE), vaultKey);
      } catch (error) {
        if (error instanceof ForeignQueue) return error.message;
        throw queueAway(error);
      }
      return this.workers.every((worker) => worker.isRunning()) ? null : 'takes no jobs';
    };
  }

  /**
   * Add a job. Adding one again by the same id does nothing while the finished one is kept.
   *
   * @throws MalformedJob when the payload does not have the contract's shape;
   *   DatabaseUnavailable when the queue cannot be reached.
   */
  async add<T>(contract: JobContract<T>, payload: T, id: string = randomUUID()): Promise<void> {
    const { name, queue, attempts, backoffMs, keptSeconds = KEPT_SECONDS } = contract;
    const parsed = parseJob(contract, payload);
    await this.addJobs([{ id, name, queue, attempts, backoffMs, keptSeconds, payload: parsed }]);
  }

  /**
   * Add jobs whose payloads were parsed before (the outbox's), in their order.
   *
   * @throws DatabaseUnavailable when the queue cannot be reached.
   */
  async addJobs(jobs: readonly QueuedJob[]): Promise<void> {
    try {
      const { seal = unsealed } = this.options;
      // One by one: BullMQ's bulk function creates a sequence, which an app role may not.
      for (const job of jobs) {
        const sealed = await seal.seal(job, job.payload);
        await this.queue(job.queue).add(job.name, sealed, jobOptions(job));
      }
    } catch (error) {
      throw queueAway(error);
    }
  }

  /**
   * Handle the jobs of a queue, up to `concurrency` at once (1 by default: in order, as long as no
   * job has to be tried again). Jobs that a killed worker left are taken up after some seconds.
   *
   * @throws Error when a job of `expected` has no handler, or one has two; DatabaseUnavailable.
   */
  async work(
    queue: string, handlers: readonly JobHandler[],
    options: { concurrency?: number; expected?: readonly JobName[] } = {},
  ): Promise<void> {
    const expected = (options.expected ?? []).filter((contract) => contract.queue === queue);
    const process = dispatcher(handlers, expected, this.options);
    await this.open(queue);
    this.keepShortly(queue, handlers.map(({ contract }) => contract));
    const worker = this.backend.worker(queue, process, options.concurrency ?? 1);
    worker.on('error', (error) => this.trouble('queue-worker', error));
    this.workers.push(worker);
    await ready(worker, this.url);
  }

  /**
   * Ask for the reply to one job.
   *
   * @returns what the handler returned, or undefined after `timeoutMs` (the job goes on).
   * @throws MalformedJob; JobFailed when the worker gave the job up.
   */
  async ask<T>(contract: JobContract<T>, payload: T, timeoutMs: number): Promise<unknown> {
    const { replies } = await this.listen(contract.queue);
    const id = randomUUID();
    const reply = replies.wait(id, timeoutMs);
    await this.add(contract, payload, id);
    let outcome = await reply;
    if (outcome.kind === 'unfinished') outcome = await replies.look(id);
    if (outcome.kind === 'failed') throw new JobFailed(`The job was given up: ${outcome.reason}`);
    return outcome.kind === 'completed' ? outcome.value : undefined;
  }

  /** a client that gathers items into jobs of one contract. */
  async requestClient<Item, R, T>(
    contract: JobContract<T>, options: BatchOptions<Item, T>,
  ): Promise<RequestClient<Item, R, T>> {
    const { replies } = await this.listen(contract.queue);
    this.keepShortly(contract.queue, [contract]);
    const asked: RequestQueue = {
      replies,
      delivered: (id) => this.delivered.add(contract.queue, id),
      withdraw: (id) => this.withdraw(contract.queue, id),
      add: (id, payload) => this.add(contract, payload as T, id),
      backlog: () => this.queue(contract.queue).getWaitingCount(),
    };
    return new RequestClient<Item, R, T>(contract, asked, options);
  }

  /** Stop taking jobs, finish those in progress, close all. @throws AggregateError at the end */
  async close(): Promise<void> {
    clearInterval(this.trimmer);
    await endInOrder([
      () => allEnded(this.workers.map((worker) => worker.close())),
      ...[...this.asked.values()].map((asked) => async () => {
        const { events, replies } = await asked;
        replies.close();
        await events.close();
      }),
      () => this.delivered.settled(),
      () => this.erasure.close(),
      () => allEnded([...this.queues.values()].map((queue) => queue.close())),
    ]);
  }

  private async withdraw(queue: string, jobId: string): Promise<boolean> {
    try {
      return await this.erasure.withdraw(queue, jobId);
    } catch (error) {
      // The sweep takes what is left.
      this.trouble('queue-erase', error);
      return false;
    }
  }

  /** A queue that has jobs of no other kind than such as are kept shortly is swept by their age. */
  private keepShortly(queue: string, contracts: readonly JobContract<unknown>[]): void {
    const kept = contracts.map(({ keptSeconds }) => keptSeconds ?? KEPT_SECONDS);
    if (Math.max(...kept) >= KEPT_SECONDS) return;
    this.shortKept.set(queue, Math.max(...kept));
    void this.trim();
  }

  private queue(name: string): Queue {
    const known = this.queues.get(name);
    if (known) return known;
    const queue = this.backend.queue(name);
    queue.on('error', (error) => this.trouble('queue', error));
    this.queues.set(name, queue);
    return queue;
  }

  /** One listener for each queue that is asked, however many ask at once. */
  private listen(name: string): Promise<Asked> {
    const known = this.asked.get(name);
    if (known) return known;
    const asked = this.startListening(name);
    this.asked.set(name, asked);
    asked.catch(() => this.asked.delete(name));
    return asked;
  }

  private async startListening(name: string): Promise<Asked> {
    await this.open(name);
    const events = this.backend.events(name);
    events.on('error', (error) => this.trouble('queue-events', error));
    await ready(events, this.url);
    return { events, replies: new Replies(this.queue(name), events) };
  }

  /**
   * Forget jobs: BullMQ removes old ones only when a new one is finished, so a quiet queue would
   * keep its last ones; and a count cap in its options costs a scan with each job. What is kept
   * shortly goes with its events, waiting or finished, before its time is over.
   */
  async trim(): Promise<void> {
    const most = this.options.keptJobs ?? 10_000;
    for (const [name, queue] of this.queues) {
      try {
        const seconds = this.shortKept.get(name);
        if (seconds) await this.erasure.eraseUntil(name, this.before(seconds));
        const surplus = (await queue.getCompletedCount()) - most;
        if (surplus > 0) await queue.clean(0, surplus, 'completed');
      } catch (error) {
        this.trouble('queue-trim', error);
      }
    }
  }

  /** The moment before which nothing may be left when the next sweep comes. */
  private before(seconds: number): Date {
    const now = (this.options.clock ?? systemClock).now().getTime();
    return new Date(now - 1_000 * seconds + Math.min(2 * TRIM_EVERY_MS, 500 * seconds));
  }

  private trouble(event: string, error: unknown): void {
    this.options.onTrouble?.(event, failureOf(error).code ?? (error as Error).name);
  }
}

function jobOptions(job: QueuedJob): JobsOptions {
  const kept = job.keptSeconds ?? KEPT_SECONDS;
  return {
    jobId: job.id,
    attempts: job.attempts,
    backoff: { type: 'exponential', delay: job.backoffMs },
    removeOnComplete: kept === 0 || { age: kept },
    removeOnFail: kept === 0 || { age: kept === KEPT_SECONDS ? KEPT_FAILED_SECONDS : kept },
    stackTraceLimit: 0,
  };
}
