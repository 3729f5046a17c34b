import { argon2idAsync } from '@noble/hashes/argon2.js';
import type { PendingCredit } from '#pseudonym/client';
import type { Credit } from '#pseudonym/credit';
import type { BatchPlace, SignedPending } from '#pseudonym/restore';
import { inline, seldom } from '#wallet/arithmetic';

/*
 * All that takes long, off the page's thread: blinding, checking signatures, stretching a
 * passphrase. It says how far it is; to cancel it, the page ends this worker.
 */

/** Cost of a passphrase: Argon2id (RFC 9106). Kept beside what it protects. */
export interface Stretching {
  readonly salt: Uint8Array;
  /** Memory in KiB. */
  readonly memory: number;
  readonly passes: number;
}

/** What the worker is asked. */
export type Work =
  | {
    readonly kind: 'blind'; readonly creditRoot: Uint8Array; readonly wanted: readonly BatchPlace[];
  }
  | { readonly kind: 'finalize'; readonly signed: readonly SignedPending[] }
  | { readonly kind: 'stretch'; readonly passphrase: string; readonly cost: Stretching };

/** What it says: how far it is (0 to 1), and its result; `fault` is an error's name. */
export type Said =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'blinded'; readonly pending: readonly PendingCredit[] }
  | { readonly kind: 'finalized'; readonly credits: readonly Credit[] }
  | { readonly kind: 'stretched'; readonly key: Uint8Array }
  | { readonly kind: 'fault'; readonly name: string };

const KEY_LENGTH = 32;
const say = (said: Said) => { postMessage(said); };
const following = () => ({ onProgress: seldom((done) => { say({ kind: 'progress', done }); }) });

addEventListener('message', ({ data }: MessageEvent<Work>) => {
  answer(data).then(say, (error: unknown) => {
    say({ kind: 'fault', name: error instanceof Error ? error.name : 'unknown' });
  });
});

async function answer(work: Work): Promise<Said> {
  switch (work.kind) {
    case 'blind':
      return {
        kind: 'blinded', pending: await inline.blind(work.creditRoot, work.wanted, following()),
      };
    case 'finalize':
      return { kind: 'finalized', credits: await inline.finalize(work.signed, following()) };
    case 'stretch': return { kind: 'stretched', key: await stretch(work.passphrase, work.cost) };
  }
}

function stretch(passphrase: string, { salt, memory, passes }: Stretching): Promise<Uint8Array> {
  return argon2idAsync(new TextEncoder().encode(passphrase.normalize('NFKC')), salt, {
    t: passes, m: memory, p: 1, dkLen: KEY_LENGTH, ...following(),
  });
}
