import { blindDerived, finalizeCredit, type PendingCredit } from '#pseudonym/client';
import type { Credit } from '#pseudonym/credit';
import type { BatchPlace, SignedPending } from '#pseudonym/restore';

/** How to follow long work, and how to stop it. */
export interface Following {
  /** Hears how far it is, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/** How often somebody is told how far long work is: more is not seen, and each time is drawn. */
const TELL_EVERY_MS = 100;

/** Tell how far it is only so often, and always when it is done. @param now milliseconds. */
export function seldom(
  tell: (done: number) => void, now: () => number = () => performance.now(),
): (done: number) => void {
  let last: number | undefined;
  return (done) => {
    const at = now();
    if (last !== undefined && at - last < TELL_EVERY_MS && done < 1) return;
    last = at;
    tell(done);
  };
}

/** The long work of a wallet, wherever it is done: beside the page's thread, or in it. */
export interface Arithmetic {
  /**
   * Blind credits, in order: the same bytes for the same root, key and number.
   *
   * @throws AbortError when it is cancelled
   */
  blind(
    creditRoot: Uint8Array, wanted: readonly BatchPlace[], following?: Following,
  ): Promise<readonly PendingCredit[]>;
  /**
   * Unblind and verify credits, in order.
   *
   * @throws Error named BadSignature when one of the issuer's answers is no valid signature.
   */
  finalize(
    signed: readonly SignedPending[], following?: Following,
  ): Promise<readonly Credit[]>;
}

/** The work itself, in the thread that calls it. */
export const inline: Arithmetic = {
  async blind(creditRoot, wanted, { onProgress, signal } = {}) {
    return wanted.map(({ key, index }, at) => {
      signal?.throwIfAborted();
      const pending = blindDerived(key, creditRoot, index);
      onProgress?.((at + 1) / wanted.length);
      return pending;
    });
  },
  async finalize(signed, { onProgress, signal } = {}) {
    const credits: Credit[] = [];
    for (const { key, pending, blindSignature } of signed) {
      signal?.throwIfAborted();
      credits.push(await finalizeCredit(key, pending, blindSignature));
      onProgress?.(credits.length / signed.length);
    }
    return credits;
  },
};
