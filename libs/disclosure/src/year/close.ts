import { REPORTS_OF_YEAR } from '#calendar/periods';
import { DisclosureError } from '../disclosure-error.ts';
import { medianBand, type WaitBand } from '../statistics.ts';
import { isCount } from '../count.ts';
import type { Counted } from './counted.ts';
import { bandOf } from './lists.ts';
import type { YearPlan } from './plan.ts';
import { publish, type PublishedNode } from './publish.ts';
import { RULES, type Rules } from './rules.ts';
import { leavesOf, type PlanNode } from './tree.ts';

/** The number of people of some periods; null reads "can't be told". */
export interface Total {
  readonly turns: readonly number[];
  readonly people: number | null;
}

/** All that an employer is told when a period closes. JSON-safe, made once, never revised. */
export interface YearRelease {
  readonly rules: YearPlan['rules'];
  /** 1 to 4. */
  readonly period: number;
  /** In order; a total that was not told before is in the one that it is joined to. */
  readonly totals: readonly Total[];
  /** Of everybody told since the last lists; null where nobody was, or no list is due. */
  readonly concerns: PublishedNode | null;
  readonly modalities: PublishedNode | null;
  readonly wait: WaitBand | null;
  /** Of everybody told in the year, at its end. */
  readonly sites: PublishedNode | null;
  readonly bands: PublishedNode | null;
  /** Sessions settled in the year so far; null at a flat price. */
  readonly settled: number | null;
}

/**
 * Close the next period of a year: what is told of it, from what was told before and from everybody
 * who is counted so far. The same facts give the same release, in whatever order they come.
 *
 * What was told is never revised, since a correction would show as the difference of two sums: who
 * was told stays counted in her turn, and who is found late is counted in a turn that is open.
 *
 * @throws DisclosureError `bad-tally` for facts that the plan or an earlier release does not agree
 * with, `bad-releases` for a year that is closed already.
 */
export function closePeriod(
  plan: YearPlan, before: readonly YearRelease[], people: readonly Counted[], rules: Rules = RULES,
): YearRelease {
  const period = before.length + 1;
  check(plan, before, people);
  const totals = totalsOf(plan, before, people, rules);
  const published = rules.later(
    people, [...publishedTurns(before), ...publishedTurns([{ totals }])]);
  const lastLists = plan.listsAt.filter((at) => at < period).at(-1) ?? 0;
  const listed = plan.listsAt.includes(period) ? rules.later(
    people, [...publishedTurns(before.slice(lastLists)), ...publishedTurns([{ totals }])]) : [];
  const isLast = period === REPORTS_OF_YEAR;
  const split = (
    root: PlanNode | null, k: number, of: readonly Counted[], leaf: (one: Counted) => string,
  ) => (root && of.length > 0 ? publish(root, tally(of, leaf),
    (users, all) => rules.may(users, k, all), rules.split) : null);
  return Object.freeze({
    rules: plan.rules, period, totals,
    concerns: split(plan.concerns, plan.k, listed, ({ concern }) => concern),
    modalities: split(plan.modalities, plan.kHow, listed, ({ modality }) => modality),
    wait: waitOf(listed, plan.kHow),
    sites: split(isLast ? plan.sites : null, plan.k, published, ({ block }) => block),
    bands: split(
      isLast ? plan.bands : null, plan.kHow, published, ({ sessions }) => bandOf(sessions)),
    settled: plan.paid === 'flat' ? null : rules.settled(plan, published, people, isLast),
  });
}

/** All releases of a year whose people are known: each is counted from her turn on. */
export function closeYear(plan: YearPlan, people: readonly Counted[]): YearRelease[] {
  return Array.from({ length: REPORTS_OF_YEAR }, (_, at) => at + 1).reduce<YearRelease[]>(
    (before, period) => [...before, closePeriod(
      plan, before, people.filter(({ turn }) => turn <= period))], []);
}

/** The turns whose people were told. */
function publishedTurns(releases: readonly { readonly totals: readonly Total[] }[]): number[] {
  return releases.flatMap(({ totals }) => totals)
    .flatMap(({ turns, people }) => (people === null ? [] : turns));
}

/** The steps that end with this period, each joined to what could not be told before it. */
function totalsOf(
  plan: YearPlan, before: readonly YearRelease[], people: readonly Counted[], rules: Rules,
): Total[] {
  const last = before.flatMap(({ totals }) => totals).at(-1);
  let waiting = last?.people === null ? last.turns : [];
  let published = publishedIn(before);
  const due = plan.steps.filter((step) => step.at(-1) === before.length + 1);
  return due.map((step) => {
    const turns = [...waiting, ...step];
    const users = people.filter(({ turn }) => turns.includes(turn)).length;
    const mayBePublished = rules.may(users, plan.k, rules.left(plan.people, published));
    waiting = mayBePublished ? [] : turns;
    if (mayBePublished) published += users;
    return { turns, people: mayBePublished ? users : null };
  });
}

/** How many people these releases told of. */
export function publishedIn(releases: readonly Pick<YearRelease, 'totals'>[]): number {
  return releases.flatMap(({ totals }) => totals)
    .reduce((sum, { people }) => sum + (people ?? 0), 0);
}

/** The band of the median wait: of eight times and six times the threshold, people and waits. */
function waitOf(people: readonly Counted[], kHow: number): WaitBand | null {
  const waits = people.flatMap(({ waitDays }) => waitDays ?? []);
  const band = medianBand(waits, people.length, kHow);
  return band.kind === 'shown' ? band.value : null;
}

function tally(
  people: readonly Counted[], leaf: (one: Counted) => string,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of people) counts.set(leaf(one), (counts.get(leaf(one)) ?? 0) + 1);
  return counts;
}

function check(
  plan: YearPlan, before: readonly YearRelease[], people: readonly Counted[],
): void {
  if (before.length >= REPORTS_OF_YEAR || before.some(({ period }, at) => period !== at + 1)) {
    throw new DisclosureError('bad-releases', 'A year has four periods, each closed once, in order.');
  }
  const names = (root: PlanNode) => new Set(leavesOf(root).map(({ name }) => name));
  const [blocks, concerns, modalities] =
    [names(plan.sites), names(plan.concerns), names(plan.modalities)];
  const isKnown = ({ turn, block, concern, modality, sessions, waitDays = 0 }: Counted) =>
    isCount(turn) && turn >= 1 && turn <= REPORTS_OF_YEAR && blocks.has(block)
    && concerns.has(concern) && modalities.has(modality) && isCount(waitDays)
    && isCount(sessions) && sessions >= 1 && sessions <= plan.sessionsPerMember;
  if (!people.every(isKnown)) {
    throw new DisclosureError('bad-tally', 'Everybody is counted once, within the plan.');
  }
  const stay = RULES.later(people, publishedTurns(before)).length;
  if (stay !== publishedIn(before)) {
    throw new DisclosureError('bad-tally', 'Who was told stays counted, and nobody joins her turn.');
  }
}
