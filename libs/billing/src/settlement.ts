import { gatewayAccount, vaultAccount } from './accounts.ts';
import { times, type Money } from './money.ts';
import { entry, move, moveMoney, type Entry } from './postings.ts';

/** Verdict on settling a period in either book. */
export type PeriodSettlement =
  | { readonly kind: 'settled'; readonly entry: Entry }
  | { readonly kind: 'nothing-to-settle' };

/** Sessions that are settled: before, and now. */
export interface Settled {
  readonly before: bigint;
  readonly now: bigint;
}

/**
 * Settle what reports told and invoices paid in the gateway's book: `prepaid → settled`, the
 * sessions beyond those of before, at the invoices' session price. It is a function of reports and
 * payments alone, never of what was spent. @throws RangeError where something is taken back.
 */
export function settlePeriod(
  employer: string, settled: Settled, sessionPrice: Money,
): PeriodSettlement {
  const sessions = newlySettled(settled);
  const { currency } = sessionPrice;
  return sessions === 0n ? { kind: 'nothing-to-settle' } : {
    kind: 'settled',
    entry: entry('period-settled', 'single', moveMoney(
      gatewayAccount('prepaid:employer', employer, currency),
      gatewayAccount('settled:employer', employer, currency),
      times(sessionPrice, sessions),
    )),
  };
}

/**
 * Mark what a report settles in the vault's book: `delivered → released`. What is never settled
 * stays in `delivered`: the platform's cost.
 *
 * @throws RangeError for reports that take something back.
 */
export function markReleased(programme: string, settled: Settled): PeriodSettlement {
  const sessions = newlySettled(settled);
  return sessions === 0n ? { kind: 'nothing-to-settle' } : {
    kind: 'settled',
    entry: entry('period-released', 'single', move(
      vaultAccount('delivered:programme', programme, 'SES'),
      vaultAccount('released:programme', programme, 'SES'),
      sessions,
    )),
  };
}

function newlySettled({ before, now }: Settled): bigint {
  if (before < 0n || now < before) throw new RangeError('a report takes back what was settled');
  return now - before;
}
