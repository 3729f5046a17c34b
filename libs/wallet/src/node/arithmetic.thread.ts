import { parentPort } from 'node:worker_threads';
import type { PendingCredit } from '#pseudonym/client';
import type { Credit } from '#pseudonym/credit';
import type { BatchPlace, SignedPending } from '#pseudonym/restore';
import { inline } from '../arithmetic.ts';

/*
 * One thread of wallets. It must stay loadable as it is (types only erased), since tests run it
 * from source. Keys arrive checked: the wallet asked both directories before it sends them here.
 */

/** What a thread is asked: to blind credits, or to finish what was signed. */
export type Work =
  | { readonly kind: 'blind'; readonly creditRoot: Uint8Array; readonly wanted: readonly BatchPlace[] }
  | { readonly kind: 'finalize'; readonly signed: readonly SignedPending[] };

/** Work with the number that its answer carries. */
export interface ThreadRequest { readonly id: number; readonly work: Work }

/** The answer to one piece of work; `fault` is the name of the error that was thrown. */
export type ThreadReply =
  | { readonly id: number; readonly blinded: readonly PendingCredit[] }
  | { readonly id: number; readonly credits: readonly Credit[] }
  | { readonly id: number; readonly fault: string };

parentPort?.on('message', (request: ThreadRequest) => {
  void answer(request).then((reply) => parentPort?.postMessage(reply));
});

async function answer({ id, work }: ThreadRequest): Promise<ThreadReply> {
  try {
    if (work.kind === 'blind') {
      return { id, blinded: await inline.blind(work.creditRoot, work.wanted) };
    }
    return { id, credits: await inline.finalize(work.signed) };
  } catch (error) {
    return { id, fault: error instanceof Error ? error.name : 'unknown' };
  }
}
