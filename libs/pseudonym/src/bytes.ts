import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/** Bytes that own their buffer, as WebCrypto wants them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Copy any view (a Buffer, a slice of a pool) into bytes that own their buffer. */
export function ownBytes(view: Uint8Array): Bytes {
  return Uint8Array.from(view);
}

/** `length` bytes from the CSPRNG of the platform. There is no other source of randomness here. */
export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/**
 * Join parts so that no two different lists give the same bytes: each part is preceded by its
 * length as four bytes, big-endian. Used wherever several values go into one hash or MAC.
 */
export function transcript(...parts: (Uint8Array | string)[]): Bytes {
  const framed = parts.flatMap((part) => {
    const bytes = typeof part === 'string' ? utf8ToBytes(part) : part;
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, bytes.length);
    return [length, bytes];
  });
  return ownBytes(concatBytes(...framed));
}

/** Encode as base64url without padding (RFC 4648, section 5). */
export function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * Decode base64url without padding, strictly: one string for one value.
 *
 * @returns null when the text is not the canonical encoding of anything.
 */
export function fromBase64Url(text: string): Bytes | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
  return toBase64Url(bytes) === text ? bytes : null;
}

/** Whether two byte strings are equal, in time that depends on their lengths alone. */
export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let index = 0; index < left.length; index += 1) {
    difference |= (left[index] ?? 0) ^ (right[index] ?? 0);
  }
  return difference === 0;
}
