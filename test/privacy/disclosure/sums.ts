import type { PlanNode } from '../../../libs/disclosure/src/year/tree.ts';
import { leavesOf } from '../../../libs/disclosure/src/year/tree.ts';
import type { YearRelease } from '../../../libs/disclosure/src/year/close.ts';
import type { YearPlan } from '../../../libs/disclosure/src/year/plan.ts';
import type { PublishedNode } from '../../../libs/disclosure/src/year/publish.ts';

/** What an employer can add up about one list: unknown whole numbers, and sums that it was told. */
export interface Sums {
  readonly list: string;
  /** The most that each unknown can be. */
  readonly caps: readonly number[];
  readonly told: readonly Sum[];
  /** What it would like to know: groups, with the threshold that is promised and their people. */
  readonly asked: readonly Asked[];
}

/** A weighted sum that lies between two numbers. */
export interface Sum {
  readonly of: readonly number[];
  readonly weights?: readonly number[];
  readonly least: number;
  readonly most: number;
}

/** A group of whom nobody may be certain that one to k − 1 are, or that all but so few. */
export interface Asked {
  readonly name: string;
  readonly of: readonly number[];
  readonly k: number;
  /** Null for a category: its people are not known. */
  readonly people: number | null;
}

const TURNS = [1, 2, 3, 4];

/** Everything that a year's releases say of each list, as sums; nothing but releases goes in. */
export function sumsOf(plan: YearPlan, year: readonly YearRelease[]): Sums[] {
  const totals = year.flatMap((release) => release.totals).filter(({ people }) => people !== null);
  const publishedBy = (from: number, to: number) => year.slice(from, to)
    .flatMap((release) => release.totals)
    .flatMap(({ turns, people }) => (people === null ? [] : turns));
  const since = (period: number) => plan.listsAt.filter((at) => at < period).at(-1) ?? 0;
  type Read = (release: YearRelease) => PublishedNode | null;
  const listed = (read: Read) => year.flatMap((release) => {
    const node = read(release);
    return node ? [{ node, turns: publishedBy(since(release.period), release.period) }] : [];
  });
  const last = year.find(({ sites }) => sites !== null);
  const everybody = publishedBy(0, year.length);
  const lists: [string, PlanNode, number, { node: PublishedNode; turns: number[] }[]][] = [
    ['sites', plan.sites, plan.k, last?.sites ? [{ node: last.sites, turns: everybody }] : []],
    ['concerns', plan.concerns, plan.k, listed(({ concerns }) => concerns)],
    ['modalities', plan.modalities, plan.kHow, listed(({ modalities }) => modalities)],
  ];
  return [
    ...lists.map(([list, root, k, told]): Sums => {
      const leaves = leavesOf(root);
      const places = (node: PlanNode, turns: readonly number[]) => leavesOf(node).flatMap((leaf) =>
        turns.map((turn) => leaves.indexOf(leaf) * TURNS.length + turn - 1));
      const nodes = new Map(nodesOf(root).map((node) => [node.name, node]));
      const same = (node: PublishedNode, turns: readonly number[]): Sum[] => [
        { of: places(nodes.get(node.name) ?? root, turns), least: node.people, most: node.people },
        ...node.parts.flatMap((part) => same(part, turns))];
      const spans = [...TURNS.map((turn) => [turn]), ...totals.map(({ turns }) => turns),
        ...told.map(({ turns }) => turns)];
      return {
        list, caps: leaves.flatMap((leaf) => TURNS.map(() => leaf.people ?? plan.people)),
        told: [
          ...totals.map(({ turns, people }) =>
            ({ of: places(root, turns), least: people ?? 0, most: people ?? 0 })),
          ...told.flatMap(({ node, turns }) => same(node, turns)),
          // Nobody is counted twice: of a group no more than its people.
          ...leaves.flatMap((leaf) => (leaf.people === undefined ? []
            : [{ of: places(leaf, TURNS), least: 0, most: leaf.people }])),
        ],
        asked: nodesOf(root).flatMap((node) => spans.map((turns) => ({
          name: `${list} ${node.name} of ${turns.join()}`, of: places(node, turns), k,
          people: node.people ?? null }))),
      };
    }),
    sessionsOf(plan, year, totals.reduce((sum, { people }) => sum + (people ?? 0), 0)),
  ];
}

/** People by their number of sessions, beside what was settled: balance and invoice follow. */
function sessionsOf(plan: YearPlan, year: readonly YearRelease[], people: number): Sums {
  const last = year.at(-1);
  const most = plan.sessionsPerMember;
  const all = Array.from({ length: most }, (_, at) => at);
  const bands = new Map([['1', [0]], ['2–3', all.slice(1, 3)], ['4 or more', all.slice(3)]]);
  const isOver = year.length === 4 && last?.settled !== null && last !== undefined;
  const lots = (last?.settled ?? 0) - people;
  return {
    list: 'sessions', caps: all.map(() => plan.people),
    told: [
      { of: all, least: people, most: people },
      ...isOver ? [{ of: all, weights: all, least: lots, most: lots + plan.lot - 1 }] : [],
      ...(last?.bands?.parts ?? []).map((part) =>
        ({ of: bands.get(part.name) ?? [], least: part.people, most: part.people })),
    ],
    asked: all.flatMap((from) => all.filter((to) => to >= from).map((to) => ({
      name: `sessions ${from + 1} to ${to + 1}`, of: all.slice(from, to + 1), k: plan.kHow,
      people: null }))),
  };
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...node.children.flatMap(nodesOf)];
}
