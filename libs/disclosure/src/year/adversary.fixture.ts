import type { YearPlan } from './plan.ts';
import { worldsOf, type Kind, type SmallYear, type World } from './small-year.fixture.ts';
import { leavesOf } from './tree.ts';

/** A named group, of which an employer might become certain. */
interface Group {
  readonly name: string;
  readonly blocks: readonly number[];
  readonly isIn: (kind: Kind) => boolean;
  readonly k: number;
  /** People of the group, where those who did not use it are a few as well; else null. */
  readonly people: number | null;
}

/** What an employer may be certain of though it must not be. */
export interface Certainty {
  readonly group: string;
  readonly received: string;
  readonly counts: readonly number[];
}

/**
 * Try every world of a year against all that is received in it: what is true of a group in all
 * worlds that give the same bytes is certain. Returns each group and what was received where it is
 * certain that one to k − 1 people are of it (or, of people, that all but so few are).
 */
export function certainties(
  year: SmallYear, receive: (world: World) => unknown, most = Infinity,
): Certainty[] {
  const groups = groupsOf(year);
  const within = groups.map(({ isIn }) => year.kinds.map(isIn));
  // Of everything that may be received: which counts of each group some world has, bit by bit.
  const seen = new Map<string, Uint32Array>();
  for (const world of worldsOf(year)) {
    const received = JSON.stringify(receive(world));
    const masks = seen.get(received) ?? new Uint32Array(groups.length);
    seen.set(received, masks);
    groups.forEach(({ blocks }, at) => {
      masks[at]! |= 1 << usersOf(world, blocks, within[at]!);
    });
  }
  const found: Certainty[] = [];
  for (const [received, masks] of seen) {
    for (const [at, group] of groups.entries()) {
      if (found.length >= most) return found;
      if (isCertain(group, masks[at]!)) {
        found.push({ group: group.name, received, counts: bitsOf(masks[at]!) });
      }
    }
  }
  return found;
}

function isCertain({ k, people }: Group, mask: number): boolean {
  const counts = bitsOf(mask);
  const few = (count: number) => count >= 1 && count < k;
  return counts.every(few) || (people !== null && counts.every((count) => few(people - count)));
}

function usersOf(world: World, blocks: readonly number[], isIn: readonly boolean[]): number {
  let users = 0;
  for (const block of blocks) {
    const counts = world[block]!;
    for (let kind = 0; kind < counts.length; kind += 1) if (isIn[kind]) users += counts[kind]!;
  }
  return users;
}

function bitsOf(mask: number): number[] {
  return Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => (mask >>> bit) & 1);
}

/** Unions of blocks by unions of turns, and each of them by unions of the categories of a list. */
function groupsOf({ plan, kinds }: SmallYear): Group[] {
  const leaves = leavesOf(plan.sites);
  const turns = [...new Set(kinds.map(({ turn }) => turn))];
  return unions(leaves.map((_, at) => at)).flatMap((blocks) => unions(turns).flatMap((of) => {
    const name = `blocks ${blocks.join()} turns ${of.join()}`;
    const people = blocks.reduce((sum, at) => sum + leaves[at]!.people, 0);
    const isOf = ({ turn }: Kind) => of.includes(turn);
    return [
      { name, blocks, isIn: isOf, k: plan.k, people },
      ...categoriesOf(plan, kinds).flatMap(({ list, k, values, valueOf }) =>
        unions(values).filter((some) => some.length < values.length).map((some): Group => ({
          name: `${name} ${list} ${some.join()}`, blocks, k, people: null,
          isIn: (kind) => isOf(kind) && some.includes(valueOf(kind)),
        }))),
    ];
  }));
}

/** Lists that a person has a place in, sessions by the end of each period among them. */
function categoriesOf(plan: YearPlan, kinds: readonly Kind[]) {
  const lists: { list: string; k: number; valueOf: (kind: Kind) => string | number }[] = [
    { list: 'concern', k: plan.k, valueOf: ({ concern }) => concern },
    { list: 'modality', k: plan.kHow, valueOf: ({ modality }) => modality },
    ...[1, 2, 3, 4].map((period) => ({
      list: `sessions by ${period}`, k: plan.kHow,
      // Sessions before she is counted are none of a person who is.
      valueOf: (kind: Kind) => (kind.turn <= period ? kind.by[period - 1]! : 0) })),
  ];
  return lists.map((one) => ({ ...one, values: [...new Set(kinds.map(one.valueOf))] }))
    .filter(({ values }) => values.length > 1);
}

/** Every union of some of these but the empty one. */
function unions<T>(of: readonly T[]): T[][] {
  return Array.from({ length: 2 ** of.length - 1 }, (_, at) =>
    of.filter((_one, bit) => ((at + 1) >>> bit) & 1));
}
