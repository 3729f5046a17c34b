import type { JobHandler } from '#platform/job-worker';

/** A job of the treaty that the gateway handles: exactly one class for each. */
export interface JobProcessor {
  /** The handler that the queue's worker dispatches to. */
  readonly handler: JobHandler;
}
