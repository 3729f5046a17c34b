import { REPORTS_OF_YEAR } from '#calendar/periods';
import { mayTellMedian } from '../statistics.ts';
import { publishedIn, type YearRelease } from './close.ts';
import type { YearPlan } from './plan.ts';
import type { PublishedNode } from './publish.ts';
import { RULES } from './rules.ts';
import type { PlanNode } from './tree.ts';

/** All promises that can be checked are kept, or the first that is not, as a sentence. */
export type YearVerdict =
  | { readonly kind: 'kept' } | { readonly kind: 'broken'; readonly promise: string };

/** Whether a promise is kept, and what it says. */
type Promised = readonly [isKept: boolean, promise: string];

/**
 * Check a year's releases so far against their plan: what was told when, which numbers are split,
 * what was settled. From public numbers alone; that a number which is not told, or not split, had
 * to stay so, only whoever has the microdata can check.
 */
export function verifyYear(plan: YearPlan, releases: readonly YearRelease[]): YearVerdict {
  const inOrder = releases.length <= REPORTS_OF_YEAR
    && releases.every(({ period, rules }, at) => period === at + 1 && rules === plan.rules);
  if (!inOrder) return broken('Each period of the year is released once, in order, by one rule.');
  for (const [at, release] of releases.entries()) {
    const before = releases.slice(0, at);
    const failed = [...totalsOf(plan, before, release), ...listsOf(plan, before, release),
      ...endOf(plan, before, release), ...moneyOf(plan, before, release)]
      .find(([isKept]) => !isKept);
    if (failed) return broken(`Period ${release.period}: ${failed[1]}`);
  }
  return { kind: 'kept' };
}

function broken(promise: string): YearVerdict {
  return { kind: 'broken', promise };
}

/** Totals are of the steps that are due, each joined to what was not told, and may be told. */
function totalsOf(
  plan: YearPlan, before: readonly YearRelease[], { period, totals }: YearRelease,
): Promised[] {
  const last = before.flatMap((release) => release.totals).at(-1);
  let waiting = last?.people === null ? last.turns : [];
  let published = publishedIn(before);
  const due = plan.steps.filter((step) => step.at(-1) === period);
  const promised: Promised[] = [[totals.length === due.length,
    'a total is told where the plan has one, and nowhere else.']];
  for (const [at, step] of due.entries()) {
    const { turns, people } = totals[at] ?? { turns: [], people: null };
    const wanted = [...waiting, ...step];
    promised.push([turns.join() === wanted.join(),
      'a total that cannot be told is joined to the next.'], [
      people === null || RULES.may(people, plan.k, RULES.left(plan.people, published)),
      `a total is of ${plan.k} people or more, and of half of those left at most.`]);
    waiting = people === null ? wanted : [];
    published += people ?? 0;
  }
  return promised;
}

/** Lists are of everybody told since the last ones, and split by the rule. */
function listsOf(
  plan: YearPlan, before: readonly YearRelease[], release: YearRelease,
): Promised[] {
  const lastLists = plan.listsAt.filter((at) => at < release.period).at(-1) ?? 0;
  const isDue = plan.listsAt.includes(release.period);
  const people = isDue ? publishedIn([...before.slice(lastLists), release]) : 0;
  return [
    ...listOf('what people came for', plan.concerns, plan.k, release.concerns, people),
    ...listOf('how sessions were held', plan.modalities, plan.kHow, release.modalities, people),
    [release.wait === null || mayTellMedian(people, plan.kHow),
      `a median wait is of ${8 * plan.kHow} people or more.`],
  ];
}

/** Sites and numbers of sessions are of everybody told in the year, at its end. */
function endOf(plan: YearPlan, before: readonly YearRelease[], release: YearRelease): Promised[] {
  const people = release.period === REPORTS_OF_YEAR ? publishedIn([...before, release]) : 0;
  return [
    ...listOf('sites', plan.sites, plan.k, release.sites, people),
    ...listOf('numbers of sessions', plan.bands, plan.kHow, release.bands, people),
  ];
}

function listOf(
  what: string, root: PlanNode | null, k: number, published: PublishedNode | null, people: number,
): Promised[] {
  if (!root || people === 0) return [[published === null, `${what}: nothing is told that is not due.`]];
  if (!published) return [[false, `${what}: the list of everybody told is there.`]];
  const split = (node: PlanNode, own: PublishedNode): boolean => {
    if (own.name !== node.name) return false;
    if (own.parts.length === 0) return true;
    const sum = own.parts.reduce((all, part) => all + part.people, 0);
    return sum === own.people && own.parts.length === node.children.length
      && node.children.every((child, at) => {
        const part = own.parts[at];
        return part !== undefined && RULES.may(part.people, k, child.people ?? null)
          && split(child, part);
      });
  };
  return [
    [published.people === people, `${what}: the sum is that of the totals.`],
    [split(root, published),
      `${what}: a number is split as planned, into parts of ${k} or more that add up to it.`],
  ];
}

/** One session for each who was told; at the end the others, in lots, within what bands allow. */
function moneyOf(
  plan: YearPlan, before: readonly YearRelease[], release: YearRelease,
): Promised[] {
  if (plan.paid === 'flat') {
    return [[release.settled === null, 'at a flat price no session is settled.']];
  }
  const people = publishedIn([...before, release]);
  const further = (release.settled ?? -1) - people;
  if (release.period < REPORTS_OF_YEAR) {
    return [[further === 0, 'one session is settled for each person told, until the year ends.']];
  }
  const [one = 0, few = 0, many = 0] = release.bands?.parts.map((part) => part.people) ?? [];
  const most = plan.sessionsPerMember - 1;
  const arePublished = one + few + many > 0;
  const [least, top] = arePublished ? [few + 3 * many, 2 * few + most * many] : [0, most * people];
  return [
    [further >= 0 && further % plan.lot === 0,
      `sessions beyond each person's first are settled in lots of ${plan.lot}.`],
    [further <= top && further + plan.lot > least,
      'settled sessions are as many as the people who were told can have had.'],
  ];
}
