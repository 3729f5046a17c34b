import { z } from 'zod';
import { CURRENCIES, isCurrency } from '#billing/money';
import { inputReader } from '#server/input';

export { password, period } from '#server/input';

/** Random identifier, UUID version 4, lower case. */
export const id = z.uuid({ version: 'v4' }).transform((text) => text.toLowerCase());
/** An e-mail address, lower case. */
export const email = z.string().max(254).trim().toLowerCase().pipe(z.email());
/** Number of an invoice. */
export const invoiceNumber = z.string()
  .regex(/^INV-\d{4}-\d{6,12}$/, 'must be an invoice number such as INV-2026-000001');
/** Minor units as a decimal string. */
export const minorUnits = z.string().regex(/^[1-9]\d{0,14}$/, 'must be a whole number of minor units')
  .transform((text) => BigInt(text));
/** A currency that we bill in. */
export const currency = z.string()
  .refine(isCurrency, `must be a currency that we bill in: ${CURRENCIES.join(', ')}`);

/** Read an argument as its schema says. @throws CodedError BAD_USER_INPUT, see `inputReader` */
export const readInput = inputReader((place) => place);
