import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { RawRsaReply, RawRsaRequest } from './raw-rsa.thread.ts';

const IN_SOURCE = import.meta.url.endsWith('.ts');
const SCRIPT = new URL(IN_SOURCE ? './raw-rsa.thread.ts' : './raw-rsa.thread.js', import.meta.url);

/** The name of this ceiling in results. */
export const RAW_RSA = 'OpenSSL raw RSA-2048 private operations/s, all cores';

/** Bare RSA private operations on every core, with nothing around them. */
export class RawRsa {
  private readonly threads = Array.from(
    { length: availableParallelism() }, () => new Worker(SCRIPT));

  /** Loop on all cores for so long; operations per second of all of them together. */
  async measure(pkcs8: Uint8Array, milliseconds: number): Promise<number> {
    const rates = await Promise.all(this.threads.map((thread) =>
      new Promise<number>((resolve, reject) => {
        thread.once('error', reject);
        thread.once('message', (reply: RawRsaReply) => {
          thread.off('error', reject);
          resolve((reply.operations * 1000) / reply.milliseconds);
        });
        thread.postMessage({ pkcs8, milliseconds } satisfies RawRsaRequest);
      })));
    return rates.reduce((sum, each) => sum + each, 0);
  }

  /** End the threads. */
  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.terminate()));
  }
}
