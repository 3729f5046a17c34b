import {
  constants, createPrivateKey, createPublicKey, type KeyObject, privateDecrypt, publicEncrypt,
} from 'node:crypto';

/*
 * The signing itself, for a thread of its own. Like issuer.thread.ts it must stay loadable as it
 * is, with types only erased, since tests run both from source.
 */

/** One batch: blinded messages of 256 bytes each, joined. */
export interface SigningRequest {
  readonly id: number;
  readonly keyId: string;
  readonly pkcs8: Uint8Array;
  readonly blinded: Uint8Array;
}

export type SigningFault = 'out-of-range' | 'bad-key' | 'signing-failure';

/** Blind signatures of 256 bytes each, joined in order; or why there are none. */
export type SigningReply =
  | { readonly id: number; readonly signatures: Uint8Array<ArrayBuffer> }
  | { readonly id: number; readonly fault: SigningFault };

interface LoadedKey {
  readonly secret: KeyObject;
  readonly open: KeyObject;
  readonly modulus: Buffer;
}

const MODULUS_LENGTH = 256;
const MOST_KEYS = 256;
const padding = constants.RSA_NO_PADDING;
const keys = new Map<string, LoadedKey>();

/** Sign batches, each by itself. */
export function signBatches(requests: readonly SigningRequest[]): SigningReply[] {
  return requests.map(signBatch);
}

/** BlindSign (RFC 9474, 4.3) for a whole batch: all of it or nothing. */
function signBatch({ id, keyId, pkcs8, blinded }: SigningRequest): SigningReply {
  const key = keys.get(keyId) ?? load(keyId, pkcs8);
  if (!key) return { id, fault: 'bad-key' };
  const signatures = new Uint8Array(blinded.length);
  for (let at = 0; at < blinded.length; at += MODULUS_LENGTH) {
    // 1. m = bytes_to_int(blinded_msg); RSASP1 asks for 0 <= m < n
    const m = blinded.subarray(at, at + MODULUS_LENGTH);
    if (key.modulus.compare(m) <= 0) return { id, fault: 'out-of-range' };
    // 2. s = RSASP1(sk, m), by OpenSSL with its own blinding against timing
    const s = privateDecrypt({ key: key.secret, padding }, m);
    // 3. m' = RSAVP1(pk, s), 4. if m != m', raise "signing failure": a fault would leak the key
    if (!publicEncrypt({ key: key.open, padding }, s).equals(m)) {
      return { id, fault: 'signing-failure' };
    }
    // 5. blind_sig = int_to_bytes(s, modulus_len)
    signatures.set(s, at);
  }
  return { id, signatures };
}

/** Parse a private key once per thread; the oldest is forgotten when there are too many. */
function load(keyId: string, pkcs8: Uint8Array): LoadedKey | null {
  try {
    const secret = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
    const open = createPublicKey(secret);
    const modulus = Buffer.from(open.export({ format: 'jwk' }).n ?? '', 'base64url');
    if (modulus.length !== MODULUS_LENGTH) return null;
    const loaded = { secret, open, modulus };
    const [oldest] = keys.keys();
    if (keys.size >= MOST_KEYS && oldest !== undefined) keys.delete(oldest);
    keys.set(keyId, loaded);
    return loaded;
  } catch {
    return null;
  }
}
