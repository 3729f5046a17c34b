import type { JobName } from '#contracts/contract';

/** A job by all that is signed of it besides its payload. */
export interface NamedJob extends JobName {
  /** The job's id, the same at each delivery. */
  readonly id: string;
}

/** Signs what a process puts on queues, opens what it takes off (libs/contracts, envelope.ts). */
export interface JobSeal {
  /** What is put on the queue for a payload. */
  seal(job: NamedJob, payload: unknown): Promise<unknown>;
  /** The payload of what came from the queue, or why it is not taken. Throws nothing. */
  open(job: NamedJob, data: unknown): Promise<
    { readonly kind: 'opened'; readonly payload: unknown }
    | { readonly kind: 'refused'; readonly reason: string }>;
}

/** A job came that the domain which sends such jobs has not signed so. Never tried again. */
export class JobRefused extends Error {
  override readonly name = 'JobRefused';

  /** @param code why. */
  constructor(readonly code: string) {
    super('a job was refused');
  }
}

/** For a process whose queue nobody else can reach, as in a spec or a bench. */
export const unsealed: JobSeal = {
  seal: (_job, payload) => Promise.resolve(payload),
  open: (_job, payload) => Promise.resolve({ kind: 'opened', payload }),
};
