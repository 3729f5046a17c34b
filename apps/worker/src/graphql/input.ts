import { z } from 'zod';
import { isDay } from '#calendar/days';
import { isLanguage } from '#platform/text/languages';
import { inputReader } from '#server/input';

export { period } from '#server/input';

/** Read what a caller sent. @throws CodedError BAD_USER_INPUT, see `inputReader` */
export const readInput = inputReader((place) => `"${place}"`);

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
/** A day of the calendar, in this century or the next. */
export const day = z.string().max(10)
  .refine((text) => isDay(text) && /^2[01]/.test(text), 'must be a day such as 2026-11-22');
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
