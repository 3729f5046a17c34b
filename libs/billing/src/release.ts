import { heldAccounts, type HeldSession } from './hold.ts';
import { entry, move, moveMoney, type Entry } from './postings.ts';

/** Why a held session goes back: cancelled in time, its claim denied, or never claimed. */
export type ReleaseReason = 'cancelled' | 'denied' | 'unclaimed';

/** A held session given back to its fund; `clientKeepsSession`: the client may book again. */
export interface Release {
  readonly kind: 'voided' | 'expired';
  readonly clientKeepsSession: boolean;
  readonly entry: Entry;
}

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
