import { DisclosureError } from './disclosure-error.ts';
import { isCount } from './table.ts';

/** A mean of scores, rounded to halves, or the common word for everything that is not shown. */
export type Shown<T> = { readonly kind: 'shown'; readonly value: T } | { readonly kind: 'protected' };

const PROTECTED = Object.freeze({ kind: 'protected' as const });

/**
 * A mean from a released denominator: the sum of clipped scores over `n` people, rounded to 0.5.
 * Shown only where `n` is published itself (`null` otherwise) and at least 2k. Scores are
 * whole numbers between `least` and `most`, or this throws `bad-tally`.
 *
 * Rounding alone is not enough at the ends: ten scores with a mean of "5.0", four of which are
 * known to add up to 18, leave 5 to each of the others. So a mean stops at a highest and a lowest
 * value, which follow from `n` and k alone ("4.0" is then "4.0 or more").
 */
export function releasedMean(
  scores: readonly number[], n: number | null, k: number, least: number, most: number,
): Shown<number> {
  if (scores.some((score) => !Number.isSafeInteger(score) || score < least || score > most)) {
    throw new DisclosureError('bad-tally', 'Scores are clipped whole numbers.');
  }
  if (scores.length !== n || n < 2 * k) return PROTECTED;
  const sum = scores.reduce((all, score) => all + score, 0);
  const [low, high] = endsOf(n, k, least, most);
  const halves = Math.round((2 * sum) / n);
  return { kind: 'shown', value: Math.min(high, Math.max(low, halves)) / 2 };
}

/**
 * The lowest and the highest mean that may be told, in halves: those that k − 1 people with the
 * scores that are worst for the others cannot turn into "all others gave the least" or "the most".
 */
function endsOf(n: number, k: number, least: number, most: number): readonly [number, number] {
  const [known, others] = [k - 1, n - k + 1];
  // A mean of h halves is told of sums from n(2h − 1)/4 up to, but not at, n(2h + 1)/4.
  const leastSum = (halves: number) => Math.ceil((n * (2 * halves - 1)) / 4);
  let [low, high] = [2 * least, 2 * most];
  while (leastSum(high) >= known * least + others * most) high -= 1;
  while (leastSum(low + 1) - 1 <= known * most + others * least) low += 1;
  return [low, high];
}

/** Bands of a median wait, in days. */
export const WAIT_BANDS = ['< 2', '2–5', '6–10', '> 10'] as const;
export type WaitBand = typeof WAIT_BANDS[number];

/** Whether among so many published users a median wait may be told at all. */
export function mayTellMedian(users: number, k: number): boolean {
  return users >= 8 * k;
}

/**
 * The band of the median wait, shown only where the order statistics k − 1 places below and above
 * it share the band: then no k − 1 people can move it. `users` are the
 * published people (null where hidden), of whom those with a wait began to.
 *
 * Of 2k waits the order statistics are all of them, and a band would be everybody's. From 6k waits
 * and 8k users on, whoever knows k − 1 people leaves k others who may have waited otherwise, and k
 * who may not have begun to. Waits are whole days from 0 up; throws `bad-tally` otherwise.
 */
export function medianBand(
  waits: readonly number[], users: number | null, k: number,
): Shown<WaitBand> {
  if (!waits.every(isCount)) throw new DisclosureError('bad-tally', 'Waits are whole days.');
  if (users === null || !mayTellMedian(users, k) || waits.length < 6 * k) return PROTECTED;
  const sorted = [...waits].sort((a, b) => a - b);
  // From the lower to the upper middle, with k − 1 places more to each side.
  const middle = (sorted.length - 1) / 2;
  const near = sorted.slice(Math.floor(middle) - (k - 1), Math.ceil(middle) + k);
  const [band, ...others] = new Set(near.map(bandOf));
  return band && others.length === 0 ? { kind: 'shown', value: band } : PROTECTED;
}

/**
 * Whether one or two people dominate an amount: without the two largest contributions less is left
 * than p % of the largest, so the second could work out the first to within p % (the p % rule).
 * Amounts are minor units; `contributions` is one number for each person.
 */
export function isDominated(contributions: readonly bigint[], percent = 10n): boolean {
  if (contributions.some((amount) => amount < 0n)) {
    throw new DisclosureError('bad-tally', 'Contributions are not negative.');
  }
  const [first = 0n, second = 0n] = [...contributions].sort((a, b) => Number(b - a));
  const all = contributions.reduce((sum, amount) => sum + amount, 0n);
  return (all - first - second) * 100n < first * percent;
}

/**
 * An amount of money of a group, rounded down to `lot` minor units. Shown only with the count of
 * the same group (one pattern for all measures) and where nobody dominates it.
 */
export function releasedAmount(
  contributions: readonly bigint[], users: number | null, lot: bigint,
): Shown<bigint> {
  if (lot < 1n) throw new DisclosureError('bad-rules', 'A lot is at least one minor unit.');
  if (users !== contributions.length || isDominated(contributions)) return PROTECTED;
  const all = contributions.reduce((sum, amount) => sum + amount, 0n);
  return { kind: 'shown', value: all - (all % lot) };
}

/**
 * Whether an invoice names one price only. Two prices on one invoice are a knapsack: the amount
 * tells how many of each were bought.
 */
export function hasOnePrice(lines: readonly { readonly unitPrice: bigint }[]): boolean {
  return new Set(lines.map(({ unitPrice }) => unitPrice)).size <= 1;
}

function bandOf(days: number): WaitBand {
  if (days < 2) return '< 2';
  if (days <= 5) return '2–5';
  return days <= 10 ? '6–10' : '> 10';
}
