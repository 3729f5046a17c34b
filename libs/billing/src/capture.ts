import { vaultAccount } from './accounts.ts';
import { heldAccounts, type HeldSession } from './hold.ts';
import { minus, share, type Money } from './money.ts';
import { entry, move, moveMoney, type Entry } from './postings.ts';

/** Verdict on capturing a held session for a claim. */
export type Capture =
  | {
    readonly kind: 'captured';
    readonly toProvider: Money;
    readonly toPlatform: Money;
    readonly backToFund: Money;
    readonly entry: Entry;
  }
  | { readonly kind: 'over-held'; readonly missing: Money }
  | { readonly kind: 'refused'; readonly reason: 'wrong-currency' | 'nothing-allowed' };

/**
 * Decide how a held session pays an adjudicated claim: `hold → payable + platform-revenue`, the
 * remainder back to the fund, and the session itself to `delivered`.
 *
 * `allowed` is what adjudication allowed, minor units of the hold's currency. The platform's share
 * (basis points) is rounded down, so an odd cent goes to the therapist. More than was held is an
 * ordinary outcome, returned; a share outside of 0 to 10,000 is our own bug: MoneyError.
 */
export function captureClaim(
  held: HeldSession, provider: string, allowed: Money, shareBps: bigint,
): Capture {
  if (allowed.currency !== held.price.currency) {
    return { kind: 'refused', reason: 'wrong-currency' };
  }
  if (allowed.minor <= 0n) return { kind: 'refused', reason: 'nothing-allowed' };
  const backToFund = minus(held.price, allowed);
  if (backToFund.minor < 0n) return { kind: 'over-held', missing: minus(allowed, held.price) };
  const toPlatform = share(allowed, shareBps);
  const toProvider = minus(allowed, toPlatform);
  return {
    kind: 'captured', toProvider, toPlatform, backToFund,
    entry: captureAsPaid(held, provider, allowed, toProvider),
  };
}

/**
 * The entry by which a held session paid `paid` to its therapist of what was `allowed`: the rest of
 * that is the platform's, and the remainder went back to the fund. No share is asked for, so that a
 * claim that is taken back is reversed by what it paid, whatever the shares are by then.
 */
export function captureAsPaid(
  held: HeldSession, provider: string, allowed: Money, paid: Money,
): Entry {
  const { fund, hold, holdSessions } = heldAccounts(held);
  const { currency } = allowed;
  return entry('claim-captured', 'resolving', [
    ...moveMoney(hold, vaultAccount('payable:provider', provider, currency), paid),
    ...moveMoney(hold, vaultAccount('platform-revenue', null, currency), minus(allowed, paid)),
    ...moveMoney(hold, fund, minus(held.price, allowed)),
    ...move(holdSessions, vaultAccount('delivered:programme', held.programme, 'SES'), 1n),
  ]);
}
