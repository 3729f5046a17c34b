import type { TermsDepartment } from '#disclosure/terms';
import { closeYear, type YearRelease } from '#disclosure/year/close';
import type { YearPlan } from '#disclosure/year/plan';
import type { PublishedNode } from '#disclosure/year/publish';
import { chanceOf } from './chance.ts';
import { likelyUse, SPREADS } from './likely-use.ts';

/** What may be told in a year, each as a share of how often it could have been. */
export interface Outcome {
  /** Periods' totals that are told by themselves; and those, or joined with others. */
  readonly totalAlone: number;
  readonly total: number;
  /** Lists of concerns in two, in three and in seven groups or more. */
  readonly concerns2: number;
  readonly concerns3: number;
  readonly concerns7: number;
  readonly modalities2: number;
  readonly modalities3: number;
  readonly wait: number;
  /** At the year's end. */
  readonly bands: number;
  readonly sites: number;
}

/** What a use would bring: likelihoods, and sessions. */
export interface Foreseen {
  readonly useBps: number;
  readonly likelihoods: Outcome;
  /** Sessions that such a use has on average, and that it exceeds in one of ten years. */
  readonly sessions: number;
  readonly sessionsAtMost: number;
}

/**
 * Years that are tried: fewer of employers so large that hardly anything is left to chance, and
 * never of more users together than can be drawn in a second or two.
 */
const MOST_YEARS = 4_000;
const ENOUGH_YEARS = 200;
const ENOUGH_USERS = 400_000;
const MOST_USERS = 1_000_000;
const WHOLE = 10_000;
const SEED = 4_501;

/**
 * What an employer of these headcounts will read, if so many of its people use the benefit: its
 * plan is carried out on years by chance. Employers are as unlike as benchmarks have them, in
 * equal parts of both spreads. The same arguments give the same numbers.
 */
export function foresee(
  plan: YearPlan, departments: readonly TermsDepartment[], useBps: number,
): Foreseen {
  const years = yearsTried(plan.people, useBps);
  const chance = chanceOf(SEED);
  const seen = Array.from({ length: years }, (_, at) => {
    const people = likelyUse(plan, departments, useBps, SPREADS[at % 2 ? 1 : 0], chance);
    return {
      outcome: outcomeOf(plan, closeYear(plan, people)),
      sessions: people.reduce((sum, { sessions }) => sum + sessions, 0),
    };
  });
  const sorted = seen.map(({ sessions }) => sessions).sort((a, b) => a - b);
  return {
    useBps, likelihoods: meanOf(seen.map(({ outcome }) => outcome)),
    sessions: Math.round(sorted.reduce((sum, one) => sum + one, 0) / years),
    sessionsAtMost: sorted[Math.floor(0.9 * years)] ?? 0,
  };
}

/** So many years are tried of so many people: what one look costs is bounded by it. */
export function yearsTried(people: number, useBps: number): number {
  const ofUsers = (most: number) => Math.floor((most * WHOLE) / (people * useBps));
  const wished = Math.min(MOST_YEARS, Math.max(ENOUGH_YEARS, ofUsers(ENOUGH_USERS)));
  return Math.max(1, Math.min(wished, ofUsers(MOST_USERS)));
}

/** What a year's releases told of what they could have. */
export function outcomeOf(plan: YearPlan, releases: readonly YearRelease[]): Outcome {
  const published = releases.flatMap(({ totals }) => totals)
    .filter(({ people }) => people !== null);
  const share = (met: (turns: readonly number[], step: readonly number[]) => boolean) =>
    plan.steps.filter((step) => published.some(({ turns }) => met(turns, step))).length
    / plan.steps.length;
  const lists = plan.listsAt.map((at) => releases[at - 1]);
  const groups = (least: number, list: (release: YearRelease) => PublishedNode | null) =>
    lists.filter((one) => one && partsOf(list(one)) >= least).length / lists.length;
  const last = releases.at(-1);
  return {
    totalAlone: share((turns, step) => turns.join() === step.join()),
    total: share((turns, step) => step.every((turn) => turns.includes(turn))),
    concerns2: groups(2, ({ concerns }) => concerns),
    concerns3: groups(3, ({ concerns }) => concerns),
    concerns7: groups(7, ({ concerns }) => concerns),
    modalities2: groups(2, ({ modalities }) => modalities),
    modalities3: groups(3, ({ modalities }) => modalities),
    wait: lists.filter((one) => one?.wait).length / lists.length,
    bands: Number(partsOf(last?.bands ?? null) === 3),
    sites: Number(partsOf(last?.sites ?? null) >= 2),
  };
}

/** The mean of outcomes, each by itself. */
export function meanOf(outcomes: readonly Outcome[]): Outcome {
  const sums: Record<string, number> = {};
  for (const outcome of outcomes) {
    for (const [name, value] of Object.entries(outcome)) sums[name] = (sums[name] ?? 0) + value;
  }
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) =>
    [name, sum / outcomes.length])) as unknown as Outcome;
}

/** In how many groups a number is told that cannot be split further. */
function partsOf(node: PublishedNode | null): number {
  if (!node) return 0;
  return node.parts.length === 0 ? 1
    : node.parts.reduce((sum, part) => sum + partsOf(part), 0);
}
