import { argon2idAsync } from '@noble/hashes/argon2.js';
import { answerTo } from './worker-side.ts';

/** Cost of a passphrase: Argon2id (RFC 9106). Kept beside what it protects. */
export interface Stretching {
  readonly salt: Uint8Array;
  /** Memory in KiB. */
  readonly memory: number;
  readonly passes: number;
}

/** What the worker is asked. */
export interface ToStretch { readonly passphrase: string; readonly cost: Stretching }

/** What it answers. */
export interface Stretched { readonly kind: 'stretched'; readonly key: Uint8Array }

const KEY_LENGTH = 32;

answerTo<ToStretch, Stretched>(async ({ passphrase, cost }, following) => {
  const { salt, memory, passes } = cost;
  const text = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const key = await argon2idAsync(text, salt, {
    t: passes, m: memory, p: 1, dkLen: KEY_LENGTH, ...following,
  });
  return { kind: 'stretched', key };
});
