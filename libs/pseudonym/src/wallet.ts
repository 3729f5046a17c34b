import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { generateMnemonic, mnemonicToSeedWebcrypto } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { transcript } from './bytes.ts';

/*
 * Everything that a wallet needs follows from its recovery phrase, except the credits themselves:
 * those come from the CSPRNG, live in the journal and are backed up sealed (backup.ts).
 */

/** What a recovery phrase opens. None of these can be linked to another without the phrase. */
export interface WalletKeys {
  /** Root of what the gateway sees; see `claimKey`. */
  readonly claimRoot: Uint8Array;
  /** Root of what the vault sees; see `caseSecret`. */
  readonly caseRoot: Uint8Array;
  /** Root of idempotency keys; see `idempotencyKey`. */
  readonly requestRoot: Uint8Array;
  /** Where the sealed backup lies: 64 hex characters. Whoever knows it can fetch, not read. */
  readonly backupAddress: string;
  /** AES-256-GCM key of the sealed backup. */
  readonly backupKey: Uint8Array;
}

const ENTROPY_BITS = 128;
const SALT = utf8ToBytes('sotto/wallet/v1');

/** A new recovery phrase: 12 English words of BIP-39, 128 bits from the CSPRNG. */
export function newPhrase(): string {
  return generateMnemonic(wordlist, ENTROPY_BITS);
}

/**
 * Derive a wallet's keys from its phrase: the seed by BIP-39 (PBKDF2), each key by HKDF-SHA-256
 * (RFC 5869) with a label of its own, so that none says anything about another.
 *
 * @param phrase as `newPhrase` or `readPhrase` gave it.
 */
export async function openWallet(phrase: string): Promise<WalletKeys> {
  const seed = await mnemonicToSeedWebcrypto(phrase);
  const derive = (label: string) => hkdf(sha256, seed, SALT, utf8ToBytes(label), 32);
  return {
    claimRoot: derive('claim'),
    caseRoot: derive('case'),
    requestRoot: derive('request'),
    backupAddress: bytesToHex(derive('backup-address')),
    backupKey: derive('backup-key'),
  };
}

/** The secret (32 bytes) that a wallet shows to the gateway, another one for each programme. */
export function claimKey(keys: WalletKeys, programme: string): Uint8Array {
  return hmac(sha256, keys.claimRoot, transcript('sotto/claim-key/v1', programme));
}

/** The secret (32 bytes) of a wallet's case, another one for each programme. */
export function caseSecret(keys: WalletKeys, programme: string): Uint8Array {
  return hmac(sha256, keys.caseRoot, transcript('sotto/case-secret/v1', programme));
}

/** What the vault stores of a case secret: its hash, 64 hex characters. */
export function caseHash(secret: Uint8Array): string {
  return bytesToHex(sha256(transcript('sotto/case-hash/v1', secret)));
}

/**
 * The idempotency key of one intent, in the form of a random UUID: the same again after a crash or
 * on a restored device, and unlinkable to any other.
 *
 * @param purpose what is being done, such as 'open-case'.
 * @param parts what it is done to, such as the nullifier of the credit.
 */
export function idempotencyKey(keys: WalletKeys, purpose: string, ...parts: string[]): string {
  const mac = hmac(sha256, keys.requestRoot, transcript('sotto/request/v1', purpose, ...parts));
  const bytes = mac.slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytesToHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
