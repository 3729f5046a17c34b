import { hexToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from './canonical.ts';
import { signStatement, verifyStatement } from './signed.ts';

/*
 * A vault that takes another statement key says so by its old one. Whoever has pinned the old key
 * follows to the new one by that, and to no other.
 */

/** A key of the vault that the key before it has signed. */
export interface Succession {
  /** The new Ed25519 public key, 64 hex digits. */
  readonly key: string;
  /** By the old one, base64url. */
  readonly signature: string;
}

const TYPE = 'vault-key';
/** As it stands in settings: the key and the signature (64 bytes), with a dot between. */
const WRITTEN = /^([0-9a-f]{64})\.([\w-]{86})$/;

/** Sign the next key with the present one. @param seed 32 secret bytes of the present key. */
export async function signSuccession(seed: Uint8Array, key: string): Promise<Succession> {
  const { signature } = await signStatement(seed, TYPE, { key });
  return { key, signature };
}

/** A succession as it stands in settings. */
export function writeSuccession({ key, signature }: Succession): string {
  return `${key}.${signature}`;
}

/** Read one that stands in settings; undefined for what is none. */
export function readSuccession(text: string): Succession | undefined {
  const [, key, signature] = WRITTEN.exec(text.trim()) ?? [];
  return key && signature ? { key, signature } : undefined;
}

/** A vault has a few keys in its life: no more successions than these are looked at. */
const MOST_SUCCESSIONS = 64;

/**
 * Whether a key is the pinned one, or follows from it: each key signed by the one before. A key may
 * have signed several, of which one was never taken: all are followed.
 *
 * @param pinned 64 hex digits, known before. @param offered 64 hex digits, from somebody else.
 */
export async function leadsTo(
  pinned: string, offered: string, successions: readonly Succession[],
): Promise<boolean> {
  const known = successions.slice(0, MOST_SUCCESSIONS);
  // Each key is followed once, so that keys which sign each other lead nowhere.
  const reached = new Set([pinned]);
  for (const signer of reached) {
    if (signer === offered) return true;
    for (const next of known) {
      if (!reached.has(next.key) && await hasSigned(signer, next)) reached.add(next.key);
    }
  }
  return false;
}

async function hasSigned(signer: string, { key, signature }: Succession): Promise<boolean> {
  const body = canonicalJson({ key });
  const reading = await verifyStatement(hexToBytes(signer), TYPE, { type: TYPE, body, signature });
  return reading.kind === 'valid';
}
