import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto';
import { transcript } from '#pseudonym/bytes';

/** A key for one purpose, derived from a configured secret (HKDF-SHA-256, RFC 5869); 32 bytes. */
export function purposeKey(secret: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `sotto/gateway/${purpose}/v1`, 32));
}

/** HMAC-SHA-256 over parts that cannot run into each other; 32 bytes. */
export function mac(key: Uint8Array, ...parts: (Uint8Array | string)[]): Buffer {
  return createHmac('sha256', createSecretKey(key)).update(transcript(...parts)).digest();
}

/** Whether two byte strings are equal, in time that depends on their lengths alone. */
export function sameMac(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
