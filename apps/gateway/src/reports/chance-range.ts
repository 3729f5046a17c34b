/** Of a hundred years that differ by chance alone, 95 lie within so many deviations. */
const Z = 1.96;
const WHOLE = 10_000;

/** So many people of so many. */
export interface Share {
  readonly people: number;
  readonly covered: number;
}

/** Whether a share is another than that of the year before, by more than chance explains. */
export type Change = 'more' | 'less' | 'alike';

/** A share in basis points. */
export function shareBps({ people, covered }: Share): number {
  return Math.round((people * WHOLE) / covered);
}

/**
 * The shares of use, in basis points, that might as well have given this number, at 95 %
 * (Wilson 1927): 12 of 160 are 7.5 %, and anything from 4.3 to 12.7 % may have been behind them.
 */
export function rangeOfChance({ people, covered }: Share): readonly [least: number, most: number] {
  const share = people / covered;
  const spread = (Z * Z) / covered;
  const middle = share + spread / 2;
  const half = Math.sqrt(spread * share * (1 - share) + (spread / 2) ** 2);
  const bps = (value: number) => Math.round((Math.max(0, value) * WHOLE) / (1 + spread));
  return [bps(middle - half), bps(middle + half)];
}

/** How a share compares with an earlier one: more or less only where chance would not do it. */
export function changeOf(now: Share, before: Share): Change {
  const both = (now.people + before.people) / (now.covered + before.covered);
  const deviation = Math.sqrt(both * (1 - both) * (1 / now.covered + 1 / before.covered));
  const apart = now.people / now.covered - before.people / before.covered;
  if (Math.abs(apart) <= Z * deviation) return 'alike';
  return apart > 0 ? 'more' : 'less';
}
