import type { Trace } from '../../demo/story/stolen.ts';

/*
 * What no rewriting takes away: whoever makes a copy of both databases every evening, or every
 * month, sees which letters were claimed and which cases opened between two of them.
 */

/** Whose letters were claimed, and whose cases were there, when copies were made. */
export interface Copies {
  readonly claimed: ReadonlySet<number>;
  readonly opened: ReadonlySet<number>;
}

/** How many cases are expected to be named, of so many, and how many by chance within blocks. */
export interface Named {
  readonly cases: number;
  readonly named: number;
  readonly byChance: number;
}

/**
 * Of these people's cases, say that each belongs to one of the letters of its block that were
 * claimed between the same two copies, whichever. What is claimed before the first is no news.
 */
export function linkByCopies(
  copies: readonly Copies[], claimed: readonly Trace[], of: ReadonlySet<number>,
): Named {
  const sum = { cases: 0, named: 0, byChance: 0 };
  const blockOf = new Map(claimed.map(({ truth, block }) => [truth, block]));
  const inBlock = (letters: Iterable<number>, block: string | undefined) =>
    [...letters].filter((letter) => blockOf.get(letter) === block).length;
  copies.slice(1).forEach((now, place) => {
    const before = copies[place]!;
    const fresh = [...now.claimed].filter((letter) => !before.claimed.has(letter));
    for (const one of now.opened) {
      if (before.opened.has(one) || !of.has(one)) continue;
      const block = blockOf.get(one);
      sum.cases += 1;
      sum.named += fresh.includes(one) ? 1 / inBlock(fresh, block) : 0;
      sum.byChance += 1 / inBlock(blockOf.keys(), block);
    }
  });
  return sum;
}

/** The part of those who claimed after the first copy, and of the others, who came into care. */
export function careOfTheLate(copies: readonly Copies[]): { late: number; early: number } {
  const [first, last] = [copies[0]!, copies.at(-1)!];
  const share = (letters: number[]) =>
    letters.filter((letter) => last.opened.has(letter)).length / letters.length;
  const all = [...last.claimed];
  return {
    late: share(all.filter((letter) => !first.claimed.has(letter))),
    early: share(all.filter((letter) => first.claimed.has(letter))),
  };
}
