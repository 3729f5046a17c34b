import type { CaseUse, Layout } from './table.ts';

/** Cases that are counted, and the sessions of all others. */
export interface Counted {
  readonly cases: readonly CaseUse[];
  readonly beyond: number;
}

/**
 * Of each block, at most as many people with sessions as it had at the start: spare seats are in no
 * headcount, so whoever joins can make more. A block that is so full is told by nobody, and the
 * others' sessions settle as those of paper credits do, in no table. First come those given first.
 */
export function withinHeads({ blocks }: Pick<Layout, 'blocks'>, all: readonly CaseUse[]): Counted {
  const room = new Map(blocks.map(({ block, headcount }) => [block, headcount]));
  const cases: CaseUse[] = [];
  let beyond = 0;
  for (const use of all) {
    const left = room.get(use.block);
    const isBeyond = use.sessions > 0 && left === 0;
    if (isBeyond) beyond += use.sessions;
    else cases.push(use);
    if (use.sessions > 0 && left !== undefined) room.set(use.block, Math.max(0, left - 1));
  }
  return { cases, beyond };
}
