import type { YearRelease } from './close.ts';

/** Sessions of a programme's invoices, but for those at a flat price. */
export interface Ordered {
  /** Paid: bought. */
  readonly paid: number;
  /** To be paid: what is settled beyond what was bought is asked for already. */
  readonly open: number;
}

/** What an employer reads of sessions that were bought: nothing but releases moves it. */
export interface Balance {
  readonly purchased: number;
  readonly settled: number;
  /** Settled of what was bought: paid for good. */
  readonly covered: number;
  /** Bought and not settled: carried into the next year. */
  readonly left: number;
  /** Settled beyond what was bought. */
  readonly shortfall: number;
  /** Of that, what open invoices ask for. */
  readonly asked: number;
}

type Told = Pick<YearRelease, 'settled'>;

/**
 * The balance of a programme, in sessions. HR reads it, the books post it and the proof tries it:
 * there is no other.
 *
 * @param years of each year, its releases so far in their order; one at a flat price settles
 *   nothing.
 */
export function balanceOf(
  { paid, open }: Ordered, years: readonly (readonly Told[])[],
): Balance {
  const settled = years.reduce((sum, releases) => sum + (releases.at(-1)?.settled ?? 0), 0);
  const shortfall = Math.max(0, settled - paid);
  return {
    purchased: paid, settled, covered: Math.min(paid, settled), left: Math.max(0, paid - settled),
    shortfall, asked: Math.min(shortfall, open),
  };
}
