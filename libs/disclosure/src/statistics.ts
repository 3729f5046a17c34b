import { DisclosureError } from './disclosure-error.ts';
import { isCount } from './count.ts';

/** A value that is told, or the common word for everything that is not. */
export type Shown<T> = { readonly kind: 'shown'; readonly value: T } | { readonly kind: 'protected' };

const PROTECTED = Object.freeze({ kind: 'protected' as const });

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

function bandOf(days: number): WaitBand {
  if (days < 2) return '< 2';
  if (days <= 5) return '2–5';
  return days <= 10 ? '6–10' : '> 10';
}
