import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type Credit, isCreditMessage } from './credit.ts';
import type { IssuerPublicKey } from './keys.ts';
import { SALT_LENGTH } from './rsabssa.ts';
import { inspectSpki, MODULUS_LENGTH } from './spki.ts';

/** An issuer key ready for verifying; import it once and keep it. */
export interface VerifyingKey {
  readonly keyId: string;
  readonly publicKey: KeyObject;
}

/**
 * Import an issuer key for verifying.
 *
 * @throws RangeError when it is not of the one accepted form, or its id is not its own hash.
 */
export function importVerifyingKey(
  { keyId, spki }: Pick<IssuerPublicKey, 'keyId' | 'spki'>,
): VerifyingKey {
  const verdict = inspectSpki(spki);
  if (verdict.kind === 'faulty') throw new RangeError(`issuer key is ${verdict.fault}`);
  if (verdict.keyId !== keyId) throw new RangeError('issuer key has an id that is not its hash');
  const der = Buffer.from(spki, 'base64url');
  return { keyId, publicKey: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}

/**
 * Whether a credit is validly signed by this key (RFC 9474, 4.5: RSASSA-PSS-VERIFY with SHA-384
 * and a salt of 48 bytes). Blocks for about 30 microseconds. Says nothing about being unspent.
 */
export function verifyCredit(key: VerifyingKey, credit: Credit): boolean {
  if (!fits(key, credit)) return false;
  return verify('sha384', credit.message, pss(key), credit.signature);
}

/** The credit names this key, and has the only shape that a credit under it can have. */
function fits(key: VerifyingKey, { keyId, message, signature }: Credit): boolean {
  const named = keyId === key.keyId && signature.length === MODULUS_LENGTH;
  return named && isCreditMessage(keyId, message);
}

function pss({ publicKey }: VerifyingKey) {
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return { key: publicKey, padding, saltLength: SALT_LENGTH };
}
