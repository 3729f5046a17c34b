import { vaultAccount } from './accounts.ts';
import { heldAccounts, type HeldSession } from './hold.ts';
import type { Money } from './money.ts';
import { entry, move, moveMoney, type Entry } from './postings.ts';

/**
 * Lend a fund one session and its price: `overdraft → fund`. Care is never refused because an
 * employer has used up or not yet paid its prepayment, which its people could otherwise notice.
 */
export function drawOverdraft(held: HeldSession): Entry {
  const { fund, fundSessions } = heldAccounts(held);
  const { programme, price } = held;
  return entry('overdraft-drawn', 'single', [
    ...move(vaultAccount('overdraft:programme', programme, 'SES'), fundSessions, 1n),
    ...moveMoney(vaultAccount('overdraft:programme', programme, price.currency), fund, price),
  ]);
}

/** What a funding gave, or a fund holds. */
export interface FundState {
  readonly sessions: bigint;
  readonly amount: Money;
}

/**
 * Take a funding out of a fund: `fund → funding`. What the fund no longer holds of it is lent
 * first, `overdraft → fund`: care that was held meanwhile stays, as if it had never been paid for.
 */
export function withdrawCredits(
  programme: string, funding: FundState, inFund: FundState,
): readonly Entry[] {
  const { currency } = funding.amount;
  const pair = (unit: 'SES' | Money['currency']) => [
    vaultAccount('fund:programme', programme, unit),
    vaultAccount('funding:programme', programme, unit),
  ] as const;
  return [
    ...lendShort(programme, funding, inFund),
    entry('credits-withdrawn', 'single', [
      ...move(...pair('SES'), funding.sessions), ...move(...pair(currency), funding.amount.minor),
    ]),
  ];
}

/** Lend a fund what it is short of something that leaves it; nothing where it holds all of that. */
export function lendShort(programme: string, leaves: FundState, inFund: FundState): Entry[] {
  const pair = (unit: 'SES' | Money['currency']) => [
    vaultAccount('overdraft:programme', programme, unit),
    vaultAccount('fund:programme', programme, unit),
  ] as const;
  const short = [
    ...move(...pair('SES'), beyond(leaves.sessions, inFund.sessions)),
    ...move(...pair(leaves.amount.currency), beyond(leaves.amount.minor, inFund.amount.minor)),
  ];
  return short.length > 0 ? [entry('overdraft-drawn', 'single', short)] : [];
}

/** What a fund owes and what it has, in sessions and in money. */
export interface OverdraftState {
  readonly owed: FundState;
  readonly inFund: FundState;
}

/** Verdict on paying back what a fund was lent. */
export type Repayment =
  | { readonly kind: 'repaid'; readonly entry: Entry }
  | { readonly kind: 'nothing-to-repay' };

/** Pay back as much as the fund holds, sessions and money each for itself: `fund → overdraft`. */
export function repayOverdraft(programme: string, { owed, inFund }: OverdraftState): Repayment {
  const sessions = lesser(owed.sessions, inFund.sessions);
  const minor = lesser(owed.amount.minor, inFund.amount.minor);
  if (sessions === 0n && minor === 0n) return { kind: 'nothing-to-repay' };
  const pair = (unit: 'SES' | Money['currency']) => [
    vaultAccount('fund:programme', programme, unit),
    vaultAccount('overdraft:programme', programme, unit),
  ] as const;
  return {
    kind: 'repaid',
    entry: entry('overdraft-repaid', 'single', [
      ...move(...pair('SES'), sessions), ...move(...pair(owed.amount.currency), minor),
    ]),
  };
}

function beyond(wanted: bigint, there: bigint): bigint {
  return wanted > there ? wanted - there : 0n;
}

function lesser(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
