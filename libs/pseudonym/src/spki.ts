import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { fromBase64Url, sameBytes } from './bytes.ts';

/** Bytes of a 2048-bit modulus, and so of a blinded message and of a signature. */
export const MODULUS_LENGTH = 256;

/*
 * The DER of every rsaEncryption SubjectPublicKeyInfo with a 2048-bit modulus and e = 65537 is
 * this head, the modulus (a leading zero, then 256 bytes whose first bit is set) and this tail.
 * Comparing with the template leaves an issuer no room to mark a key by its encoding.
 */
const HEAD = hexToBytes('30820122300d06092a864886f70d01010105000382010f003082010a0282010100');
const TAIL = hexToBytes('0203010001');
const LENGTH = HEAD.length + MODULUS_LENGTH + TAIL.length;

export type SpkiFault = 'malformed' | 'wrong-size' | 'odd-exponent';

export type SpkiVerdict =
  | { readonly kind: 'valid'; readonly keyId: string; readonly modulus: Uint8Array }
  | { readonly kind: 'faulty'; readonly fault: SpkiFault };

/**
 * Check that a public key is exactly the one form that Sotto issues under: RSA (rsaEncryption),
 * 2048 bits, odd modulus, exponent 65537, canonical DER in canonical base64url.
 *
 * @returns the key's id (hex SHA-256 of the DER) and modulus, or what is wrong with it.
 */
export function inspectSpki(spki: string): SpkiVerdict {
  const der = fromBase64Url(spki);
  if (!der) return { kind: 'faulty', fault: 'malformed' };
  if (der.length !== LENGTH) return { kind: 'faulty', fault: faultOfLength(der) };
  const usual = sameBytes(der.subarray(-TAIL.length), TAIL);
  if (!usual) return { kind: 'faulty', fault: 'odd-exponent' };
  if (!sameBytes(der.subarray(0, HEAD.length), HEAD)) return { kind: 'faulty', fault: 'malformed' };
  const modulus = der.subarray(HEAD.length, HEAD.length + MODULUS_LENGTH);
  if (((modulus[0] ?? 0) & 0x80) === 0) return { kind: 'faulty', fault: 'wrong-size' };
  if (((modulus.at(-1) ?? 0) & 1) === 0) return { kind: 'faulty', fault: 'malformed' };
  return { kind: 'valid', keyId: bytesToHex(sha256(der)), modulus };
}

/** A DER sequence of another length: another modulus if it ends in the usual exponent. */
function faultOfLength(der: Uint8Array): SpkiFault {
  if (der[0] !== 0x30) return 'malformed';
  const usualExponent = sameBytes(der.subarray(-TAIL.length), TAIL);
  const nearly = Math.abs(der.length - LENGTH) <= 8;
  return !usualExponent && nearly ? 'odd-exponent' : 'wrong-size';
}
