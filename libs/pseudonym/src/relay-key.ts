import { fromBase64Url } from './bytes.ts';
import { decodeKeyConfig, type KeyConfig } from './ohttp.ts';
import { verifyStatement, type SignedStatement } from './signed.ts';

/** What a statement of the relay key comes to; only of a `valid` one is anything sealed for. */
export type RelayKeyReading =
  | { readonly kind: 'valid'; readonly config: KeyConfig; readonly notAfter: string }
  /** Signed by the vault, and out of date: somebody hands on an old one, or a clock is wrong. */
  | { readonly kind: 'expired'; readonly notAfter: string }
  | { readonly kind: 'invalid' };

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Read the vault's statement of the key that requests are sealed for (RFC 9458, section 3).
 *
 * A statement is good for a few days and made anew every day, so that a gateway cannot go on
 * handing out a key that the vault has retired.
 *
 * @param pinned 32 bytes, the vault's Ed25519 public key.
 * @param statement its body as it was signed, canonical JSON.
 * @param today the reader's own day, `YYYY-MM-DD` in UTC; never one that a server tells.
 */
export async function readRelayKey(
  pinned: Uint8Array, statement: SignedStatement, today: string,
): Promise<RelayKeyReading> {
  const reading = await verifyStatement(pinned, 'relay-key', statement);
  if (reading.kind === 'invalid') return { kind: 'invalid' };
  const { config, notAfter } = reading.body as { config?: unknown; notAfter?: unknown };
  if (typeof config !== 'string' || typeof notAfter !== 'string' || !DAY.test(notAfter)) {
    return { kind: 'invalid' };
  }
  const bytes = fromBase64Url(config);
  const key = bytes && decodeKeyConfig(bytes);
  if (!key) return { kind: 'invalid' };
  // Days in this form are in order as texts are.
  return today > notAfter ? { kind: 'expired', notAfter } : { kind: 'valid', config: key, notAfter };
}
