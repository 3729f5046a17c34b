import { vaultAccount } from './accounts.ts';
import type { Money } from './money.ts';
import { entry, moveMoney, type Entry } from './postings.ts';

/** A lump sum on its way to one provider's bank account. */
export interface Payout {
  readonly provider: string;
  readonly amount: Money;
}

/** Verdict on paying a provider what is payable to them. */
export type PayoutDecision =
  | { readonly kind: 'sent'; readonly payout: Payout; readonly entry: Entry }
  | { readonly kind: 'nothing-payable' };

/**
 * Send a provider all that is payable: `payable → payout-in-flight`, a pending entry that the
 * bank's answer resolves, once. The ledger refuses more than is payable.
 */
export function sendPayout(provider: string, payable: Money): PayoutDecision {
  if (payable.minor <= 0n) return { kind: 'nothing-payable' };
  const { due, inFlight } = payoutAccounts({ provider, amount: payable });
  return {
    kind: 'sent',
    payout: { provider, amount: payable },
    entry: entry('payout-sent', 'pending', moveMoney(due, inFlight, payable)),
  };
}

/** The bank paid: `payout-in-flight → cash`. */
export function confirmPayout(payout: Payout): Entry {
  const { inFlight, cash } = payoutAccounts(payout);
  return entry('payout-confirmed', 'resolving', moveMoney(inFlight, cash, payout.amount));
}

function payoutAccounts({ provider, amount: { currency } }: Payout) {
  return {
    due: vaultAccount('payable:provider', provider, currency),
    inFlight: vaultAccount('payout-in-flight', provider, currency),
    cash: vaultAccount('cash:payouts', null, currency),
  };
}
