import { count, derive } from './roots.ts';
import { RANDOMISER_LENGTH } from './credit.ts';
import type { IssuerPublicKey } from './keys.ts';
import { type Blinding, factorOf, type RsaPublic, SALT_LENGTH } from './rsabssa.ts';
import { MODULUS_LENGTH } from './spki.ts';

/*
 * The randomness of a credit as a function of a wallet's credit root and the credit's place, so
 * that it can be made again from the phrase (decision 0053: a deviation from RFC 9474, 7.4).
 *
 *   HKDF-Expand(credit root,
 *     frame(label, programme, period, kind, block, key id, i, field, attempt))
 */

/** Which credit: number `index`, from 0, of those under one key. A session key has no block. */
export interface CreditPlace
  extends Pick<IssuerPublicKey, 'programme' | 'period' | 'kind' | 'block' | 'keyId'> {
  readonly index: number;
}

/** The random inputs of one credit, and how many bytes each takes. */
const FIELDS = { nonce: RANDOMISER_LENGTH, salt: SALT_LENGTH, factor: MODULUS_LENGTH } as const;

/** One of a credit's random inputs: the message's randomiser, PSS's salt, the blinding factor. */
export type CreditField = keyof typeof FIELDS;

const LABEL = 'sotto/derived-credit/v1';

/** The bytes of a field of a credit; only a factor has attempts after the first, which is 0. */
export function creditField(
  creditRoot: Uint8Array, place: CreditPlace, field: CreditField, attempt = 0,
): Uint8Array {
  const { programme, period, kind, block, keyId, index } = place;
  return derive(creditRoot, FIELDS[field], LABEL, programme, period, kind, block ?? '', keyId,
    count(index), field, count(attempt));
}

/** Salt and blinding factor of a credit: the factor is the first attempt that is one. */
export function deriveBlinding(
  creditRoot: Uint8Array, place: CreditPlace, rsa: RsaPublic,
): Blinding {
  const salt = creditField(creditRoot, place, 'salt');
  for (let attempt = 0; ; attempt += 1) {
    const factor = factorOf(rsa, creditField(creditRoot, place, 'factor', attempt));
    if (factor) return { salt, factor };
  }
}
