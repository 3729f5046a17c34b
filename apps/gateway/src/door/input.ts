import { z } from 'zod';
import { isCurrency } from '#billing/money';
import { ApiError } from './api-error.ts';

/** What prints on one line: no control, direction or private characters. */
const LINE = /^[^\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]*$/u;

/** Random identifier, UUID version 4, lower case. */
export const id = z.uuid({ version: 'v4' }).transform((text) => text.toLowerCase());
/** A calendar quarter such as `2026-Q4`. */
export const period = z.string().regex(/^[1-9]\d{3}-Q[1-4]$/, 'is a quarter such as 2026-Q4');
/** One line of text that people read, trimmed and in Unicode's normal form. */
export const line = (most: number) => z.string().max(most * 2)
  .transform((text) => text.normalize('NFC').trim())
  .pipe(z.string().min(1, 'is empty').max(most).regex(LINE, 'has characters that do not print'));
/** An e-mail address, lower case. */
export const email = z.string().max(254).trim().toLowerCase().pipe(z.email());
/** A password as it is set: long enough to be worth its hash, short enough not to load it. */
export const password = z.string().min(12, 'has at least 12 characters').max(256);
/** Minor units as a decimal string. */
export const minorUnits = z.string().regex(/^[1-9]\d{0,14}$/, 'is a number of minor units')
  .transform((text) => BigInt(text));
/** A currency that we bill in. */
export const currency = z.string().refine(isCurrency, 'is a currency that we bill in');

/**
 * Read an argument as its schema says.
 *
 * @throws ApiError BAD_USER_INPUT with the place and kind of the first fault, never its value.
 */
export function readInput<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue?.path.join('.') || 'The input';
  const ours = issue?.code === 'custom' || issue?.code === 'too_small' || issue?.code === 'too_big' ||
    issue?.code === 'invalid_format';
  throw new ApiError('BAD_USER_INPUT', `${place}: ${ours ? issue.message : 'is not as expected'}.`);
}
