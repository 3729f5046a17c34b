import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { type HpkeContext, type HpkeKeyPair, setupRecipient, setupSender } from './hpke.ts';
import { platformPrimitives as primitives } from './hpke.primitives.ts';

/*
 * Oblivious HTTP (RFC 9458) with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and AES-128-GCM: exactly
 * the RFC, no padding and no policy (those are in sealed.ts). Steps and names are the RFC's.
 */

/** What a client needs to seal a request: key id 0 to 255 and the X25519 public key. */
export interface KeyConfig {
  readonly keyId: number;
  readonly publicKey: Uint8Array;
}

/** HPKE context and encapsulated key: what both sides keep to seal and open the response. */
export interface Exchange {
  readonly context: Pick<HpkeContext, 'export'>;
  readonly enc: Uint8Array;
}

/** Media types of sealed requests and of their answers (RFC 9458, section 9). */
export const REQUEST_TYPE = 'message/ohttp-req';
export const ANSWER_TYPE = 'message/ohttp-res';

const EMPTY = new Uint8Array();
const KEM_ID = 0x0020;
const KDF_ID = 0x0001;
const AEAD_ID = 0x0001;
const KEY_LENGTH = 16;
const NONCE_LENGTH = 12;
const PUBLIC_KEY_LENGTH = 32;
const HEADER_LENGTH = 7;
/** max(Nn, Nk): bytes of the response nonce and of the exported secret (RFC 9458, 4.4). */
export const RESPONSE_NONCE_LENGTH = 16;
const TAG_LENGTH = 16;
/** Bytes that sealing adds to a request and to a response. */
export const REQUEST_OVERHEAD = HEADER_LENGTH + PUBLIC_KEY_LENGTH + TAG_LENGTH;
export const RESPONSE_OVERHEAD = RESPONSE_NONCE_LENGTH + TAG_LENGTH;

/** Encode a key configuration (RFC 9458, 3.1) with the one suite in use. */
export function encodeKeyConfig({ keyId, publicKey }: KeyConfig): Uint8Array {
  const algorithms = [0, 4, KDF_ID >> 8, KDF_ID & 255, AEAD_ID >> 8, AEAD_ID & 255];
  return concatBytes(Uint8Array.of(keyId, 0, KEM_ID), publicKey, Uint8Array.from(algorithms));
}

/**
 * Decode a key configuration (RFC 9458, 3.1).
 *
 * @returns null when it is malformed or does not offer the suite in use.
 */
export function decodeKeyConfig(bytes: Uint8Array): KeyConfig | null {
  const start = 3 + PUBLIC_KEY_LENGTH;
  const keyId = bytes[0];
  if (keyId === undefined || bytes.length < start + 6) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = view.getUint16(start);
  if (view.getUint16(1) !== KEM_ID || length % 4 !== 0) return null;
  if (length !== bytes.length - start - 2) return null;
  for (let at = start + 2; at < bytes.length; at += 4) {
    const offered = view.getUint16(at) === KDF_ID && view.getUint16(at + 2) === AEAD_ID;
    if (offered) return { keyId, publicKey: bytes.slice(3, start) };
  }
  return null;
}

/**
 * Encapsulate a request (RFC 9458, 4.3).
 *
 * @param skE the ephemeral secret, for the RFC's vectors alone; otherwise drawn afresh.
 */
export async function encapsulate(
  config: KeyConfig,
  request: Uint8Array,
  skE?: Uint8Array,
): Promise<Exchange & { encapsulated: Uint8Array }> {
  // 1. hdr = key id, KEM, KDF, AEAD; 2. info = "message/bhttp request", 0x00, hdr
  const hdr = header(config.keyId);
  // 3. enc, sctxt = SetupBaseS(pkR, info)
  const { enc, context } = await setupSender(primitives, config.publicKey, requestInfo(hdr), skE);
  // 4. ct = sctxt.Seal("", request), 5. enc_request = concat(hdr, enc, ct)
  const ct = await context.seal(EMPTY, request);
  return { context, enc, encapsulated: concatBytes(hdr, enc, ct) };
}

/** The key id that an encapsulated request names, or null if it is not of the suite in use. */
export function keyIdOf(encapsulated: Uint8Array): number | null {
  const [keyId] = encapsulated;
  if (keyId === undefined || encapsulated.length < REQUEST_OVERHEAD) return null;
  const hdr = header(keyId);
  return hdr.every((byte, index) => encapsulated[index] === byte) ? keyId : null;
}

/**
 * Decapsulate a request whose header `keyIdOf` has accepted (RFC 9458, 4.3).
 *
 * @throws when it does not open under the key.
 */
export async function decapsulate(
  recipient: HpkeKeyPair,
  encapsulated: Uint8Array,
): Promise<Exchange & { request: Uint8Array }> {
  const enc = encapsulated.slice(HEADER_LENGTH, HEADER_LENGTH + PUBLIC_KEY_LENGTH);
  const info = requestInfo(encapsulated.subarray(0, HEADER_LENGTH));
  const context = await setupRecipient(primitives, recipient, enc, info);
  const ct = encapsulated.subarray(HEADER_LENGTH + PUBLIC_KEY_LENGTH);
  return { context, enc, request: await context.open(EMPTY, ct) };
}

/**
 * Encapsulate a response (RFC 9458, 4.4).
 *
 * @param nonce 16 fresh random bytes.
 */
export async function encapsulateResponse(
  exchange: Exchange,
  response: Uint8Array,
  nonce: Uint8Array,
): Promise<Uint8Array> {
  const { key, iv } = responseKey(exchange, nonce);
  return concatBytes(nonce, await primitives.seal(key, iv, EMPTY, response));
}

/**
 * Decapsulate a response (RFC 9458, 4.4).
 *
 * @throws when it does not belong to this exchange or was altered.
 */
export async function decapsulateResponse(
  exchange: Exchange,
  encapsulated: Uint8Array,
): Promise<Uint8Array> {
  const { key, iv } = responseKey(exchange, encapsulated.subarray(0, RESPONSE_NONCE_LENGTH));
  return primitives.open(key, iv, EMPTY, encapsulated.subarray(RESPONSE_NONCE_LENGTH));
}

/** Derive the response's key and nonce from the exported secret (RFC 9458, 4.4). */
function responseKey({ context, enc }: Exchange, nonce: Uint8Array) {
  const secret = context.export(utf8ToBytes('message/bhttp response'), RESPONSE_NONCE_LENGTH);
  // salt = concat(enc, response_nonce), prk = Extract(salt, secret)
  const prk = extract(sha256, secret, concatBytes(enc, nonce));
  const key = expand(sha256, prk, utf8ToBytes('key'), KEY_LENGTH);
  return { key, iv: expand(sha256, prk, utf8ToBytes('nonce'), NONCE_LENGTH) };
}

function header(keyId: number): Uint8Array {
  return Uint8Array.of(keyId, 0, KEM_ID, 0, KDF_ID, 0, AEAD_ID);
}

function requestInfo(hdr: Uint8Array): Uint8Array {
  return concatBytes(utf8ToBytes('message/bhttp request'), Uint8Array.of(0), hdr);
}
