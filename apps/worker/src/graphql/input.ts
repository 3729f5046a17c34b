import { z } from 'zod';
import { PERIOD_LABEL } from '#calendar/periods';
import { isLanguage } from '#platform/text/languages';
import { CodedError } from '../foundation/coded-error.ts';

/**
 * Check what a caller sent beyond what GraphQL's own types say.
 *
 * @param others what is wrong beside that, told with it where the input is not sound.
 * @throws CodedError BAD_USER_INPUT that names each place and what must be there, never what was
 *   sent.
 */
export function readInput<T>(
  schema: z.ZodType<T>, input: unknown,
  others: readonly { readonly field: string; readonly words: string }[] = [],
): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const faults = new Map<string, string>();
  for (const { path, code, message } of parsed.error.issues) {
    const place = path.length > 0 ? `"${path.join('.')}"` : 'The input';
    const isZods = code !== 'custom' && ZODS.test(message);
    const wanted = isZods ? 'must be of the form that is documented' : message;
    if (!faults.has(place)) faults.set(place, wanted);
  }
  const told = [
    ...[...faults].map(([place, wanted]) => `${place} ${wanted}`),
    ...others.filter(({ field }) => !faults.has(`"${field}"`)).map(({ words }) => words),
  ];
  throw new CodedError('BAD_USER_INPUT', `${told.slice(0, MOST_FAULTS).join('; ')}.`);
}

const MOST_FAULTS = 10;
/** How each of zod's own kinds of fault begins, where a form has no words of its own. */
const ZODS = /^(Invalid|Too (small|big)|Unrecognized)/;

/** Whether a text is a day that exists, `YYYY-MM-DD`, in this century or the next. */
export function isDay(text: string): boolean {
  if (!/^2[01]\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Text without control characters and lone surrogates, which PostgreSQL does not store. */
export const printable = (most: number) =>
  z.string().max(most)
    .refine((text) => !/\p{C}/u.test(text), 'must have only characters that print');
const AN_ID = 'must be an id of 36 characters, as lists print it';
/** Random identifier (UUID version 4), in lower case. */
export const uuid = z.string().max(36, AN_ID).toLowerCase()
  .pipe(z.uuid({ version: 'v4', error: AN_ID }));
/** A therapist's login, however it was typed. */
export const login = z.string().max(64).trim().toLowerCase()
  .regex(/^[a-z0-9][a-z0-9-]{2,39}$/, 'must be a login such as ada-brandt-k3v9');
/** A calendar day. */
export const day = z.string().max(10).refine(isDay, 'must be a day such as 2026-11-22');
/** An instant with a zone, as ISO 8601. */
export const instant = z.string().max(40).pipe(z.iso.datetime({ offset: true }))
  .transform((text) => new Date(text));
/** SHA-256 in lower-case hexadecimal. */
export const digest = z.string().regex(/^[0-9a-f]{64}$/);
/** ISO 3166 code of a country or subdivision: `DE`, `US-CA`. */
export const jurisdiction = z.string()
  .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'must be an ISO 3166 code such as DE or US-CA');
/** ISO 639-1 code of a language that there is. */
export const language = z.string()
  .refine(isLanguage, 'must be an ISO 639-1 code such as en');
/** Label of a benefit period. */
export const period = z.string()
  .regex(PERIOD_LABEL, 'must be a programme year such as 2026-10');
