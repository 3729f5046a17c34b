import { constants, createPrivateKey, privateDecrypt, randomBytes } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

/*
 * The ceiling of everything that signs: OpenSSL's raw RSA-2048 private operation in a bare loop.
 * It must stay loadable as it is (types only erased).
 */

/** How long to loop, and with which key (PKCS #8, DER). */
export interface RawRsaRequest { readonly pkcs8: Uint8Array; readonly milliseconds: number }

/** What was done, and how long it really took. */
export interface RawRsaReply { readonly operations: number; readonly milliseconds: number }

parentPort?.on('message', ({ pkcs8, milliseconds }: RawRsaRequest) => {
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const padding = constants.RSA_NO_PADDING;
  const message = randomBytes(256);
  message[0] = 0;
  const started = performance.now();
  let operations = 0;
  while (performance.now() - started < milliseconds) {
    privateDecrypt({ key, padding }, message);
    operations += 1;
  }
  const reply: RawRsaReply = { operations, milliseconds: performance.now() - started };
  parentPort?.postMessage(reply);
});
