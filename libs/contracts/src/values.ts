import { z } from 'zod';
import { PERIOD_LABEL } from '#calendar/periods';
import { TERMS_REFUSALS } from './refusals.ts';

const BASE64URL = /^[A-Za-z0-9_-]*$/;

/** Calendar day in UTC, `YYYY-MM-DD`. */
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** Label of a benefit period, such as `2026-10` (libs/calendar). */
export const period = z.string().regex(PERIOD_LABEL);
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
/** By which both domains' operators find a contract; it says nothing of whose it is. */
export const contractNumber = z.string().regex(
  /^[A-Z0-9][A-Z0-9./-]{2,31}$/,
  'must be a contract number such as C-4F21A7B0: 3 to 32 capitals, digits, dots, slashes, dashes');
/** Positive amount of minor units, as a decimal string so that no digit is lost in JSON. */
export const minorUnits = z.string().regex(/^[1-9]\d{0,17}$/);

/** Numbers announcements of one thing: a later one is higher. */
export const announcement = z.int().min(1).max(2 ** 40);

/**
 * Why the vault takes no keys of a period. `not-confirmed`: nobody has confirmed its terms;
 * `not-in-terms`: they give no such key; `replaces`: it has others for this use; `odd-period`:
 * they are not of its days; `not-a-key`: malformed.
 */
export const keysRefusalReason =
  z.enum(['not-confirmed', 'not-in-terms', 'replaces', 'odd-period', 'not-a-key']);

/** Why the vault takes no terms. */
export const termsRefusal = z.enum(TERMS_REFUSALS);

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

/**
 * Terms of a period (libs/disclosure, terms.ts). Departments have numbers, never names; which rules
 * are known is not for the shape to say, so that others are refused by name.
 */
export const terms = z.strictObject({
  rules: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  programme: id,
  contract: contractNumber,
  period,
  currency,
  sessionPriceMinor: minorUnits,
  seatPriceMinor: minorUnits.optional(),
  sessionsPerMember: z.int().min(1).max(40),
  k: z.int().min(10).max(100),
  rateBps: z.int().min(200).max(1_000),
  spareSeats: z.int().min(0).max(1_000_000),
  departments: z.array(z.strictObject({
    number: z.int().min(1).max(10_000), site: z.int().min(1).max(10_000),
    people: z.int().min(1).max(1_000_000),
  })).min(1).max(5_000),
  before: z.strictObject({
    k: z.int().min(10).max(100), rateBps: z.int().min(200).max(1_000),
    people: z.int().min(1).max(5_000_000_000), told: z.int().min(0).max(5_000_000_000),
    blocks: z.array(z.strictObject({
      people: z.int().min(1).max(5_000_000_000), site: z.int().min(1).max(20_000),
      group: z.string().max(400).regex(/^1(\.[1-9]\d{0,3})*$/),
      departments: z.array(z.int().min(1).max(10_000)).min(1).max(5_000).readonly(),
    })).min(1).max(200).readonly(),
  }).optional(),
});

/** What the vault signs of confirmed terms; `by`: its operator, or nobody (`automatic`). */
export const confirmedTerms = z.strictObject({
  version: z.literal(1), programme: id, period, terms, by: z.enum(['operator', 'automatic']),
});

/**
 * A statement signed by the vault's Ed25519 key: `body` is canonical JSON in UTF-8, base64url, at
 * most `limit` characters. What it says depends on `type`, which is part of what is signed.
 */
export const statement = <Type extends string>(type: Type, limit: number) => z.strictObject({
  type: z.literal(type), body: bytes(limit), signature: bytes(100),
});
