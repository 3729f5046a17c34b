import { Worker } from 'node:worker_threads';
import type { SigningFault, SigningReply, SigningRequest } from './issuer.batch.ts';

/** Why a batch was not signed. `out-of-range` is the caller's input; the others are ours. */
export type SigningRefusal = SigningFault | 'batch-size' | 'busy' | 'closed' | 'thread-lost';

/** Nothing was signed. The message is the code alone: never a key, never an input. */
export class SigningRefused extends Error {
  constructor(readonly code: SigningRefusal) {
    super(`blind signing refused: ${code}`);
    this.name = 'SigningRefused';
  }
}

/** One batch on its way through the pool. */
export interface SigningJob {
  readonly request: SigningRequest;
  readonly resolve: (signatures: Uint8Array) => void;
  readonly reject: (reason: SigningRefused) => void;
}

/**
 * One worker thread and the batches that it has in hand. The thread is started by the first batch,
 * keeps the process alive only while it has work, and is replaced by the next batch if it dies.
 */
export class SigningLane {
  private worker: Worker | null = null;
  private messages = 0;
  private readonly jobs = new Map<number, SigningJob>();

  constructor(private readonly script: URL, private readonly onSettled: () => void) {}

  /** Messages in hand. */
  get load(): number {
    return this.messages;
  }

  /** Give the thread batches, in one message. */
  post(jobs: readonly SigningJob[]): void {
    this.worker ??= this.start();
    this.messages += 1;
    for (const job of jobs) this.jobs.set(job.request.id, job);
    this.worker.ref();
    this.worker.postMessage(jobs.map(({ request }) => request));
  }

  /** Stop the thread; batches in hand are rejected. */
  async stop(): Promise<void> {
    const { worker } = this;
    this.lose(worker, 'closed');
    await worker?.terminate();
  }

  private start(): Worker {
    const worker = new Worker(this.script);
    worker.on('message', (replies: readonly SigningReply[]) => {
      this.settle(worker, replies);
    });
    // An 'exit' follows every 'error'; the listener only keeps it from being thrown here.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      this.lose(worker, 'thread-lost');
    });
    return worker;
  }

  private settle(worker: Worker, replies: readonly SigningReply[]): void {
    if (worker !== this.worker) return;
    this.messages -= 1;
    if (this.messages === 0) worker.unref();
    for (const reply of replies) {
      const job = this.jobs.get(reply.id);
      this.jobs.delete(reply.id);
      if ('fault' in reply) job?.reject(new SigningRefused(reply.fault));
      else job?.resolve(reply.signatures);
    }
    this.onSettled();
  }

  /** Forget a thread that has ended, unless it has been replaced already. */
  private lose(worker: Worker | null, code: SigningRefusal): void {
    if (worker !== this.worker) return;
    this.worker = null;
    this.messages = 0;
    const lost = [...this.jobs.values()];
    this.jobs.clear();
    for (const job of lost) job.reject(new SigningRefused(code));
    this.onSettled();
  }
}
