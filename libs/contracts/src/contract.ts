import { z } from 'zod';

/** Which job, on which queue. */
export interface JobName {
  readonly name: string;
  readonly queue: string;
}

/** A kind of job: its queue, its shape, how often it is tried. */
export interface JobContract<T> extends JobName {
  readonly schema: z.ZodType<T>;
  /** Deliveries before the job is parked as failed. */
  readonly attempts: number;
  /** First pause between two deliveries, in milliseconds; doubled each time. */
  readonly backoffMs: number;
  /**
   * How long it is kept when finished, in seconds; a day by default, a week when it failed. With 0
   * whoever handles it takes it off the queue as it ends.
   */
  readonly keptSeconds?: number;
}

/** What a contract's job carries. */
export type PayloadOf<C> = C extends JobContract<infer T> ? T : never;

/** A job that no retry can mend: its bytes do not have the contract's shape. */
export class MalformedJob extends Error {
  constructor(readonly contract: string, reason: string) {
    super(`job ${contract} is malformed: ${reason}`);
    this.name = 'MalformedJob';
  }
}

/**
 * Read a job's payload as its contract says.
 *
 * @throws MalformedJob with the place of the first fault, never with the value found there.
 */
export function parseJob<T>(contract: JobContract<T>, raw: unknown): T {
  const parsed = contract.schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new MalformedJob(contract.name, `at "${place}"`);
}
