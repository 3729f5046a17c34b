import { DisclosureError } from './disclosure-error.ts';

/** ε in thousandths: whole numbers add up the same on every machine. */
export type MilliEpsilon = number;

/** Most that one person's year may spend: ε = 2. */
export const YEARLY_CAP: MilliEpsilon = 2000;

/** One noisy table of one block. Tables of one person add up; disjoint blocks do not. */
export interface NoiseSpend {
  /** Names the draw; asking for the same again is answered, not charged. */
  readonly table: string;
  readonly block: string;
  readonly year: number;
  readonly epsilon: MilliEpsilon;
}

/** What becomes of a request for noise. */
export type SpendDecision =
  | { readonly kind: 'charged'; readonly spend: NoiseSpend; readonly left: MilliEpsilon }
  | { readonly kind: 'already-drawn'; readonly left: MilliEpsilon }
  | { readonly kind: 'exhausted'; readonly left: MilliEpsilon };

/**
 * Decide whether a noisy table may be drawn, from every spend recorded for the year so far.
 * Sequential over tables and periods, parallel over disjoint blocks (a person is in one). Pure: the
 * caller reads the ledger and records the spend under one lock, so that two requests at once cannot
 * both pass. A table that was drawn is read from its release; it is not drawn or charged again.
 * Throws
 * `bad-rules` for an ε that is no whole number of thousandths from 1 up, and for a drawn table
 * asked for with another ε.
 */
export function decideSpend(
  ledger: readonly NoiseSpend[], request: NoiseSpend, cap: MilliEpsilon = YEARLY_CAP,
): SpendDecision {
  if (!Number.isSafeInteger(request.epsilon) || request.epsilon < 1 || cap > YEARLY_CAP) {
    throw new DisclosureError('bad-rules', 'ε is 0.001 or more; its cap may only be lowered.');
  }
  const person = ledger.filter(({ block, year }) =>
    block === request.block && year === request.year);
  const left = cap - person.reduce((sum, { epsilon }) => sum + epsilon, 0);
  const drawn = person.find(({ table }) => table === request.table);
  if (drawn && drawn.epsilon !== request.epsilon) {
    throw new DisclosureError('bad-rules', 'This table was drawn with another ε.');
  }
  if (drawn) return { kind: 'already-drawn', left };
  if (request.epsilon > left) return { kind: 'exhausted', left };
  return { kind: 'charged', spend: request, left: left - request.epsilon };
}

/**
 * What ε means, for somebody who reads reports: how much one person's use can change the odds of
 * any conclusion, e^ε, in words, and what is left of the year.
 */
export function describeBudget(spent: MilliEpsilon, cap: MilliEpsilon = YEARLY_CAP): string {
  const times = Math.exp(spent / 1000).toFixed(1);
  const share = Math.round((spent / cap) * 100);
  return `Small random amounts were added to these numbers, once. Whatever anybody concludes about `
    + `one person from all such tables of this year, that person's use can change its odds by at `
    + `most ${times} times. ${share} % of this year's allowance is used.`;
}
