import { randomBytes } from './bytes.ts';
import { deriveKeyPair, type HpkeKeyPair } from './hpke.ts';
import { platformPrimitives } from './hpke.primitives.ts';
import {
  decapsulate, decapsulateResponse, encapsulate, encapsulateResponse, type KeyConfig, keyIdOf,
  REQUEST_OVERHEAD, RESPONSE_NONCE_LENGTH, RESPONSE_OVERHEAD,
} from './ohttp.ts';
import { ANSWER_LENGTH, padTo, REQUEST_LENGTH } from './padding.ts';

/*
 * Sealed requests: RFC 9458 over RFC 9180, with every message padded so that all requests have one
 * sealed length, and all answers another. What goes in and comes out are binary HTTP messages
 * (http.ts), whose decoder ignores the padding.
 */

/** The longest binary HTTP request that can be sealed. */
export const LONGEST_REQUEST = REQUEST_LENGTH - REQUEST_OVERHEAD;
/** The longest binary HTTP answer that can be sealed. */
export const LONGEST_ANSWER = ANSWER_LENGTH - RESPONSE_OVERHEAD;

/** Why a sealed message was refused. `unreadable` covers every cause that cryptography finds. */
export class SealedError extends Error {
  constructor(readonly code: 'unknown-key' | 'unreadable' | 'too-large') {
    super(`sealed message refused: ${code}`);
    this.name = 'SealedError';
  }
}

/** A relay key pair of the vault; `config` is the public half. */
export interface RelayKey {
  readonly config: KeyConfig;
  readonly pair: HpkeKeyPair;
}

/** A request as sent, and the only way to read its answer. */
export interface SealedRequest {
  /** Content of the POST to the relay, media type `message/ohttp-req`. */
  readonly sealed: Uint8Array;
  /** Open the answer (`message/ohttp-res`). @throws SealedError `unreadable` */
  open(sealedResponse: Uint8Array): Promise<Uint8Array>;
}

/** A request as opened by the vault, and the only way to answer it. */
export interface OpenedRequest {
  /** The binary HTTP request, padded. */
  readonly request: Uint8Array;
  /** Pad and seal a binary HTTP response. @throws SealedError `too-large` */
  seal(response: Uint8Array): Promise<Uint8Array>;
}

/**
 * Derive a relay key pair (RFC 9180, 7.1.3, DeriveKeyPair).
 *
 * @param seed at least 32 secret bytes, one seed a key.
 * @param keyId 0 to 255, another one for each rotation.
 */
export async function deriveRelayKey(seed: Uint8Array, keyId = 1): Promise<RelayKey> {
  if (seed.length < 32) throw new RangeError('relay seed is shorter than 32 bytes');
  const pair = await deriveKeyPair(platformPrimitives, seed);
  return { config: { keyId, publicKey: pair.publicKey }, pair };
}

/**
 * Seal a binary HTTP request for the vault.
 *
 * @throws SealedError `too-large` when it is longer than LONGEST_REQUEST.
 */
export async function sealRequest(config: KeyConfig, request: Uint8Array): Promise<SealedRequest> {
  const padded = padForSealing(request, LONGEST_REQUEST);
  const { encapsulated, ...exchange } = await encapsulate(config, padded);
  return {
    sealed: encapsulated,
    open: (sealedResponse) => readable(sealedResponse, ANSWER_LENGTH, () =>
      decapsulateResponse(exchange, sealedResponse)),
  };
}

/**
 * Open a sealed request with the relay key that it names.
 *
 * @param keys the keys in service: the current one, and older ones for as long as they are valid.
 * @throws SealedError `unknown-key` for another key or suite, `unreadable` for anything else.
 */
export async function openRequest(
  keys: RelayKey | readonly RelayKey[],
  sealed: Uint8Array,
): Promise<OpenedRequest> {
  const keyId = keyIdOf(sealed);
  const key = [keys].flat().find(({ config }) => config.keyId === keyId);
  if (!key) throw new SealedError('unknown-key');
  const { request, ...exchange } = await readable(
    sealed, REQUEST_LENGTH, () => decapsulate(key.pair, sealed));
  return {
    request,
    seal: async (response) => {
      const padded = padForSealing(response, LONGEST_ANSWER);
      return encapsulateResponse(exchange, padded, randomBytes(RESPONSE_NONCE_LENGTH));
    },
  };
}

function padForSealing(message: Uint8Array, length: number): Uint8Array {
  if (message.length > length) throw new SealedError('too-large');
  return padTo(message, length);
}

/** Run an opening step so that every failure looks the same. */
async function readable<T>(
  sealed: Uint8Array, length: number, open: () => Promise<T>,
): Promise<T> {
  if (sealed.length !== length) throw new SealedError('unreadable');
  try {
    return await open();
  } catch {
    throw new SealedError('unreadable');
  }
}
