import { fromBase64Url, ownBytes, toBase64Url } from './bytes.ts';
import { type Credit, creditMessage } from './credit.ts';
import { creditField, deriveBlinding } from './derived.ts';
import type { CheckedKey } from './directory.ts';
import type { IssuerPublicKey } from './keys.ts';
import {
  blind, type Blinding, type RsaPublic, SALT_LENGTH, toInteger, unblind,
} from './rsabssa.ts';
import { inspectSpki } from './spki.ts';

/**
 * A credit that has been blinded but not signed yet. JSON-safe: it goes into the journal before it
 * is sent. `blinded` alone is for the issuer; `prepared` and `inverse` would undo the blinding.
 * All three are base64url.
 */
export interface PendingCredit {
  readonly keyId: string;
  readonly prepared: string;
  readonly blinded: string;
  readonly inverse: string;
}

/** The issuer's answer does not give a valid signature. It carries no detail, on purpose. */
export class BadSignature extends Error {
  constructor() {
    super('the issuer did not return a valid blind signature');
    this.name = 'BadSignature';
  }
}

const EXPONENT = 65_537n;

/**
 * Prepare and blind credit `index`, from 0, of those that a wallet is issued under a key (RFC 9474,
 * 4.1 Prepare with the Randomized variant, 4.2 Blind; the randomness is derived). The same
 * root, key and index give the same bytes on every device, so a lost answer is asked for again.
 *
 * @param key one that `checkDirectory` accepted: blinding for any other could mark its holder.
 * @param creditRoot 32 secret bytes that never leave the wallet (roots.ts).
 * @throws RangeError when the index is no whole number from 0, or the root has another length.
 */
export function blindDerived(
  key: CheckedKey, creditRoot: Uint8Array, index: number,
): PendingCredit {
  const rsa = rsaOf(key);
  const place = { ...key, index };
  return blindWith(key, rsa, creditField(creditRoot, place, 'nonce'),
    deriveBlinding(creditRoot, place, rsa));
}

function blindWith(
  key: CheckedKey, rsa: RsaPublic, nonce: Uint8Array, blinding: Blinding,
): PendingCredit {
  const prepared = creditMessage(key.keyId, nonce);
  const { blindedMessage, inverse } = blind(rsa, prepared, blinding);
  return {
    keyId: key.keyId,
    prepared: toBase64Url(prepared),
    blinded: toBase64Url(blindedMessage),
    inverse: toBase64Url(inverse),
  };
}

/**
 * Finalize (RFC 9474, 4.4): unblind the issuer's answer and check the signature under the key.
 *
 * @throws BadSignature when it is not a signature on this credit under this key, whatever the
 *   cause; nothing is ever accepted unchecked.
 */
export async function finalizeCredit(
  key: IssuerPublicKey,
  pending: PendingCredit,
  blindSignature: Uint8Array,
): Promise<Credit> {
  const message = fromBase64Url(pending.prepared);
  const inverse = fromBase64Url(pending.inverse);
  const rsa = rsaOf(key);
  const wellFormed = pending.keyId === key.keyId && message && inverse;
  if (!wellFormed || blindSignature.length !== inverse.length) throw new BadSignature();
  const signature = unblind(rsa, blindSignature, inverse);
  // 5. result = RSASSA-PSS-VERIFY(pk, msg, sig), 6. if it is "valid signature", output sig
  const verified = await verifyPss(key, message, signature);
  if (!verified) throw new BadSignature();
  return { keyId: key.keyId, message, signature };
}

/** RSASSA-PSS-VERIFY with SHA-384 and a salt of 48 bytes, by WebCrypto. */
async function verifyPss(
  key: IssuerPublicKey,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const algorithm = { name: 'RSA-PSS', hash: 'SHA-384' };
  const spki = fromBase64Url(key.spki);
  if (!spki) return false;
  const publicKey = await crypto.subtle.importKey('spki', spki, algorithm, false, ['verify']);
  return crypto.subtle.verify(
    { name: 'RSA-PSS', saltLength: SALT_LENGTH },
    publicKey,
    ownBytes(signature),
    ownBytes(message),
  );
}

/** The key's numbers, if it is of the one accepted form and its id is its hash. */
function rsaOf(key: IssuerPublicKey): RsaPublic {
  const verdict = inspectSpki(key.spki);
  if (verdict.kind === 'faulty' || verdict.keyId !== key.keyId) throw new BadSignature();
  return { n: toInteger(verdict.modulus), e: EXPONENT };
}
