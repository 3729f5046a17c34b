import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { PendingCredit } from '#pseudonym/client';
import type { Credit } from '#pseudonym/credit';
import type { CheckedKey } from '#pseudonym/directory';
import type { SignedPending, WalletReply, WalletRequest, WalletTask } from './thread.ts';

interface Waiting {
  readonly resolve: (reply: WalletReply) => void;
  readonly reject: (error: Error) => void;
}

const IN_SOURCE = import.meta.url.endsWith('.ts');
const SCRIPT = new URL(IN_SOURCE ? './thread.ts' : './thread.js', import.meta.url);

/** The wallets' arithmetic, the whole of it, spread over the machine's cores. */
export class WalletThreads {
  private readonly threads: Worker[];
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 0;

  constructor(count = availableParallelism()) {
    this.threads = Array.from({ length: count }, () => this.start());
  }

  /** Blind one credit for each of the keys, in order. */
  async blind(keys: readonly CheckedKey[]): Promise<readonly PendingCredit[]> {
    const reply = await this.run({ kind: 'blind', keys });
    if ('blinded' in reply) return reply.blinded;
    throw new Error('a wallet thread answered another task');
  }

  /**
   * Finish credits, in order; each is verified before it is returned.
   *
   * @throws Error named BadSignature when one of the issuer's answers is not a valid signature.
   */
  async finalize(signed: readonly SignedPending[]): Promise<readonly Credit[]> {
    const reply = await this.run({ kind: 'finalize', signed });
    if ('credits' in reply) return reply.credits;
    throw new Error('a wallet thread answered another task');
  }

  /** End the threads; what is under way is given up. */
  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.terminate()));
  }

  private async run(task: WalletTask): Promise<WalletReply> {
    const id = this.nextId++;
    const thread = this.threads[id % this.threads.length];
    const reply = await new Promise<WalletReply>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      thread?.postMessage({ id, task } satisfies WalletRequest);
    });
    if ('fault' in reply) {
      throw Object.assign(new Error(`a wallet refused: ${reply.fault}`), { name: reply.fault });
    }
    return reply;
  }

  private start(): Worker {
    const thread = new Worker(SCRIPT);
    thread.on('message', (reply: WalletReply) => {
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
