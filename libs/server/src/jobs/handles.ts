import { SetMetadata } from '@nestjs/common';
import type { JobContract } from '#contracts/contract';
import type { Delivery } from '#platform/queue/job-worker';

/** Where `@Handles` leaves its contract. */
export const CONTRACT = 'sotto:contract';

/**
 * The one handler of a job, a class in a `*.processor.ts`. Every contract that an application takes
 * has exactly one, or it refuses to start.
 */
export const Handles = <T>(contract: JobContract<T>) => SetMetadata(CONTRACT, contract);

/** Handles one kind of job. A job that is delivered twice has its effect once (`inbox`). */
export interface JobProcessor<T, R = void> {
  /** `payload` has the contract's shape already; throwing makes the job be tried again. */
  process(payload: T, delivery: Delivery): Promise<R>;
}
