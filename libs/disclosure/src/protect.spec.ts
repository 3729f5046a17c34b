import { isRemainderSafe, pinsFor, protectBlocks, protectedGroups } from './protect.ts';
import type { TableBlock } from './table.ts';

const blocksOf = (heads: readonly number[], sites = ''): TableBlock[] =>
  heads.map((headcount, i) => ({ block: `B${i + 1}`, label: '', headcount, site: sites[i] ?? null }));

/** Sums of the hidden blocks that may not be known, as ranges 'from-to'. */
function unsafeSums(heads: readonly number[], hidden: readonly number[], sites = ''): string {
  const all = hidden.reduce((sum, i) => sum + heads[i]!, 0);
  const ranges: [number, number][] = [];
  for (let sum = 0; sum <= all; sum += 1) {
    if (isRemainderSafe(blocksOf(heads, sites), hidden, sum, 5)) continue;
    const last = ranges.at(-1);
    if (last?.[1] === sum - 1) last[1] = sum;
    else ranges.push([sum, sum]);
  }
  return ranges.map(([from, to]) => `${from}-${to}`).join(' ');
}

describe('guard groups', () => {
  it('are pairs of neighbours, the last three together, one block alone', () => {
    const groups = (count: number) => {
      const all = Array.from({ length: count }, (_, i) => i);
      return protectedGroups(blocksOf(all.map(() => 60)), all).slice(count).map((g) => g.join(''));
    };
    expect([2, 3, 4, 5].map(groups)).toEqual([['01'], ['012'], ['01', '23'], ['01', '234']]);
    expect(protectedGroups(blocksOf([60]), [0])).toEqual([[0]]);
  });

  it('are protected where they are hidden, beside each block and the hidden part of each site', () => {
    const blocks = blocksOf([60, 60, 60, 60, 60, 60], 'aabab');
    expect(protectedGroups(blocks, [0, 1])).toEqual([[0], [1], [0, 1]]);
    expect(protectedGroups(blocks, [1, 2])).toEqual([[1], [2]]);
    expect(protectedGroups(blocks, [0, 1, 2, 3, 4, 5])).toEqual([
      [0], [1], [2], [3], [4], [5], [0, 1], [2, 3], [4, 5], [0, 1, 3], [2, 4],
    ]);
  });
});

describe('the remainder', () => {
  it('of a pair may not tell that somebody in a block used it, or did not, or which was small', () => {
    expect(unsafeSums([60, 60], [0, 1])).toBe('0-4 56-64 116-120');
    expect(unsafeSums([60, 80], [0, 1])).toBe('0-4 56-84 136-140');
  });

  it('of three may not fill or empty any one of them by force', () => {
    expect(unsafeSums([60, 80, 100], [0, 1, 2]))
      .toBe('0-4 56-59 76-79 96-99 141-144 161-164 181-184 236-240');
  });

  it('nor the hidden part of a site', () => {
    expect(unsafeSums([60, 80, 100], [0, 1, 2], 'aab'))
      .toBe('0-4 56-59 76-79 96-99 101-104 136-139 141-144 161-164 181-184 236-240');
  });

  it('is never known of a block that cannot be safe itself', () => {
    expect(unsafeSums([10, 60], [0, 1])).toBe('0-4 6-64 66-70');
    expect(unsafeSums([9, 60], [0, 1])).toBe('0-69');
    expect(unsafeSums([9, 60, 60], [0, 1, 2])).toBe('0-129');
  });

  it('names the smallest other block of each hidden group to carry the blame', () => {
    const blocks = blocksOf([60, 50, 70, 40, 80]);
    const all = [0, 1, 2, 3, 4];
    expect(all.map((i) => pinsFor(blocks, all, i)))
      .toEqual([[1, 3], [0, 3], [1, 3], [1, 2], [1, 3]]);
    expect(pinsFor(blocks, [0, 1], 0)).toEqual([1]);
    expect(pinsFor(blocks, [0, 1, 2], 0)).toEqual([1]);
    expect(pinsFor(blocksOf([60]), [0], 0)).toEqual([]);
  });
});

describe('what a release hides', () => {
  const blocks = blocksOf([100, 100, 90, 90, 60, 60]);
  it('is nothing where every block is safe', () => {
    expect(protectBlocks(blocks, [5, 95, 9, 9, 9, 9], 5))
      .toEqual({ hidden: [], totalHidden: false });
  });

  it('is the guard group of an unsafe block, small or full', () => {
    expect(protectBlocks(blocks, [4, 9, 9, 9, 9, 9], 5).hidden).toEqual([0, 1]);
    expect(protectBlocks(blocks, [9, 9, 9, 86, 9, 9], 5).hidden).toEqual([2, 3]);
  });

  it('is the smallest safe group too where the remainder would tell', () => {
    expect(protectBlocks(blocks, [1, 2, 20, 20, 20, 20], 5))
      .toEqual({ hidden: [0, 1, 4, 5], totalHidden: false });
    expect(protectBlocks(blocks, [20, 20, 20, 20, 1, 2], 5))
      .toEqual({ hidden: [2, 3, 4, 5], totalHidden: false });
  });

  it('is the total where all blocks are hidden and it still would', () => {
    expect(protectBlocks(blocks, [1, 0, 0, 1, 0, 1], 5))
      .toEqual({ hidden: [0, 1, 2, 3, 4, 5], totalHidden: true });
  });
});
