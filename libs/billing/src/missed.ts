import { vaultAccount } from './accounts.ts';
import { heldAccounts, type HeldSession } from './hold.ts';
import { minus, share, type Money } from './money.ts';
import { entry, move, moveMoney, type Entry } from './postings.ts';

/** How a held session that its client did not keep is paid. */
export interface Missed {
  readonly toProvider: Money;
  readonly toPlatform: Money;
  readonly entry: Entry;
}

/**
 * Decide how a held session is paid when its client did not come or cancelled late: `hold →
 * payable + platform-revenue`, nothing back to the fund, and the session itself to `delivered`,
 * since it is settled as one that took place.
 *
 * The therapist gets `shareBps` (basis points) of the price. The platform's part is rounded down,
 * so an odd cent goes to her. A share outside of 0 to 10,000 is our own bug: MoneyError.
 */
export function captureMissed(held: HeldSession, provider: string, shareBps: bigint): Missed {
  const toPlatform = share(held.price, 10_000n - shareBps);
  const toProvider = minus(held.price, toPlatform);
  const { hold, holdSessions } = heldAccounts(held);
  const { currency } = held.price;
  return {
    toProvider,
    toPlatform,
    entry: entry('session-missed', 'resolving', [
      ...moveMoney(hold, vaultAccount('payable:provider', provider, currency), toProvider),
      ...moveMoney(hold, vaultAccount('platform-revenue', null, currency), toPlatform),
      ...move(holdSessions, vaultAccount('delivered:programme', held.programme, 'SES'), 1n),
    ]),
  };
}
