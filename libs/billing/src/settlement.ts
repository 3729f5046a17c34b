import { gatewayAccount, vaultAccount } from './accounts.ts';
import { times, type Money } from './money.ts';
import { entry, move, moveMoney, type Entry } from './postings.ts';

/** Sessions reach the employer's side only in lots of this many, so no single one shows. */
export const LOT = 10n;

/** Verdict on settling a period in either book. */
export type PeriodSettlement =
  | { readonly kind: 'settled'; readonly entry: Entry }
  | { readonly kind: 'nothing-to-settle' }
  | { readonly kind: 'refused'; readonly reason: 'not-in-lots' | 'negative' };

/**
 * Settle a released period in the gateway's book: `prepaid → settled`, whole lots of sessions at
 * the invoice's session price. It is a function of the release alone, never of what was spent.
 */
export function settlePeriod(
  employer: string, settledSessions: bigint, sessionPrice: Money,
): PeriodSettlement {
  const { currency } = sessionPrice;
  return inLots(settledSessions) ?? {
    kind: 'settled',
    entry: entry('period-settled', 'single', moveMoney(
      gatewayAccount('prepaid:employer', employer, currency),
      gatewayAccount('settled:employer', employer, currency),
      times(sessionPrice, settledSessions),
    )),
  };
}

/**
 * Mark released sessions in the vault's book: `delivered → released`. What stays in `delivered` is
 * the remainder below a lot, carried hidden into the next period.
 */
export function markReleased(programme: string, settledSessions: bigint): PeriodSettlement {
  return inLots(settledSessions) ?? {
    kind: 'settled',
    entry: entry('period-released', 'single', move(
      vaultAccount('delivered:programme', programme, 'SES'),
      vaultAccount('released:programme', programme, 'SES'),
      settledSessions,
    )),
  };
}

function inLots(sessions: bigint): PeriodSettlement | null {
  if (sessions < 0n) return { kind: 'refused', reason: 'negative' };
  if (sessions === 0n) return { kind: 'nothing-to-settle' };
  return sessions % LOT === 0n ? null : { kind: 'refused', reason: 'not-in-lots' };
}
