import { gatewayAccount } from './accounts.ts';
import type { Money } from './money.ts';

/** Whose invoice it is, and whether it asks for the flat price of a year. */
export interface InvoiceOf {
  readonly employer: string;
  readonly isFlat: boolean;
}

/**
 * The accounts of the gateway's book that an employer's invoice moves, in a currency. A flat price
 * is paid for good: it comes into an account of its own, from which no report settles.
 */
export function invoiceBooks(
  { employer, isFlat }: InvoiceOf, { currency }: Money, channel: 'card' | 'bank' = 'bank',
) {
  return {
    ar: gatewayAccount('ar:employer', employer, currency),
    unfunded: gatewayAccount('unfunded:employer', employer, currency),
    bought: gatewayAccount(isFlat ? 'flat:employer' : 'prepaid:employer', employer, currency),
    taxes: gatewayAccount('tax', null, currency),
    suspense: gatewayAccount('suspense', null, currency),
    cash: gatewayAccount(channel === 'card' ? 'cash:card' : 'cash:bank', null, currency),
  };
}
