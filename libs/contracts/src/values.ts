import { z } from 'zod';

const BASE64URL = /^[A-Za-z0-9_-]*$/;

/** Calendar day in UTC, `YYYY-MM-DD`. */
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** Benefit period label: a calendar quarter, `2026-Q4`. */
export const period = z.string().regex(/^\d{4}-Q[1-4]$/);
/** Random identifier (UUID version 4). */
export const id = z.uuid({ version: 'v4' });
/** SHA-256 in lower-case hexadecimal. */
export const digest = z.string().regex(/^[0-9a-f]{64}$/);
/** Bytes as unpadded base64url, at most `limit` characters. */
export const bytes = (limit: number) => z.string().max(limit).regex(BASE64URL);
/** Reporting block within one programme and contract year: `B1`, `B2`, … */
export const block = z.string().regex(/^B[1-9]\d{0,3}$/);
/** ISO 4217 code. */
export const currency = z.string().regex(/^[A-Z]{3}$/);
/** Positive amount of minor units, as a decimal string so that no digit is lost in JSON. */
export const minorUnits = z.string().regex(/^[1-9]\d{0,17}$/);

/**
 * Why the vault takes no keys of a period. `replaces`: it has others for this use; `other-shape`:
 * it knows the period with other days, terms or blocks; `odd-period`: they are not of its days;
 * `not-a-key`: malformed.
 */
export const refusalReason = z.enum(['replaces', 'other-shape', 'odd-period', 'not-a-key']);

/** An issuer's public key as both domains keep it. `spki`: SubjectPublicKeyInfo, DER, base64url. */
export const issuerKey = z.strictObject({
  keyId: digest,
  kind: z.enum(['entry', 'session']),
  /** The reporting block of an entry key; null for a session key. */
  block: block.nullable(),
  spki: bytes(1024),
  notBefore: day,
  notAfter: day,
});
