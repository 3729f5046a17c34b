import { isSafe } from './primary.ts';
import { total, type TableBlock } from './table.ts';

/** Which blocks a release hides, and whether it hides the total too. */
export interface Pattern {
  /** Indices of hidden blocks, ascending; whole guard groups. */
  readonly hidden: readonly number[];
  readonly totalHidden: boolean;
}

/**
 * Blocks that stand and fall together: pairs of neighbours in the plan, the last three together
 * when their number is odd. Fixed by the plan alone, so that a hidden pair never says which of
 * its two blocks was the reason. One single block is a group of its own.
 */
function guardGroups(blockCount: number): readonly (readonly number[])[] {
  const groups: number[][] = [];
  for (let i = 0; i < blockCount; i += 1) {
    const last = groups.at(-1);
    const opens = i % 2 === 0 && i < blockCount - 1;
    if (opens || last === undefined) groups.push([i]);
    else last.push(i);
  }
  return groups;
}

/**
 * The unions that are protected beside the total: every hidden block, every hidden guard group,
 * and of every site the part that is hidden.
 */
export function protectedGroups(
  blocks: readonly TableBlock[],
  hidden: readonly number[],
): readonly (readonly number[])[] {
  const inside = new Set(hidden);
  const guards = guardGroups(blocks.length).filter((group) => group.every((i) => inside.has(i)));
  return distinct([...hidden.map((i) => [i]), ...guards, ...sitesOf(blocks, hidden)]);
}

/**
 * Unions of blocks that an analyst has names for, by their places in the layout: each block, each
 * site, of it the hidden blocks and the others, hidden guard groups, all hidden blocks, all others.
 */
export function namedUnions(
  blocks: readonly TableBlock[],
  hidden: readonly number[],
): readonly (readonly number[])[] {
  const inside = new Set(hidden);
  const all = [...blocks.keys()];
  const visible = all.filter((i) => !inside.has(i));
  return distinct([
    ...all.map((i) => [i]), ...sitesOf(blocks, all), ...sitesOf(blocks, visible),
    ...protectedGroups(blocks, hidden), hidden, visible,
  ]).filter((group) => group.length > 0);
}

/** Of each site the blocks that are among these. */
function sitesOf(
  blocks: readonly TableBlock[],
  among: readonly number[],
): readonly (readonly number[])[] {
  const sites = new Map<string, number[]>();
  for (const i of among) {
    const site = blocks[i]?.site;
    if (site) sites.set(site, [...(sites.get(site) ?? []), i]);
  }
  return [...sites.values()];
}

function distinct(groups: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return [...new Map(groups.map((group) => [group.join(), group])).values()];
}

/**
 * Decide what is hidden (suppression.proof.md, section 3). Every guard group with an unsafe
 * block is hidden; while the remainder, which anyone gets by subtraction, would tell something,
 * the guard group with the fewest heads joins it; when all are hidden and it still would, the
 * total is hidden too.
 */
export function protectBlocks(
  blocks: readonly TableBlock[],
  users: readonly number[],
  k: number,
): Pattern {
  const heads = (group: readonly number[]) => total(group.map((i) => blocks[i]?.headcount ?? 0));
  const count = (group: readonly number[]) => total(group.map((i) => users[i] ?? 0));
  const unsafe = (group: readonly number[]) =>
    group.some((i) => !isSafe(count([i]), heads([i]), k));
  const groups = guardGroups(blocks.length);
  const open = groups.filter((group) => !unsafe(group)).sort((a, b) => heads(a) - heads(b));
  let hidden = groups.filter(unsafe).flat();
  if (hidden.length === 0) return { hidden, totalHidden: false };
  while (!isRemainderSafe(blocks, hidden, count(hidden), k)) {
    const next = open.shift();
    if (!next) return { hidden, totalHidden: true };
    hidden = [...hidden, ...next].sort((a, b) => a - b);
  }
  return { hidden, totalHidden: false };
}

/**
 * Whether the users of the hidden blocks together, `sum`, may be known. A function of the hidden
 * set and its sum alone: both are public once it holds, so the test itself tells nothing more.
 */
export function isRemainderSafe(
  blocks: readonly TableBlock[],
  hidden: readonly number[],
  sum: number,
  k: number,
): boolean {
  const heads = (group: readonly number[]) => total(group.map((i) => blocks[i]?.headcount ?? 0));
  const all = heads(hidden);
  // 1. The hidden blocks together are a published group.
  if (!isSafe(sum, all, k)) return false;
  // 2. No protected group is forced above 0 while it may be below k, nor below full while it may
  //    be above headcount − k.
  for (const group of protectedGroups(blocks, hidden)) {
    const others = all - heads(group);
    if (sum > others && sum < others + k) return false;
    if (sum < heads(group) && sum > heads(group) - k) return false;
  }
  // 3. Each hidden block may itself be a safe one, hidden for the sake of another.
  return hidden.every((i) => {
    const pins = heads(pinsFor(blocks, hidden, i));
    return heads([i]) >= 2 * k && (sum <= all - pins - k || sum >= pins + k);
  });
}

/** In every hidden guard group the smallest block other than `block`: it can carry the blame. */
export function pinsFor(
  blocks: readonly TableBlock[],
  hidden: readonly number[],
  block: number,
): readonly number[] {
  const inside = new Set(hidden);
  const heads = (i: number) => blocks[i]?.headcount ?? 0;
  return guardGroups(blocks.length)
    .filter((group) => group.every((i) => inside.has(i)))
    .flatMap((group) => {
      const others = group.filter((i) => i !== block).sort((a, b) => heads(a) - heads(b));
      return others.slice(0, 1);
    });
}
