import type { YearRelease } from './close.ts';

/** What an employer reads of sessions that were bought: nothing but releases moves it. */
export interface YearBalance {
  readonly purchased: number;
  readonly settled: number;
  /** Bought and not settled; given back, or carried into the next year, at its end. */
  readonly left: number;
  /** Settled beyond what was bought: invoiced at the year's end. */
  readonly shortfall: number;
}

/** The balance of a year, in sessions, after its releases so far. */
export function balanceOf(
  purchased: number, releases: readonly Pick<YearRelease, 'settled'>[],
): YearBalance {
  const settled = releases.at(-1)?.settled ?? 0;
  return {
    purchased, settled, left: Math.max(0, purchased - settled),
    shortfall: Math.max(0, settled - purchased),
  };
}
