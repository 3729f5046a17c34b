import { blindCredit, finalizeCredit, type PendingCredit } from '#pseudonym/client';
import type { Credit } from '#pseudonym/credit';
import type { CheckedKey } from '#pseudonym/directory';

/** How to follow long work, and how to stop it. */
export interface Following {
  /** Hears how far it is, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/** A pending credit with the issuer's answer to it. */
export interface SignedPending {
  readonly key: CheckedKey;
  readonly pending: PendingCredit;
  readonly blindSignature: Uint8Array;
}

/** The long work of a wallet, wherever it is done: beside the page's thread, or in it. */
export interface Arithmetic {
  /** Blind one credit for each key, in order. @throws AbortError when it is cancelled */
  blind(keys: readonly CheckedKey[], following?: Following): Promise<readonly PendingCredit[]>;
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
  async blind(keys, { onProgress, signal } = {}) {
    return keys.map((key, index) => {
      signal?.throwIfAborted();
      const pending = blindCredit(key);
      onProgress?.((index + 1) / keys.length);
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
