import { DisclosureError } from './disclosure-error.ts';
import { total } from './table.ts';

/** Thresholds of one programme: an employer may tighten, never loosen them. */
export interface Rules {
  /** Fewest users, and fewest non-users, of a published group. */
  readonly k: number;
  /** Fewest users of a published concern. */
  readonly concernK: number;
  /** Most that one concern may be of all users, in per cent. */
  readonly concernShare: number;
}

export const DEFAULT_RULES: Rules = Object.freeze({ k: 5, concernK: 10, concernShare: 80 });

/** Rules as asked for, checked; throws `bad-rules` where one is looser than the default. */
export function readRules(asked: Partial<Rules>): Rules {
  const k = asked.k ?? DEFAULT_RULES.k;
  const rules = {
    k,
    concernK: asked.concernK ?? Math.max(DEFAULT_RULES.concernK, k),
    concernShare: asked.concernShare ?? DEFAULT_RULES.concernShare,
  };
  const strict =
    Object.values(rules).every(Number.isSafeInteger) &&
    rules.k >= DEFAULT_RULES.k &&
    rules.concernK >= Math.max(DEFAULT_RULES.concernK, rules.k) &&
    rules.concernShare >= 50 &&
    rules.concernShare <= DEFAULT_RULES.concernShare;
  if (!strict) {
    throw new DisclosureError(
      'bad-rules',
      'k is at least 5, the k of concerns at least 10 and k, their share 50 to 80 per cent.',
    );
  }
  return Object.freeze(rules);
}

/**
 * The primary rule: at least k users and at least k non-users. Zero
 * and full groups fail it like any other.
 *
 * Dominance needs no test on the counts: each person counts 1 to 8 sessions, so with k ≥ 5 users
 * the sessions without the two largest contributors are at least 3 > 10 % of the largest (p %
 * rule, p = 10). A test that always passes cannot leak by its outcome.
 */
export function isSafe(users: number, headcount: number, k: number): boolean {
  return users >= k && headcount - users >= k;
}

/** Whether every modality has at least k users; the table appears whole or not at all. */
export function areModalitiesSafe(users: readonly number[], rules: Rules): boolean {
  return users.every((count) => count >= rules.k);
}

/** Whether every concern has enough users and none too large a share of them. */
export function areConcernsSafe(users: readonly number[], rules: Rules): boolean {
  const most = total(users) * rules.concernShare;
  return users.every((count) => count >= rules.concernK && count * 100 <= most);
}

/** Least and most sessions that `users` people can have had, each at most `counted`. */
export function sessionRange(
  users: number, counted: number,
): { readonly least: number; readonly most: number } {
  return { least: users, most: users * counted };
}

/**
 * Whether the sessions of people tell of at least k of them that they had more than the fewest that
 * they can have had, and of k that they had fewer than the most: of 20 people with 21 sessions
 * exactly one had two. Where all must have had the same, the sum tells nothing.
 */
export function isFarFromEnds(
  sessions: number, { least, most }: { readonly least: number; readonly most: number }, k: number,
): boolean {
  return least === most || (sessions - least >= k && most - sessions >= k);
}
