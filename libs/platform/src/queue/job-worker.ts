import { UnrecoverableError } from 'bullmq';
import type { Job } from 'bullmq';
import { parseJob, type JobContract, type JobName } from '#contracts/contract';
import { JobRefused, unsealed, type JobSeal } from './job-seal.ts';
import { nameOf } from '../unavailable.ts';

/** What a handler is told of the job besides its payload. */
export interface Delivery {
  /** The job's id, the same at each delivery: what the inbox knows it by. */
  readonly id: string;
  /** 1 at the first delivery. */
  readonly attempt: number;
}

/** One job's handler, made by `handle`. */
export interface JobHandler {
  readonly contract: JobContract<unknown>;
  run(raw: unknown, delivery: Delivery): Promise<unknown>;
}

/**
 * A job that was understood and is not done, for good, as its handler has noted: it ends like one
 * that was done, so that nothing of it stays on the queue, and is logged like one that failed.
 */
export class JobDeclined {
  /** @param code why, a word of ours: for the log, so nothing of the payload. */
  constructor(readonly code: string) {}
}

/** Hears the end of each delivery: for the log, so nothing of the payload. */
export type OnDelivery = (job: string, ms: number, failure?: string) => void;

/**
 * A handler for one contract. `work` must have its effect once however often it is called for the
 * same delivery id (see inbox.ts). What it returns is the reply, where the job was asked for one
 * (or a `JobDeclined`).
 */
export function handle<T>(
  contract: JobContract<T>,
  work: (payload: T, delivery: Delivery) => Promise<unknown>,
): JobHandler {
  return { contract, run: (raw, delivery) => work(parseJob(contract, raw), delivery) };
}

/** Hears of a job that was not signed so: its name, where one handles such, and why. */
export type OnRefused = (job: string, reason: string) => Promise<void>;

/** How a dispatcher opens jobs, and who hears of them. */
interface Dispatching {
  readonly onDelivery?: OnDelivery;
  readonly onRefused?: OnRefused;
  readonly seal?: JobSeal;
}

/** How a job is called that nobody handles: its own name is whoever's who put it there. */
const UNKNOWN = 'unknown';

/**
 * The function that BullMQ calls for the jobs of one queue: finds the handler, opens the seal,
 * parses, runs. A job that is not signed so, a payload out of shape and an unknown job are never
 * retried. Other failures are, as often as the contract says whatever the job says itself: one that
 * asks for more would stand before all others. They reach the queue, which the other domain reads,
 * as a name and a code only. What a contract keeps for no time goes as it ends, whatever it says.
 *
 * @throws Error when two handlers claim one job, or one of `expected` has none.
 */
export function dispatcher(
  handlers: readonly JobHandler[],
  expected: readonly JobName[],
  {
    onDelivery = () => undefined, onRefused = () => Promise.resolve(), seal = unsealed,
  }: Dispatching = {},
): (job: Job) => Promise<unknown> {
  const byName = new Map<string, JobHandler>();
  for (const handler of handlers) {
    const { name } = handler.contract;
    if (byName.has(name)) throw new Error(`The job ${name} has two handlers: it must have one.`);
    byName.set(name, handler);
  }
  const orphan = expected.find(({ name }) => !byName.has(name));
  if (orphan) throw new Error(`The job ${orphan.name} has no handler: it must have one.`);
  return async (job) => {
    const started = performance.now();
    const elapsed = () => Math.round(performance.now() - started);
    const handler = byName.get(job.name);
    const name = handler?.contract.name ?? UNKNOWN;
    const attempt = job.attemptsMade + 1;
    try {
      if (!handler) throw new UnrecoverableError('unknown job');
      if (handler.contract.keptSeconds === 0) {
        Object.assign(job.opts, { removeOnComplete: true, removeOnFail: true });
      }
      const result = await handler.run(await opened(seal, handler, job), {
        id: job.id ?? '', attempt });
      const declined = result instanceof JobDeclined;
      onDelivery(name, elapsed(), declined ? result.code : undefined);
      return declined ? undefined : result;
    } catch (error) {
      if (error instanceof JobRefused) await onRefused(name, error.code);
      onDelivery(name, elapsed(), nameOf(error));
      throw withoutContent(error, attempt >= (handler?.contract.attempts ?? 0));
    }
  };
}

/** @throws JobRefused */
async function opened(seal: JobSeal, { contract }: JobHandler, job: Job): Promise<unknown> {
  const { name, queue } = contract;
  const opening = await seal.open({ name, queue, id: job.id ?? '' }, job.data);
  if (opening.kind === 'refused') throw new JobRefused(opening.reason);
  return opening.payload;
}

function withoutContent(error: unknown, isLast: boolean): Error {
  const text = nameOf(error);
  const final = isLast || error instanceof UnrecoverableError || FINAL.has((error as Error).name);
  const bare = final ? new UnrecoverableError(text) : new Error(text);
  delete bare.stack;
  return bare;
}

/** Failures that no retry mends: ours, and that of libs/contracts. */
const FINAL = new Set(['MalformedJob', 'JobRefused']);
