import type { PendingCredit } from '#pseudonym/client';
import type { Credit } from '#pseudonym/credit';
import type { BatchPlace, SignedPending } from '#pseudonym/restore';
import { inline, type Following } from '#wallet/arithmetic';
import { answerTo } from '../../ui/worker-side.ts';

/*
 * All that takes long with credits, off the page's thread: blinding and checking signatures. It
 * says how far it is; to cancel it, the page ends this worker.
 */

/** What the worker is asked. */
export type Work =
  | {
    readonly kind: 'blind'; readonly creditRoot: Uint8Array; readonly wanted: readonly BatchPlace[];
  }
  | { readonly kind: 'finalize'; readonly signed: readonly SignedPending[] };

/** What it answers. */
export type Done =
  | { readonly kind: 'blinded'; readonly pending: readonly PendingCredit[] }
  | { readonly kind: 'finalized'; readonly credits: readonly Credit[] };

answerTo(answer);

async function answer(work: Work, following: Following): Promise<Done> {
  switch (work.kind) {
    case 'blind':
      return {
        kind: 'blinded', pending: await inline.blind(work.creditRoot, work.wanted, following),
      };
    case 'finalize':
      return { kind: 'finalized', credits: await inline.finalize(work.signed, following) };
  }
}
