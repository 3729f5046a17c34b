import { vaultAccount, type Account } from './accounts.ts';
import type { Money } from './money.ts';
import { entry, move, moveMoney, type Entry } from './postings.ts';

/** One session set aside for a booking: one SES and the session's full price, of one programme. */
export interface HeldSession {
  readonly programme: string;
  readonly price: Money;
}

/** Verdict on setting a session aside; whether the fund suffices is for the ledger to say. */
export type Hold =
  | { readonly kind: 'held'; readonly held: HeldSession; readonly entry: Entry }
  | { readonly kind: 'refused'; readonly reason: 'no-price' };

/**
 * Set one session aside: `fund → hold`, one SES and its price, as a pending entry that is captured
 * or released later, once. The price is the most that the session may cost the programme.
 */
export function holdSession(programme: string, price: Money): Hold {
  if (price.minor <= 0n) return { kind: 'refused', reason: 'no-price' };
  const held = { programme, price };
  const { fund, hold, fundSessions, holdSessions } = heldAccounts(held);
  return {
    kind: 'held',
    held,
    entry: entry('session-held', 'pending', [
      ...move(fundSessions, holdSessions, 1n), ...moveMoney(fund, hold, price),
    ]),
  };
}

/** The fund and hold accounts that a held session moves between, in money and in sessions. */
export function heldAccounts({ programme, price }: HeldSession): Record<
  'fund' | 'hold' | 'fundSessions' | 'holdSessions', Account
> {
  return {
    fund: vaultAccount('fund:programme', programme, price.currency),
    hold: vaultAccount('hold:programme', programme, price.currency),
    fundSessions: vaultAccount('fund:programme', programme, 'SES'),
    holdSessions: vaultAccount('hold:programme', programme, 'SES'),
  };
}
