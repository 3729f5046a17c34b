import { z } from 'zod';
import { PERIOD_LABEL } from '#calendar/periods';
import { CURRENCIES, isCurrency } from '#billing/money';
import { LONGEST_TYPED } from '#server/password-rule';
import { ApiError } from './api-error.ts';

/** Random identifier, UUID version 4, lower case. */
export const id = z.uuid({ version: 'v4' }).transform((text) => text.toLowerCase());
/** Label of a programme year. */
export const period = z.string().regex(PERIOD_LABEL,
  'must be a programme year by its first month, such as 2026-10');
/** An e-mail address, lower case. */
export const email = z.string().max(254).trim().toLowerCase().pipe(z.email());
/** Number of an invoice. */
export const invoiceNumber = z.string()
  .regex(/^INV-\d{4}-\d{6,12}$/, 'must be an invoice number such as INV-2026-000001');
/** A password as it is typed: which may be set, `#server/password-rule` says. */
export const password = z.string().max(LONGEST_TYPED);
/** Minor units as a decimal string. */
export const minorUnits = z.string().regex(/^[1-9]\d{0,14}$/, 'must be a whole number of minor units')
  .transform((text) => BigInt(text));
/** A currency that we bill in. */
export const currency = z.string()
  .refine(isCurrency, `must be a currency that we bill in: ${CURRENCIES.join(', ')}`);

/**
 * Read an argument as its schema says.
 *
 * @throws ApiError BAD_USER_INPUT with the place of each fault and what must be there, never with
 *   what was.
 */
export function readInput<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = new Map<string, string>();
  for (const issue of parsed.error.issues) {
    const place = issue.path.join('.') || 'The input';
    if (!faults.has(place)) faults.set(place, wanted(issue));
  }
  const told = [...faults].slice(0, MOST_FAULTS).map(([place, want]) => `${place} ${want}`);
  throw new ApiError('BAD_USER_INPUT', `${told.join('; ')}.`);
}

const MOST_FAULTS = 10;
/** How each of zod's own kinds of fault begins when the schema has no words of its own. */
const ZODS = /^(Invalid|Too (small|big)|Unrecognized)/;
const COUNTED: Partial<Record<string, string>> = { string: ' characters', array: ' entries' };

/** What must be at the place of a fault. */
function wanted(issue: z.core.$ZodIssue): string {
  if (!ZODS.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'too_small':
      return `must be ${issue.minimum}${COUNTED[issue.origin] ?? ''} or more`;
    case 'too_big':
      return `must be ${issue.maximum}${COUNTED[issue.origin] ?? ''} or less`;
    case 'invalid_format':
      return `must be ${NAMED[issue.format] ?? 'of the form that is documented'}`;
    default: return 'must be as the schema says';
  }
}

const NAMED: Partial<Record<string, string>> = {
  uuid: 'a UUID of version 4', email: 'an e-mail address',
};
