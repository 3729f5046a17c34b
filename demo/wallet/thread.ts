import { parentPort } from 'node:worker_threads';
import { blindCredit, finalizeCredit, type PendingCredit } from '#pseudonym/client';
import type { Credit } from '#pseudonym/credit';
import type { CheckedKey } from '#pseudonym/directory';

/*
 * One thread of wallets. It must stay loadable as it is (types only erased), since tests run it
 * from source. Keys arrive checked: the wallet asked both directories before it sends them here.
 */

/** What a thread is asked: to blind one credit for each key, or to finish what was signed. */
export type WalletTask =
  | { readonly kind: 'blind'; readonly keys: readonly CheckedKey[] }
  | { readonly kind: 'finalize'; readonly signed: readonly SignedPending[] };

/** A pending credit with the issuer's answer to it. */
export interface SignedPending {
  readonly key: CheckedKey;
  readonly pending: PendingCredit;
  readonly blindSignature: Uint8Array;
}

/** A task with the number that its answer carries. */
export interface WalletRequest { readonly id: number; readonly task: WalletTask }

/** The answer to one task; `fault` is the name of the error that was thrown. */
export type WalletReply =
  | { readonly id: number; readonly blinded: readonly PendingCredit[] }
  | { readonly id: number; readonly credits: readonly Credit[] }
  | { readonly id: number; readonly fault: string };

parentPort?.on('message', (request: WalletRequest) => {
  void answer(request).then((reply) => parentPort?.postMessage(reply));
});

async function answer({ id, task }: WalletRequest): Promise<WalletReply> {
  try {
    if (task.kind === 'blind') return { id, blinded: task.keys.map((key) => blindCredit(key)) };
    const credits: Credit[] = [];
    for (const { key, pending, blindSignature } of task.signed) {
      credits.push(await finalizeCredit(key, pending, blindSignature));
    }
    return { id, credits };
  } catch (error) {
    return { id, fault: error instanceof Error ? error.name : 'unknown' };
  }
}
