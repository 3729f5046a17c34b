/**
 * What is not as the contract has it, where the vault's operator declines terms: a closed list,
 * so that nothing that somebody writes crosses. `group`: the smallest one that is told; `year`:
 * when it begins; `contract`: there is none.
 */
export const DECLINE_REASONS =
  ['people', 'sessions', 'price', 'group', 'year', 'contract', 'other'] as const;

/** One of those reasons. */
export type DeclineReason = typeof DECLINE_REASONS[number];

const DECLINED = 'declined-';
const declined = DECLINE_REASONS.map((reason): `declined-${DeclineReason}` => `${DECLINED}${reason}`);

/**
 * Why the vault takes no terms. `conflict`: it keeps to others for this period; `too-late`: the
 * period is over; `other-before`: they do not take over what they must from the year before;
 * `withdrawn`: by HR, before they were confirmed; `declined-…`: by its operator;
 * the rest: no plan follows from them (libs/disclosure, terms.ts).
 */
export const TERMS_REFUSALS = ['conflict', 'too-late', 'other-before', 'unknown-rules', 'odd-terms',
  'odd-rate', 'rate-rises', 'low-k', 'too-small', 'too-many-blocks', 'withdrawn',
  ...declined] as const;

/** One of those. */
export type TermsRefusal = typeof TERMS_REFUSALS[number];

/** What the vault's operator found in terms that she declined; null where she did not. */
export function declinedFor(refusal: string | null): string | null {
  return refusal?.startsWith(DECLINED) ? refusal.slice(DECLINED.length) : null;
}
