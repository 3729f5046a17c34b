import { fromBase64Url, ownBytes, randomBytes, toBase64Url } from './bytes.ts';
import { type Credit, creditMessage, RANDOMISER_LENGTH } from './credit.ts';
import type { CheckedKey } from './directory.ts';
import type { IssuerPublicKey } from './keys.ts';
import { blind, drawBlinding, type RsaPublic, SALT_LENGTH, toInteger, unblind } from './rsabssa.ts';
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
 * Prepare and blind one credit (RFC 9474, 4.1 Prepare with the Randomized variant, 4.2 Blind).
 *
 * @param key one that `checkDirectory` accepted: blinding for any other could mark its holder.
 */
export function blindCredit(key: CheckedKey): PendingCredit {
  const prepared = creditMessage(key.keyId, randomBytes(RANDOMISER_LENGTH));
  const rsa = rsaOf(key);
  const { blindedMessage, inverse } = blind(rsa, prepared, drawBlinding(rsa));
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
