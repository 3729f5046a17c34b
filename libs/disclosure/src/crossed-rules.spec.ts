import { publishCells, type Cell } from './cells.ts';
import { brokenCrossing, publishCrossings } from './crossed.ts';
import { DEFAULT_RULES, type Rules } from './primary.ts';
import { tallyCases, type CaseUse, type Layout } from './table.ts';

const layout: Layout = {
  blocks: [1, 2, 3, 4].map((n) => ({ block: `B${n}`, label: '', headcount: 200 })),
  modalities: ['video', 'chat'],
  concerns: ['stress', 'grief', 'debt'],
  crossed: ['concern'],
};
const SAFE = [[20, 20, 20], [20, 20, 20], [20, 20, 20], [20, 20, 20]];

/** The cells of a period with counts[block][concern], and the evidence of what is crossed. */
function made(counts: readonly (readonly number[])[], inside: Rules = DEFAULT_RULES) {
  const rules = DEFAULT_RULES;
  const cases = counts.flatMap((row, b) => row.flatMap((users, c) =>
    Array.from({ length: users + 1 }, (_, i): CaseUse => ({
      block: `B${b + 1}`, modality: layout.modalities[i % 2]!, concern: layout.concerns[c]!,
      sessions: i === users ? 0 : 1,
    }))));
  const margins = publishCells(layout, rules, tallyCases(layout, cases).tally);
  const { cells, evidence } = publishCrossings(layout, inside, margins, cases);
  return { margins, cells, inside: cells.slice(margins.length), evidence };
}
const users = (counts: readonly (readonly number[])[]) =>
  made(counts).inside.map((cell) => cell.users);

describe('blocks by concern', () => {
  it('are shown where every cell has ten users and no more than its share of the block', () => {
    expect(users(SAFE)).toEqual(SAFE.flat());
    expect(users(SAFE.with(1, [96, 12, 12]))).toEqual(SAFE.with(1, [96, 12, 12]).flat());
    expect(new Set(made(SAFE).inside.map(({ reason }) => reason))).toEqual(new Set(['published']));
  });

  it('hide a cell of nine users with three others: the block and the concern next in size', () => {
    const tile = [null, null, 20];
    expect(users(SAFE.with(1, [20, 9, 20])))
      .toEqual([...tile, ...tile, ...SAFE.slice(2).flat()]);
    const cell = made(SAFE.with(1, [20, 9, 20])).inside[4];
    expect(cell).toMatchObject({ table: 'block-concern', key: 'B2/grief', reason: 'protected' });
  });

  it('hide a cell above its share of the block, with others', () => {
    const large = users(SAFE.with(1, [97, 12, 12]));
    expect(large[3]).toBeNull();
    expect(large.some((count) => count !== null)).toBe(true);
  });

  it('are hidden as a whole where the total, the list, or all but one category is', () => {
    const nothing = new Set([null]);
    expect(new Set(users([[1, 0, 0], [0, 0, 0], [0, 1, 0], [0, 0, 0]]))).toEqual(nothing);
    expect(new Set(users(SAFE.map(() => [20, 20, 2])))).toEqual(nothing);
    const one = { ...layout, concerns: ['stress'] };
    const { cells, evidence } = publishCrossings(one, DEFAULT_RULES, made(SAFE).margins, []);
    expect(cells.slice(-4).map((cell) => cell.users)).toEqual([null, null, null, null]);
    expect(evidence).toEqual({});
  });
});

describe('the check of a crossed table', () => {
  /** A crossed table with four hidden cells, and what is wrong with it once it was changed. */
  function sample() {
    const { cells, evidence } = made(SAFE.with(1, [20, 9, 20]));
    const first = cells.findIndex(({ table }) => table === 'block-concern');
    const broken = (changed: readonly Cell[], proof = evidence, rules = DEFAULT_RULES) =>
      brokenCrossing(layout, rules, changed, proof);
    const withInside = (change: Partial<Cell>) =>
      cells.with(first, { ...cells[first]!, ...change });
    return { cells, first, broken, withInside };
  }

  it('finds nothing where nothing is broken', () => {
    const { cells, broken } = sample();
    expect(broken(cells)).toBeNull();
    expect(brokenCrossing({ ...layout, crossed: [] }, DEFAULT_RULES, [], {})).toBeNull();
    const { margins } = made(SAFE.map(() => [20, 20, 2]));
    const closed = publishCrossings(layout, DEFAULT_RULES, margins, []);
    expect(broken(closed.cells, {})).toBeNull();
  });

  it('names what is', () => {
    const { cells, first, broken, withInside } = sample();
    const planned = 'exactly the planned crossed cells';
    expect(broken(cells.toSpliced(first, 1))).toBe(planned);
    expect(broken(cells.toReversed())).toBe(planned);
    expect(broken(withInside({ key: 'B9/stress' }))).toBe(planned);
    const reasons = 'reasons tell what is hidden in crossed tables';
    expect(broken(withInside({ sessions: 4 }))).toBe(reasons);
    expect(broken(withInside({ reason: 'published' }))).toBe(reasons);
    expect(broken(cells.with(first + 2, { ...cells[first + 2]!, reason: 'protected' }))).toBe(reasons);
    expect(broken(cells, {})).toBe('concern: at least one world');
    const bare = 'no crossed table without its margins';
    const without = (table: string, list: readonly Cell[]) =>
      list.map((cell) => (cell.table === table ? { ...cell, users: null } : cell));
    expect(broken(without('total', cells))).toBe(bare);
    expect(broken(without('total', cells), {})).toBe(bare);
    const hidden = cells.map((cell): Cell => (cell.table === 'block-concern'
      ? { ...cell, users: null, reason: 'protected' } : cell));
    expect(broken(without('concern', hidden))).toBe(bare);
    expect(broken(without('concern', hidden), {})).toBeNull();
    const shown = withInside({ users: 20, reason: 'published' });
    expect(broken(shown)).toBe('concern: whole tiles are hidden, and those of the worlds');
    expect(broken(without('block', shown))).toBe('concern: nothing inside a hidden block is shown');
  });

  it('holds cells to the thresholds of concerns, and to their share of the block', () => {
    const { broken } = sample();
    const loose = { ...DEFAULT_RULES, concernK: 5 };
    const unsafe =
      'concern: enough users in every cell shown, and none above its share of a block';
    const low = made(SAFE.with(1, [20, 9, 20]), loose);
    expect(low.inside[4]?.users).toBe(9);
    expect(broken(low.cells, low.evidence, loose)).toBeNull();
    expect(broken(low.cells, low.evidence)).toBe(unsafe);
    const large = made(SAFE.with(1, [97, 12, 12]), { ...DEFAULT_RULES, concernShare: 90 });
    expect(large.inside[3]?.users).toBe(97);
    expect(broken(large.cells, large.evidence)).toBe(unsafe);
    const just = made(SAFE.with(1, [96, 12, 12]));
    expect(broken(just.cells, just.evidence)).toBeNull();
  });
});
