import { formatMoney, money } from '#billing/money';
import type { InvoiceRow } from '../invoices/invoices.store.ts';
import type { Invoice } from './purchases.graphql.ts';

/** An issued invoice as the schema shows it. @throws Error for an order that is not issued. */
export function describeInvoice(row: InvoiceRow): Invoice {
  const { number, issuedOn, dueOn, paidOn, currency, status, method, sessions } = row;
  const { period, seats, shortfallOf } = row;
  if (number === null || issuedOn === null || dueOn === null) throw new Error('not issued yet');
  const amount = (minor: string) => ({ minor, currency });
  return {
    number, status, method, sessions, period, seats, shortfallOf, issuedOn, dueOn, paidOn,
    unitPrice: amount(row.unitPriceMinor), net: amount(row.netMinor), tax: amount(row.taxMinor),
    total: amount(row.totalMinor),
  };
}

/** An amount of minor units with its currency's decimal point, such as `95.00`. */
export function decimalOf(minor: string, currency: string): `${number}` {
  return formatMoney(money(BigInt(minor), currency)).slice(currency.length + 1) as `${number}`;
}
