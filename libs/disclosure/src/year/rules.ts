import type { Counted } from './counted.ts';
import type { YearPlan } from './plan.ts';
import { ALL_OR_NONE, type Split } from './publish.ts';

/** The rules of a release, each by itself: the proof breaks one after the other. */
export interface Rules {
  /** Whether a number of users may be told, at a threshold, of a group of so many people. */
  readonly may: (users: number, k: number, people: number | null) => boolean;
  readonly split: Split;
  /** The people of whom the next total is told, after so many were told in the year. */
  readonly left: (people: number, published: number) => number;
  /** Of whom sums are told that come after the totals. */
  readonly later: (
    people: readonly Counted[], publishedTurns: readonly number[],
  ) => readonly Counted[];
  /** Sessions that are settled once these people are told; `isLast` at the year's end. */
  readonly settled: (
    plan: YearPlan, published: readonly Counted[], everybody: readonly Counted[], isLast: boolean,
  ) => number;
}

/**
 * The rules as they stand.
 *
 * `settled`: who is told has had a session, and that one is settled with her. What she had beyond
 * it is settled at the year's end, in lots: lots within the year, beside a list of sessions or
 * beside each other, can leave one world only (report.proof.md).
 */
export const RULES: Rules = Object.freeze<Rules>({
  may: (users, k, people) => users >= k && (people === null || 2 * users <= people),
  split: ALL_OR_NONE,
  left: (people, published) => people - published,
  later: (people, publishedTurns) => people.filter(({ turn }) => publishedTurns.includes(turn)),
  settled: (plan, published, _everybody, isLast) => {
    const further = published.reduce((sum, { sessions }) => sum + sessions - 1, 0);
    return published.length + (isLast ? Math.floor(further / plan.lot) * plan.lot : 0);
  },
});
