import { entry, type Entry } from './postings.ts';

/** A claim that somebody wants to take back. */
export interface TakeableClaim {
  readonly status: 'paid' | 'denied' | 'withdrawn';
  readonly isInPayout: boolean;
  /** The client's own late cancellation made it. */
  readonly byClient: boolean;
  /** Its period was told to the employer, and its sessions with it. */
  readonly isPeriodReported: boolean;
}

/** Why a claim stands. */
export type Final = 'NOT_PAID' | 'CANCELLED_BY_CLIENT' | 'PAID_OUT' | 'PERIOD_CLOSED';

/** Why a claim can't be taken back; null when it can: by whom it was made, until it is paid out. */
export function whyFinal(claim: TakeableClaim): Final | null {
  if (claim.status !== 'paid') return 'NOT_PAID';
  if (claim.byClient) return 'CANCELLED_BY_CLIENT';
  if (claim.isInPayout) return 'PAID_OUT';
  return claim.isPeriodReported ? 'PERIOD_CLOSED' : null;
}

/**
 * Reverse the entry that paid a held session: everything goes back to where it was held, as a new
 * pending entry that is captured or released later, once. Nothing is changed, only added.
 */
export function reverseCapture(captured: Entry): Entry {
  return entry('claim-reversed', 'pending',
    captured.postings.map(({ account, amount }) => ({ account, amount: -amount })));
}
