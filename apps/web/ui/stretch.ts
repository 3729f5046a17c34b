import type { Following } from '#wallet/arithmetic';
import type { Stretched, Stretching, ToStretch } from './stretch.worker.ts';
import workerUrl from './stretch.worker.ts?worker&url';
import { workBeside } from './work.ts';

/** 32 bytes from a passphrase by Argon2id (RFC 9106). */
export async function stretch(
  passphrase: string, cost: Stretching, following: Following = {},
): Promise<Uint8Array> {
  const work = { passphrase, cost };
  return (await workBeside<ToStretch, Stretched>(workerUrl, work, following)).key;
}
