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

/** How a payout in flight came out: the bank took it, or it came back. */
export interface PayoutOutcome {
  readonly kind: 'confirmed' | 'failed';
  readonly entry: Entry;
}

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
export function confirmPayout(payout: Payout): PayoutOutcome {
  const { inFlight, cash } = payoutAccounts(payout);
  return {
    kind: 'confirmed',
    entry: entry('payout-confirmed', 'resolving', moveMoney(inFlight, cash, payout.amount)),
  };
}

/** The bank sent it back: `payout-in-flight → payable`, so that a later payout pays it. */
export function failPayout(payout: Payout): PayoutOutcome {
  const { inFlight, due } = payoutAccounts(payout);
  return {
    kind: 'failed',
    entry: entry('payout-failed', 'resolving', moveMoney(inFlight, due, payout.amount)),
  };
}

function payoutAccounts({ provider, amount: { currency } }: Payout) {
  return {
    due: vaultAccount('payable:provider', provider, currency),
    inFlight: vaultAccount('payout-in-flight', provider, currency),
    cash: vaultAccount('cash:payouts', null, currency),
  };
}
