/** Which job, on which queue. */
export interface JobName {
  readonly name: string;
  readonly queue: string;
}

/** What the queue needs of a job's contract; `libs/contracts` has the real ones. */
export interface JobContract<T> extends JobName {
  /** Deliveries before the job is parked as failed. */
  readonly attempts: number;
  /** First pause between two deliveries, in milliseconds; doubled each time. */
  readonly backoffMs: number;
  /** How long a finished job is kept, in seconds; a day by default, a week when it failed. */
  readonly keptSeconds?: number;
  /** Says whether a payload has the contract's shape (a zod schema does). */
  readonly schema: {
    safeParse(raw: unknown): { success: true; data: T } | { success: false; error: unknown };
  };
}

/** A payload does not have its contract's shape. Never holds what was found in it. */
export class PayloadRefused extends Error {
  override readonly name = 'PayloadRefused';
}

/**
 * A payload as its contract says.
 *
 * @throws PayloadRefused naming the contract only.
 */
export function parsePayload<T>(contract: JobContract<T>, raw: unknown): T {
  const parsed = contract.schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new PayloadRefused(`A payload does not have the shape of ${contract.name}`);
}
