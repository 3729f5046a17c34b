import { gatewayAccount } from './accounts.ts';
import type { Money } from './money.ts';

/** The accounts of the gateway's book that an employer's invoice moves, in a currency. */
export function invoiceBooks(
  employer: string, { currency }: Money, channel: 'card' | 'bank' = 'bank',
) {
  return {
    ar: gatewayAccount('ar:employer', employer, currency),
    unfunded: gatewayAccount('unfunded:employer', employer, currency),
    prepaid: gatewayAccount('prepaid:employer', employer, currency),
    taxes: gatewayAccount('tax', null, currency),
    suspense: gatewayAccount('suspense', null, currency),
    cash: gatewayAccount(channel === 'card' ? 'cash:card' : 'cash:bank', null, currency),
  };
}
