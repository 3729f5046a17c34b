import { readPeriod } from '#calendar/periods';
import { toBase64Url } from './bytes.ts';
import { inspectSpki } from './spki.ts';

/** An entry credit opens a case (one a member and period); a session credit funds one session. */
export type KeyKind = 'entry' | 'session';

/** One issuer key as both directories publish it. JSON-safe. */
export interface IssuerPublicKey {
  /** Hex SHA-256 of the SubjectPublicKeyInfo (DER). */
  readonly keyId: string;
  readonly programme: string;
  /** Label of the benefit period, such as 2026-10 (libs/calendar). */
  readonly period: string;
  readonly kind: KeyKind;
  /** Reporting block of an entry key; null for a session key. */
  readonly block: string | null;
  /** SubjectPublicKeyInfo (DER), base64url without padding. */
  readonly spki: string;
  /** First and last day of the period, 'YYYY-MM-DD', both inclusive. */
  readonly notBefore: string;
  readonly notAfter: string;
}

/**
 * Describe a new issuer key for a directory; its id and dates follow from the key and the period.
 *
 * @param spki SubjectPublicKeyInfo in DER, as `generateIssuerKey` returns it.
 * @throws RangeError when the key is not RSA-2048 with exponent 65537, when the period's name is
 *   none, or when an entry key has no block or a session key has one.
 */
export function describeKey(
  spki: Uint8Array,
  use: Pick<IssuerPublicKey, 'programme' | 'period' | 'kind' | 'block'>,
): IssuerPublicKey {
  const encoded = toBase64Url(spki);
  const verdict = inspectSpki(encoded);
  if (verdict.kind === 'faulty') throw new RangeError(`issuer key is ${verdict.fault}`);
  const days = readPeriod(use.period);
  if (!days) throw new RangeError('period is no programme year');
  if ((use.kind === 'entry') !== (use.block !== null)) {
    throw new RangeError('entry keys belong to a block, session keys do not');
  }
  const { programme, period, kind, block } = use;
  const { opens: notBefore, last: notAfter } = days;
  const { keyId } = verdict;
  return { keyId, programme, period, kind, block, spki: encoded, notBefore, notAfter };
}
