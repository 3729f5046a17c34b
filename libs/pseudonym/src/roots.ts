import { expand, hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { mnemonicToSeedWebcrypto } from '@scure/bip39';
import { transcript } from './bytes.ts';

/*
 * What a wallet derives from its phrase. The phrase, its seed and the recovery root are there while
 * words are shown or typed, and never kept; the four roots stay on the device.
 */

/** The roots that a device keeps, 32 bytes each. None says anything about another. */
export interface WalletRoots {
  /** Of what the gateway sees: `claimKey`. */
  readonly claim: Uint8Array;
  /** Of every credit's randomness (derived.ts). It never leaves the wallet. */
  readonly credit: Uint8Array;
  /** Of what the vault sees: `caseSecret`. */
  readonly case: Uint8Array;
  /** Of letters and notes between a client and her therapist. */
  readonly letters: Uint8Array;
}

const SALT = utf8ToBytes('sotto/wallet/v2');
const ROOT_LENGTH = 32;

/**
 * The roots of a phrase: its seed by BIP-39, each root by HKDF-SHA-256 (RFC 5869) with a label of
 * its own.
 *
 * @param phrase as `newPhrase` or `readPhrase` gave it.
 */
export async function rootsOf(phrase: string): Promise<WalletRoots> {
  const root = await rootFrom(phrase);
  return {
    claim: root('claim'), credit: root('credit'), case: root('case'), letters: root('letters'),
  };
}

/** The root that only the phrase gives: with it an owner shuts out who has her device. */
export async function recoveryRoot(phrase: string): Promise<Uint8Array> {
  return (await rootFrom(phrase))('recovery');
}

/**
 * The secret (32 bytes) that a wallet shows to the gateway with its letter `j`, from 0. Each letter
 * has its own, so that programmes and years are not joined by it.
 *
 * @throws RangeError when `j` is no whole number from 0.
 */
export function claimKey(roots: Pick<WalletRoots, 'claim'>, j: number): Uint8Array {
  return derive(roots.claim, 32, 'sotto/claim-key/v2', count(j));
}

/**
 * The secret (32 bytes) of a wallet's case in a programme.
 *
 * @param generation how often the case was given new keys, from 0.
 * @throws RangeError when it is no whole number from 0.
 */
export function caseSecret(
  roots: Pick<WalletRoots, 'case'>, programme: string, generation: number,
): Uint8Array {
  return derive(roots.case, 32, 'sotto/case-secret/v2', programme, count(generation));
}

/** What the vault stores of a case secret: its hash, 64 hex characters. */
export function caseHash(secret: Uint8Array): string {
  return bytesToHex(sha256(transcript('sotto/case-hash/v1', secret)));
}

/**
 * HKDF-Expand (RFC 5869, 2.3) of a root to `length` bytes. Each part of `info` is framed by its
 * length, so that two different lists of parts are never one string.
 */
export function derive(root: Uint8Array, length: number, ...info: string[]): Uint8Array {
  if (root.length !== ROOT_LENGTH) throw new RangeError('a root has 32 bytes');
  return expand(sha256, root, transcript(...info), length);
}

/** A whole number from 0 in decimal digits. */
export function count(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError('is no whole number from 0');
  return String(value);
}

async function rootFrom(phrase: string): Promise<(label: string) => Uint8Array> {
  const seed = await mnemonicToSeedWebcrypto(phrase);
  return (label) => hkdf(sha256, seed, SALT, utf8ToBytes(label), ROOT_LENGTH);
}
