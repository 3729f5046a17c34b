import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { mnemonicToSeedWebcrypto } from '@scure/bip39';
import { canonicalJson, type JsonValue } from '#pseudonym/canonical';
import { deriveKeyPair, type HpkeKeyPair } from '#pseudonym/hpke';
import { platformPrimitives } from '#pseudonym/hpke.primitives';
import { derive, type WalletRoots } from '#pseudonym/roots';
import { signingPublicKey, signStatement, verifyStatement } from '#pseudonym/signed';

/*
 * Whose keys messages are sealed to. A therapist's follow from twelve words of hers, a client's
 * from the phrase of her wallet, others for each therapist. What a therapist's keys are is said in
 * a chain: each version names the one before, and is signed by it and by itself.
 */

/** A therapist's secrets, which follow from her words. */
export interface Keyring {
  /** X25519: reads what is written to her, and shows who wrote. */
  readonly reading: HpkeKeyPair;
  /** Ed25519 seed, 32 bytes. */
  readonly signing: Uint8Array;
}

/** One version of a therapist's keys, as it was signed. */
export interface KeyVersion {
  /** Canonical JSON of a `KeyRecord`. */
  readonly body: string;
  /** By the key that it names, base64url: she who says it has it. */
  readonly signature: string;
  /** By the version before, base64url; null for the first, and where the keys were lost. */
  readonly vouch: string | null;
}

/** What a version says. */
export interface KeyRecord {
  /** Id of the therapist. */
  readonly provider: string;
  /** From 1. */
  readonly version: number;
  /** X25519 public key, 64 hex digits. */
  readonly reading: string;
  /** Ed25519 public key, 64 hex digits. */
  readonly signing: string;
  /** SHA-256 of the body of the version before, 64 hex digits; null for the first. */
  readonly previous: string | null;
}

/** A version that was checked. */
export interface CheckedVersion extends KeyRecord {
  /** SHA-256 of its body, 64 hex digits. */
  readonly hash: string;
  /** It follows on another that did not sign it: somebody says that those keys were lost. */
  readonly isReset: boolean;
}

const SALT = utf8ToBytes('sotto/therapist-keys/v1');
const TYPE = 'therapist-keys';
const VOUCH_TYPE = 'therapist-keys-next';
const PUBLIC_KEY = /^[0-9a-f]{64}$/;

/** A therapist's keys from her words, as `newPhrase` or `readPhrase` gave them. */
export async function keyringOf(phrase: string): Promise<Keyring> {
  const seed = await mnemonicToSeedWebcrypto(phrase);
  const secret = (label: string) => hkdf(sha256, seed, SALT, utf8ToBytes(label), 32);
  return { reading: await deriveKeyPair(platformPrimitives, secret('reading')),
    signing: secret('signing') };
}

/**
 * A client's keys for one therapist: two therapists have nothing of hers in common.
 *
 * @param generation how often her case was given new keys, from 0.
 */
export function clientKeys(
  roots: Pick<WalletRoots, 'letters'>, programme: string, provider: string, generation: number,
): Promise<HpkeKeyPair> {
  return deriveKeyPair(platformPrimitives, derive(
    roots.letters, 32, 'sotto/client-keys/v1', programme, provider, String(generation)));
}

/**
 * The next version of a therapist's keys, or the first.
 *
 * @param before the version before, with its keys; without keys it says that they were lost.
 */
export async function signKeys(
  keyring: Keyring, provider: string,
  before: { readonly version: CheckedVersion; readonly keyring?: Keyring } | null,
): Promise<KeyVersion> {
  const record: KeyRecord = {
    provider, version: (before?.version.version ?? 0) + 1,
    reading: bytesToHex(keyring.reading.publicKey),
    signing: bytesToHex(await signingPublicKey(keyring.signing)),
    previous: before?.version.hash ?? null,
  };
  const { body, signature } = await signStatement(keyring.signing, TYPE, { ...record });
  const vouch = before?.keyring
    ? await signStatement(before.keyring.signing, VOUCH_TYPE, { ...record }) : null;
  return { body, signature, vouch: vouch?.signature ?? null };
}

/**
 * Check a therapist's versions, from the first.
 *
 * @returns all of them, at least one; null for what is no chain of hers.
 */
export async function readChain(
  provider: string, chain: readonly KeyVersion[],
): Promise<readonly CheckedVersion[] | null> {
  const checked: CheckedVersion[] = [];
  for (const version of chain) {
    const next = await readVersion(provider, version, checked.at(-1) ?? null);
    if (!next) return null;
    checked.push(next);
  }
  return checked.length > 0 ? checked : null;
}

/** Check one version against the one before. @returns null for what does not follow on it. */
export async function readVersion(
  provider: string, { body, signature, vouch }: KeyVersion, before: CheckedVersion | null,
): Promise<CheckedVersion | null> {
  const record = recordOf(body);
  if (record?.provider !== provider || record.version !== (before?.version ?? 0) + 1
    || record.previous !== (before?.hash ?? null)) return null;
  if (!await isSigned(record.signing, TYPE, body, signature)) return null;
  if (vouch !== null && !(before && await isSigned(before.signing, VOUCH_TYPE, body, vouch))) {
    return null;
  }
  return { ...record, hash: bytesToHex(sha256(utf8ToBytes(body))),
    isReset: before !== null && vouch === null };
}

/** What became of a therapist's keys since they were last seen. */
export type KeyNews = 'first' | 'same' | 'moved-on' | 'reset' | 'forked';

/**
 * Hold a chain against what was seen of it.
 *
 * @param pinned hash of the newest version that was seen; null before any was.
 */
export function keyNews(pinned: string | null, chain: readonly CheckedVersion[]): KeyNews {
  if (pinned === null) return 'first';
  const place = chain.findIndex(({ hash }) => hash === pinned);
  if (place < 0) return 'forked';
  const since = chain.slice(place + 1);
  if (since.length === 0) return 'same';
  return since.some(({ isReset }) => isReset) ? 'reset' : 'moved-on';
}

function recordOf(body: string): KeyRecord | null {
  const record = parsed(body);
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return null;
  const { provider, version, reading, signing, previous, ...more } =
    record as { readonly [name: string]: JsonValue };
  const isKey = (value: unknown) => typeof value === 'string' && PUBLIC_KEY.test(value);
  const isRecord = typeof provider === 'string' && Number.isSafeInteger(version) && isKey(reading)
    && isKey(signing) && (previous === null || isKey(previous)) && Object.keys(more).length === 0;
  // One string for one record: a second way to write it would be a second version of it.
  return isRecord && canonicalJson(record) === body ? record as unknown as KeyRecord : null;
}

function parsed(body: string): JsonValue | undefined {
  try {
    return JSON.parse(body) as JsonValue;
  } catch {
    return undefined;
  }
}

async function isSigned(
  key: string, type: string, body: string, signature: string,
): Promise<boolean> {
  const { kind } = await verifyStatement(hexToBytes(key), type, { type, body, signature });
  return kind === 'valid';
}
