import { sha384 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';

/*
 * The client's side of RFC 9474 (RSABSSA with SHA-384, MGF1 with SHA-384) on native bigints. The
 * steps are numbered as in the RFC. The two random inputs of Blind, salt and r, are arguments, so
 * that the RFC's vectors run through this very code; a wallet derives them from its root
 * (derived.ts).
 * Bigints are not constant-time; nothing here is computed where another party can time it.
 */

/** An RSA public key as numbers. */
export interface RsaPublic {
  readonly n: bigint;
  readonly e: bigint;
}

/** A blinding factor and its inverse modulo n. */
export interface Factor {
  readonly r: bigint;
  readonly inverse: bigint;
}

/** Salt and blinding factor of one Blind call. */
export interface Blinding {
  readonly salt: Uint8Array;
  readonly factor: Factor;
}

export interface Blinded {
  readonly blindedMessage: Uint8Array;
  readonly inverse: Uint8Array;
}

const HASH_LENGTH = 48;

/** The salt length of the PSS (not PSSZERO) variants, RFC 9474 section 5. */
export const SALT_LENGTH = 48;

/**
 * The factor that a draw of n's length stands for (RFC 9474, 4.2, steps 6 to 8); null where it
 * stands for none, and another has to be drawn: zero, n or more, or without an inverse. Uniform
 * draws so give uniform factors.
 */
export function factorOf(key: RsaPublic, draw: Uint8Array): Factor | null {
  // 6. r = random_integer_uniform(1, n), by rejection
  const r = toInteger(draw);
  if (r === 0n || r >= key.n) return null;
  // 7. inv = inverse_mod(r, n), 8. where it fails ("blinding error") the next draw is taken
  const inverse = inverseMod(r, key.n);
  return inverse === null ? null : { r, inverse };
}

/**
 * Blind (RFC 9474, 4.2): hide a prepared message from the signer.
 *
 * @throws Error when the message shares a divisor with n, which for a sound key never happens.
 */
export function blind(key: RsaPublic, prepared: Uint8Array, { salt, factor }: Blinding): Blinded {
  const modulusLength = byteLength(key.n);
  // 1. encoded_msg = EMSA-PSS-ENCODE(msg, bit_len(n) - 1), 2. errors stop
  const encoded = encodePss(prepared, bitLength(key.n) - 1, salt);
  // 3. m = bytes_to_int(encoded_msg)
  const m = toInteger(encoded);
  // 4. c = is_coprime(m, n), 5. if false, raise "invalid input"
  if (inverseMod(m, key.n) === null) throw new Error('invalid input');
  // 6. to 8. r and its inverse are the caller's, 9. x = RSAVP1(pk, r)
  const x = power(factor.r, key.e, key.n);
  // 10. z = m * x mod n, 11. blinded_msg = int_to_bytes(z, modulus_len), 12. output
  const blindedMessage = toBytes((m * x) % key.n, modulusLength);
  return { blindedMessage, inverse: toBytes(factor.inverse, modulusLength) };
}

/**
 * Unblind: steps 1 to 4 of Finalize (RFC 9474, 4.4). Step 5, RSASSA-PSS-VERIFY, is the caller's.
 *
 * @throws Error ('unexpected input size') when the blind signature has another length than n.
 */
export function unblind(
  key: RsaPublic,
  blindSignature: Uint8Array,
  inverse: Uint8Array,
): Uint8Array {
  const modulusLength = byteLength(key.n);
  // 1. If len(blind_sig) != modulus_len, raise "unexpected input size"
  if (blindSignature.length !== modulusLength) throw new Error('unexpected input size');
  // 2. z = bytes_to_int(blind_sig)
  const z = toInteger(blindSignature);
  // 3. s = z * inv mod n, 4. sig = int_to_bytes(s, modulus_len)
  return toBytes((z * toInteger(inverse)) % key.n, modulusLength);
}

/** EMSA-PSS-ENCODE (RFC 8017, 9.1.1) with SHA-384 and the given salt. */
function encodePss(message: Uint8Array, emBits: number, salt: Uint8Array): Uint8Array {
  const emLength = Math.ceil(emBits / 8);
  // 2. mHash, 3. "encoding error" when there is no room
  const mHash = sha384(message);
  if (emLength < HASH_LENGTH + salt.length + 2) throw new Error('encoding error');
  // 5. M' = eight zeros || mHash || salt, 6. H = Hash(M')
  const h = sha384(concatBytes(new Uint8Array(8), mHash, salt));
  // 7. PS, 8. DB = PS || 0x01 || salt
  const padding = new Uint8Array(emLength - salt.length - HASH_LENGTH - 2);
  const db = concatBytes(padding, Uint8Array.of(1), salt);
  // 9. dbMask = MGF(H, emLen - hLen - 1), 10. maskedDB = DB xor dbMask
  const mask = mgf1(h, db.length);
  const masked = db.map((byte, index) => byte ^ (mask[index] ?? 0));
  // 11. clear the leftmost 8 emLen - emBits bits
  masked[0] = (masked[0] ?? 0) & (0xff >> (8 * emLength - emBits));
  // 12. EM = maskedDB || H || 0xbc
  return concatBytes(masked, h, Uint8Array.of(0xbc));
}

/** MGF1 with SHA-384 (RFC 8017, B.2.1). */
function mgf1(seed: Uint8Array, length: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let counter = 0; counter * HASH_LENGTH < length; counter += 1) {
    const c = new Uint8Array(4);
    new DataView(c.buffer).setUint32(0, counter);
    blocks.push(sha384(concatBytes(seed, c)));
  }
  return concatBytes(...blocks).subarray(0, length);
}

/** OS2IP (RFC 8017, 4.2). */
export function toInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x${bytesToHex(bytes) || '0'}`);
}

/** I2OSP (RFC 8017, 4.1). */
function toBytes(value: bigint, length: number): Uint8Array {
  return hexToBytes(value.toString(16).padStart(2 * length, '0'));
}

function bitLength(value: bigint): number {
  return value.toString(2).length;
}

function byteLength(value: bigint): number {
  return Math.ceil(bitLength(value) / 8);
}

/** base ^ exponent mod modulus, by squaring. */
function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result;
}

/** The inverse of value modulo n by the extended Euclidean algorithm; null if there is none. */
function inverseMod(value: bigint, n: bigint): bigint | null {
  let [previous, current] = [n, value % n];
  let [previousFactor, factor] = [0n, 1n];
  while (current !== 0n) {
    const quotient = previous / current;
    [previous, current] = [current, previous - quotient * current];
    [previousFactor, factor] = [factor, previousFactor - quotient * factor];
  }
  if (previous !== 1n) return null;
  return previousFactor < 0n ? previousFactor + n : previousFactor;
}
