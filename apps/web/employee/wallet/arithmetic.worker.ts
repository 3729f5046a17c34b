import { argon2idAsync } from '@noble/hashes/argon2.js';
import { blindCredit, finalizeCredit, type PendingCredit } from '#pseudonym/client';
import type { Credit } from '#pseudonym/credit';
import type { CheckedKey } from '#pseudonym/directory';

/*
 * All that takes long, off the page's thread: blinding, checking signatures, stretching a
 * passphrase. It says how far it is after each step; to cancel it, the page ends this worker.
 */

/** A pending credit with the issuer's answer to it. */
export interface SignedPending {
  readonly key: CheckedKey;
  readonly pending: PendingCredit;
  readonly blindSignature: Uint8Array;
}

/** Cost of a passphrase: Argon2id (RFC 9106). Kept beside what it protects. */
export interface Stretching {
  readonly salt: Uint8Array;
  /** Memory in KiB. */
  readonly memory: number;
  readonly passes: number;
}

/** What the worker is asked. */
export type Work =
  | { readonly kind: 'blind'; readonly keys: readonly CheckedKey[] }
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

addEventListener('message', ({ data }: MessageEvent<Work>) => {
  answer(data).then(say, (error: unknown) => {
    say({ kind: 'fault', name: error instanceof Error ? error.name : 'unknown' });
  });
});

async function answer(work: Work): Promise<Said> {
  switch (work.kind) {
    case 'blind': return { kind: 'blinded', pending: work.keys.map(blindOne) };
    case 'finalize': return { kind: 'finalized', credits: await finalizeAll(work.signed) };
    case 'stretch': return { kind: 'stretched', key: await stretch(work.passphrase, work.cost) };
  }
}

function blindOne(key: CheckedKey, index: number, keys: readonly CheckedKey[]): PendingCredit {
  const pending = blindCredit(key);
  say({ kind: 'progress', done: (index + 1) / keys.length });
  return pending;
}

async function finalizeAll(signed: readonly SignedPending[]): Promise<Credit[]> {
  const credits: Credit[] = [];
  for (const { key, pending, blindSignature } of signed) {
    credits.push(await finalizeCredit(key, pending, blindSignature));
    say({ kind: 'progress', done: credits.length / signed.length });
  }
  return credits;
}

function stretch(passphrase: string, { salt, memory, passes }: Stretching): Promise<Uint8Array> {
  return argon2idAsync(new TextEncoder().encode(passphrase.normalize('NFKC')), salt, {
    t: passes, m: memory, p: 1, dkLen: KEY_LENGTH,
    onProgress: (done) => { say({ kind: 'progress', done }); },
  });
}
