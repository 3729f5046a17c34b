import type { InvoiceRow } from './invoices.store.ts';
import type { Invoice } from './purchases.graphql.ts';

/** An issued invoice as the schema shows it. @throws Error for an order that is not issued. */
export function describeInvoice(row: InvoiceRow): Invoice {
  const { number, issuedOn, dueOn, paidOn, currency, status, sessions } = row;
  if (number === null || issuedOn === null || dueOn === null) throw new Error('not issued yet');
  const amount = (minor: string) => ({ minor, currency });
  return {
    number, status, sessions, issuedOn, dueOn, paidOn,
    unitPrice: amount(row.unitPriceMinor), net: amount(row.netMinor), tax: amount(row.taxMinor),
    total: amount(row.totalMinor),
  };
}
