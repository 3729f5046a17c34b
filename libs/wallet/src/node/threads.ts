import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { PendingCredit } from '#pseudonym/client';
import type { Credit } from '#pseudonym/credit';
import type { BatchPlace, SignedPending } from '#pseudonym/restore';
import type { Arithmetic } from '../arithmetic.ts';
import type { ThreadReply, ThreadRequest, Work } from './arithmetic.thread.ts';

interface Waiting {
  readonly resolve: (reply: ThreadReply) => void;
  readonly reject: (error: Error) => void;
}

const IN_SOURCE = import.meta.url.endsWith('.ts');
const SCRIPT = new URL(
  IN_SOURCE ? './arithmetic.thread.ts' : './arithmetic.thread.js', import.meta.url);

/** The arithmetic of many wallets, spread over the machine's cores. */
export class ThreadArithmetic implements Arithmetic {
  private readonly threads: Worker[];
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 0;

  constructor(count = availableParallelism()) {
    this.threads = Array.from({ length: count }, () => this.start());
  }

  async blind(
    creditRoot: Uint8Array, wanted: readonly BatchPlace[],
  ): Promise<readonly PendingCredit[]> {
    const reply = await this.run({ kind: 'blind', creditRoot, wanted });
    if ('blinded' in reply) return reply.blinded;
    throw new Error('a wallet thread answered other work');
  }

  async finalize(signed: readonly SignedPending[]): Promise<readonly Credit[]> {
    const reply = await this.run({ kind: 'finalize', signed });
    if ('credits' in reply) return reply.credits;
    throw new Error('a wallet thread answered other work');
  }

  /** End the threads; what is under way is given up. */
  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.terminate()));
  }

  private async run(work: Work): Promise<ThreadReply> {
    const id = this.nextId++;
    const thread = this.threads[id % this.threads.length];
    const reply = await new Promise<ThreadReply>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      thread?.postMessage({ id, work } satisfies ThreadRequest);
    });
    if ('fault' in reply) {
      throw Object.assign(new Error(`a wallet refused: ${reply.fault}`), { name: reply.fault });
    }
    return reply;
  }

  private start(): Worker {
    const thread = new Worker(SCRIPT);
    thread.on('message', (reply: ThreadReply) => {
      this.waiting.get(reply.id)?.resolve(reply);
      this.waiting.delete(reply.id);
    });
    thread.on('error', (error) => {
      for (const { reject } of this.waiting.values()) reject(error);
      this.waiting.clear();
    });
    return thread;
  }
}
