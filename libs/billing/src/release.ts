import { vaultAccount } from './accounts.ts';
import { heldAccounts, type HeldSession } from './hold.ts';
import type { Money } from './money.ts';
import { entry, move, moveMoney, type Entry } from './postings.ts';

/** Why a held session goes back: cancelled in time, its claim denied, or never claimed. */
export type ReleaseReason = 'cancelled' | 'denied' | 'unclaimed';

/** A held session given back to its fund; `clientKeepsSession`: the client may book again. */
export interface Release {
  readonly kind: 'voided' | 'expired';
  readonly clientKeepsSession: boolean;
  readonly entry: Entry;
}

/** What is left in a fund at the end of its contract. */
export type Expiry =
  | { readonly kind: 'expired'; readonly entry: Entry }
  | { readonly kind: 'nothing-left' };

/**
 * Give a held session back whole: `hold → fund`. A cancelled or denied one is voided, one that
 * nobody claimed by the deadline expires; the client's session returns each time.
 */
export function releaseHold(held: HeldSession, reason: ReleaseReason): Release {
  const { fund, hold, fundSessions, holdSessions } = heldAccounts(held);
  const expired = reason === 'unclaimed';
  return {
    kind: expired ? 'expired' : 'voided',
    clientKeepsSession: true,
    entry: entry(expired ? 'hold-expired' : 'hold-released', 'resolving', [
      ...move(holdSessions, fundSessions, 1n), ...moveMoney(hold, fund, held.price),
    ]),
  };
}

/**
 * Set aside what a programme has not used at the end of its contract: `fund → expired-pending`.
 * Whether that is refunded, rolled over or kept is decided by people, later.
 */
export function expireFund(programme: string, sessions: bigint, amount: Money): Expiry {
  if (sessions === 0n && amount.minor === 0n) return { kind: 'nothing-left' };
  const pair = (unit: 'SES' | Money['currency']) => [
    vaultAccount('fund:programme', programme, unit),
    vaultAccount('expired-pending', null, unit),
  ] as const;
  return {
    kind: 'expired',
    entry: entry('fund-expired', 'single', [
      ...move(...pair('SES'), sessions), ...moveMoney(...pair(amount.currency), amount),
    ]),
  };
}
