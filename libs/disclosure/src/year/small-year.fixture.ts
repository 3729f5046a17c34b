import { REPORTS_OF_YEAR } from '#calendar/periods';
import { closePeriod, type YearRelease } from './close.ts';
import type { Counted } from './counted.ts';
import { shortfallToInvoice } from '#billing/shortfall';
import { balanceOf, type Balance } from './money.ts';
import { REPORT_RULES, type YearPlan } from './plan.ts';
import { RULES, type Rules } from './rules.ts';
import { leavesOf, type PlanNode, type SiteNode } from './tree.ts';

/** A person as she may have been: what is counted, and her sessions by the end of each period. */
export interface Kind extends Omit<Counted, 'sessions' | 'block'> {
  readonly by: readonly number[];
}

/** A year that is small enough to try every world of it. */
export interface SmallYear {
  readonly plan: YearPlan;
  /** What each person of a block may have been, besides nobody who used it. */
  readonly kinds: readonly Kind[];
  /** What was bought; below what may be settled, so that there are invoices. Flat: nothing. */
  readonly purchased: number;
  /** Users of each turn, where only worlds are tried in which these are told: of one block. */
  readonly users?: Readonly<Record<number, number>>;
}

/** One world: of each block, how many people are of each kind. */
export type World = readonly (readonly number[])[];

const category = (name: string): PlanNode => ({ name, children: [] });

/** A list of categories: all in one split, or (from three on) the first and the rest. */
export function listOf(names: readonly string[]): PlanNode {
  const [first = '', ...rest] = names;
  if (rest.length < 2) return { name: 'all', children: names.map(category) };
  return { name: 'all', children: [
    category(first), { name: 'rest', children: rest.map(category) }] };
}

/** Blocks in a tree: two at a time from the end. */
function treeOf(people: readonly number[]): SiteNode {
  const leaf = (own: number, at: number): SiteNode =>
    ({ name: `B${at + 1}`, people: own, departments: [at + 1], site: null, children: [] });
  return people.map(leaf).reduceRight((rest, own) => ({
    name: `${own.name}+`, people: own.people + rest.people, site: null,
    departments: [...own.departments, ...rest.departments], children: [own, rest] }));
}

/** A small plan; its thresholds are 2 where nothing else is said, and lots twice as large. */
export function smallPlan(
  blocks: readonly number[], steps: readonly (readonly number[])[],
  more: Partial<YearPlan> = {},
): YearPlan {
  const kHow = more.kHow ?? 2;
  return {
    kind: 'planned', rules: REPORT_RULES, paid: 'sessions', rateBps: 450, k: 2, kHow,
    people: blocks.reduce((sum, own) => sum + own, 0), sessionsPerMember: 8, lot: 2 * kHow,
    steps, listsAt: [REPORTS_OF_YEAR], concerns: listOf(['a']), modalities: listOf(['v']), bands: null,
    sites: treeOf(blocks), ...more,
  };
}

/** Every kind of some turns, concerns, modalities, and courses of sessions from her turn on. */
export function kindsOf(
  { turns, concerns = ['a'], modalities = ['v'], courses = () => [[1, 1, 1, 1]] }: {
    readonly turns: readonly number[]; readonly concerns?: readonly string[];
    readonly modalities?: readonly string[];
    readonly courses?: (turn: number) => readonly (readonly number[])[];
  },
): Kind[] {
  return turns.flatMap((turn) => concerns.flatMap((concern) => modalities.flatMap((modality) =>
    courses(turn).map((by) => ({ turn, concern, modality, by })))));
}

/** Every world of a year. */
export function* worldsOf({ plan, kinds, users }: SmallYear): Generator<World> {
  if (users) {
    const turns = [...new Set(kinds.map(({ turn }) => turn))];
    const perTurn = turns.map((turn) => [...multisets(
      kinds.filter((kind) => kind.turn === turn).length, users[turn] ?? 0)]
      .filter((counts) => counts.reduce((sum, count) => sum + count, 0) === users[turn]));
    for (const world of product(perTurn)) yield [world.flat()];
    return;
  }
  const perBlock = leavesOf(plan.sites).map(({ people }) => [...multisets(kinds.length, people)]);
  yield* product(perBlock);
}

/** What she reads of her money, and what she is invoiced. */
type Money = Balance & { readonly invoiced: number };

/** All that an employer receives in a year: each release and what it reads of its money. */
export function receivedOf(
  { plan, kinds, purchased }: SmallYear, world: World, rules: Rules = RULES,
): { readonly releases: readonly YearRelease[]; readonly balances: readonly Money[] } {
  const releases: YearRelease[] = [];
  const balances: Money[] = [];
  for (let period = 1; period <= REPORTS_OF_YEAR; period += 1) {
    releases.push(closePeriod(plan, releases, factsAt(world, kinds, plan, period), rules));
    const invoiced = shortfallToInvoice(purchased, [{ releases, asked: 0, cancelled: 0 }]);
    balances.push({ ...balanceOf({ paid: purchased, open: 0 }, [releases]),
      invoiced: invoiced?.sessions ?? 0 });
  }
  return { releases, balances };
}

/** Who is counted when a period closes. */
export function factsAt(
  world: World, kinds: readonly Kind[], plan: YearPlan, period: number,
): Counted[] {
  const blocks = leavesOf(plan.sites);
  return world.flatMap((counts, at) => counts.flatMap((count, which) => {
    const { by, ...kind } = kinds[which]!;
    if (count === 0 || kind.turn > period) return [];
    const sessions = by[period - 1]!;
    return Array<Counted>(count).fill({ ...kind, block: blocks[at]!.name, sessions });
  }));
}

/** Counts of so many kinds, of up to so many people. */
export function* multisets(kinds: number, most: number): Generator<number[]> {
  if (kinds === 0) {
    yield [];
    return;
  }
  for (let count = 0; count <= most; count += 1) {
    for (const others of multisets(kinds - 1, most - count)) yield [count, ...others];
  }
}

function* product<T>(lists: readonly (readonly T[])[]): Generator<T[]> {
  const [first, ...others] = lists;
  if (!first) {
    yield [];
    return;
  }
  for (const one of first) for (const rest of product(others)) yield [one, ...rest];
}
