import { REPORTS_OF_YEAR } from '#calendar/periods';
import type { YearRelease } from '#disclosure/year/close';
import { CONCERNS } from '#disclosure/year/lists';
import type { YearPlan } from '#disclosure/year/plan';
import type { PublishedNode } from '#disclosure/year/publish';
import { leavesOf, type PlanNode, type SiteNode } from '#disclosure/year/tree';
import { rangeOfChance, shareBps, type Share } from './chance-range.ts';
import { publishedTurns } from './published-turns.ts';

/** The lists of a report. */
export type ListName = 'sites' | 'concerns' | 'modalities' | 'bands';

/** The share of a site's people, and what chance alone would explain; basis points. */
export interface GroupUse {
  readonly shareBps: number;
  readonly leastBps: number;
  readonly mostBps: number;
}

/** A group of a list as finely as it is told. */
export interface GroupView {
  /** The plan's name of it; for sites its number in the tree. */
  readonly name: string;
  /** For sites, what they are called here. */
  readonly label: string | null;
  /** The plan's names of what it holds: itself, where it can be split no further. */
  readonly members: readonly string[];
  readonly people: number;
  /** For sites, people in it at the start of the year, and what follows from them. */
  readonly covered: number | null;
  readonly use: GroupUse | null;
  /** Whether the plan would split it, and its parts cannot all be told. */
  readonly isWhole: boolean;
}

/** A list as it was told of some periods. */
export interface EditionView {
  readonly turns: readonly number[];
  readonly people: number;
  readonly groups: readonly GroupView[];
}

/** A list of a year: first all that was told of it, then by periods where there are several. */
export interface ListView {
  readonly list: ListName;
  /** Fewest people of a group. */
  readonly least: number;
  readonly editions: readonly EditionView[];
  /** The period, 1 to 4, at whose end it is told next; null where none is to come. */
  readonly next: number | null;
}

interface Published {
  readonly turns: readonly number[];
  readonly node: PublishedNode;
}

/** The lists that a plan has, with what its releases tell of each. */
export function listsOf(
  plan: YearPlan, releases: readonly YearRelease[], siteName: (blocks: readonly number[]) => string,
): ListView[] {
  const view = (
    list: ListName, root: PlanNode | SiteNode | null, times: readonly number[], least: number,
  ): ListView[] => (root && root.children.length > 0 ? [{
    list, least, editions: editionsOf(root, publishedOf(releases, list, times), siteName),
    next: times.find((at) => at > releases.length) ?? null,
  }] : []);
  return [
    ...view('sites', plan.sites, [REPORTS_OF_YEAR], plan.k),
    ...view('concerns', plan.concerns, plan.listsAt, plan.k),
    ...view('modalities', plan.modalities, plan.listsAt, plan.kHow),
    ...view('bands', plan.bands, [REPORTS_OF_YEAR], plan.kHow),
  ];
}

/** What was told of a list, each time of the people told since the last time. */
function publishedOf(
  releases: readonly YearRelease[], list: ListName, times: readonly number[],
): Published[] {
  return times.flatMap((at, index) => {
    const node = releases[at - 1]?.[list];
    const since = times[index - 1] ?? 0;
    return node ? [{ node, turns: publishedTurns(releases.slice(since, at)) }] : [];
  });
}

function editionsOf(
  root: PlanNode, published: readonly Published[], siteName: (blocks: readonly number[]) => string,
): EditionView[] {
  const [first, ...others] = published;
  if (!first) return [];
  const edition = ({ turns, node }: Published): EditionView =>
    ({ turns, people: node.people, groups: inOrder(root, groupsOf(root, node, siteName)) });
  if (others.length === 0) return [edition(first)];
  const all = others.reduce((sum, one) => (
    { turns: [...sum.turns, ...one.turns], node: added(sum.node, one.node) }), first);
  return [all, ...published].map(edition);
}

/** What people came for, the most of them first; other lists have an order of their own. */
function inOrder(root: PlanNode, groups: readonly GroupView[]): readonly GroupView[] {
  return root === CONCERNS ? groups.toSorted((a, b) => b.people - a.people) : groups;
}

/** The sum of what was told twice, split where both are. */
function added(one: PublishedNode, other: PublishedNode): PublishedNode {
  const areSplit = one.parts.length === other.parts.length;
  return { name: one.name, people: one.people + other.people,
    parts: areSplit ? one.parts.map((part, at) => {
      const same = other.parts[at];
      return same ? added(part, same) : part;
    }) : [] };
}

function useOf(share: Share): GroupUse {
  const [leastBps, mostBps] = rangeOfChance(share);
  return { shareBps: shareBps(share), leastBps, mostBps };
}

function groupsOf(
  plan: PlanNode | SiteNode, published: PublishedNode,
  siteName: (blocks: readonly number[]) => string,
): GroupView[] {
  if (published.parts.length > 0) {
    return plan.children.flatMap((child, at) => {
      const part = published.parts[at];
      return part ? groupsOf(child, part, siteName) : [];
    });
  }
  const covered = plan.people ?? null;
  return [{
    name: plan.name, label: 'departments' in plan ? siteName(plan.departments) || null : null,
    members: leavesOf(plan).map(({ name }) => name), people: published.people,
    covered, use: covered === null ? null : useOf({ people: published.people, covered }),
    isWhole: plan.children.length > 0,
  }];
}
