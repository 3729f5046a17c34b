import { REPORTS_OF_YEAR } from '#calendar/periods';
import type { Total, YearRelease } from '#disclosure/year/close';
import type { YearPlan } from '#disclosure/year/plan';
import { changeOf, rangeOfChance, shareBps, type Change } from './chance-range.ts';
import { listsOf, type ListView } from './list-view.ts';
import { publishedTurns } from './published-turns.ts';

/** A year's plan and its releases so far, in order. */
export interface YearReports {
  readonly plan: YearPlan;
  readonly releases: readonly YearRelease[];
}

/** The same periods of the year before, and whether chance explains the difference. */
export interface YearBefore {
  readonly people: number;
  readonly covered: number;
  readonly shareBps: number;
  readonly change: Change;
}

/** People counted against people covered, by those periods that were told. */
export interface UseView {
  readonly people: number;
  readonly turns: readonly number[];
  readonly shareBps: number;
  /** What chance alone would explain. */
  readonly leastBps: number;
  readonly mostBps: number;
  readonly before: YearBefore | null;
}

/**
 * `told`: by themselves or as planned together; `joined`: with others that could not be told;
 * `waiting`: cannot be told, and is joined to the next; `untold`: cannot be told for good;
 * `ahead`: not released yet.
 */
export type StepStatus = 'told' | 'joined' | 'waiting' | 'untold' | 'ahead';

/** Periods of a year, 1 to 4, that are told together, or not told. */
export interface StepView {
  readonly turns: readonly number[];
  readonly status: StepStatus;
  readonly people: number | null;
  readonly before: YearBefore | null;
}

/** What a year's reports say, as numbers and codes: page, paper and files are made of it alone. */
export interface YearView {
  readonly covered: number;
  readonly k: number;
  readonly kHow: number;
  /** Sessions beyond each person's first are settled in lots of so many. */
  readonly lot: number;
  readonly isFlat: boolean;
  /** Whether anything was released of the year before. */
  readonly hasBefore: boolean;
  /** Reports so far, of four. */
  readonly released: number;
  /** Null where nothing can be told so far. */
  readonly use: UseView | null;
  /** Sessions; null at a flat price. */
  readonly settled: number | null;
  readonly wait: { readonly band: string; readonly turns: readonly number[] } | null;
  readonly course: readonly StepView[];
  readonly lists: readonly ListView[];
}

/**
 * A year as HR reads it, beside the year before where there is one. `siteName` names a group by
 * its key blocks. Public numbers in, public numbers out: nothing is known here that is not told.
 */
export function yearView(
  year: YearReports, before: YearReports | null, siteName: (blocks: readonly number[]) => string,
): YearView {
  const { plan, releases } = year;
  return {
    covered: plan.people, k: plan.k, kHow: plan.kHow, lot: plan.lot, isFlat: plan.paid === 'flat',
    hasBefore: before !== null,
    released: releases.length, use: useOf(year, before),
    settled: releases.at(-1)?.settled ?? null, wait: waitOf(year),
    course: courseOf(year, before), lists: listsOf(plan, releases, siteName),
  };
}

function useOf(year: YearReports, before: YearReports | null): UseView | null {
  const turns = publishedTurns(year.releases);
  if (turns.length === 0) return null;
  const share = { people: peopleOf(year.releases, turns) ?? 0, covered: year.plan.people };
  const [leastBps, mostBps] = rangeOfChance(share);
  return { people: share.people, turns, shareBps: shareBps(share), leastBps, mostBps,
    before: beforeOf(year, before, turns) };
}

/** Totals so far, each joined one in place of what it joins, and the steps that are to come. */
function courseOf(year: YearReports, before: YearReports | null): StepView[] {
  const { plan, releases } = year;
  const totals = releases.flatMap((release) => release.totals);
  const standing = totals.filter((total, at) => !totals.slice(at + 1)
    .some(({ turns }) => total.turns.every((turn) => turns.includes(turn))));
  const ahead = plan.steps.filter((step) => (step.at(-1) ?? 0) > releases.length);
  return [
    ...standing.map(({ turns, people }) => ({ turns, people,
      status: statusOf(year, { turns, people }), before: beforeOf(year, before, turns) })),
    ...ahead.map((turns): StepView => ({ turns, people: null, status: 'ahead', before: null })),
  ];
}

function statusOf({ plan, releases }: YearReports, { turns, people }: Total): StepStatus {
  if (people === null) return releases.length < REPORTS_OF_YEAR ? 'waiting' : 'untold';
  return plan.steps.some((step) => step.join() === turns.join()) ? 'told' : 'joined';
}

/** The very same periods of the year before; null where they were not told by themselves. */
function beforeOf(
  year: YearReports, before: YearReports | null, turns: readonly number[],
): YearBefore | null {
  const [now, then] = [year, before].map((one) => one && peopleOf(one.releases, turns));
  if (!before || now === null || now === undefined || then === null || then === undefined) {
    return null;
  }
  const share = { people: then, covered: before.plan.people };
  return { ...share, shareBps: shareBps(share),
    change: changeOf({ people: now, covered: year.plan.people }, share) };
}

/** People of exactly these periods, where told totals make them up. */
function peopleOf(releases: readonly YearRelease[], wanted: readonly number[]): number | null {
  const told = releases.flatMap(({ totals }) => totals).filter(({ people, turns }) =>
    people !== null && turns.every((turn) => wanted.includes(turn)));
  const isWhole = told.flatMap(({ turns }) => turns).length === wanted.length;
  return isWhole ? told.reduce((sum, { people }) => sum + (people ?? 0), 0) : null;
}

/** The latest median wait that could be told. */
function waitOf({ plan, releases }: YearReports): YearView['wait'] {
  const last = releases.findLast(({ wait }) => wait !== null);
  if (!last?.wait) return null;
  const since = plan.listsAt.filter((at) => at < last.period).at(-1) ?? 0;
  return { band: last.wait, turns: publishedTurns(releases.slice(since, last.period)) };
}
