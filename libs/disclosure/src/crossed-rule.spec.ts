import { patternOf, tilesOf, type CrossedMargins } from './crossed-pattern.ts';
import { CrossedRule } from './crossed-rule.ts';
import { total } from './table.ts';

type Rows = readonly (readonly (number | null)[])[];

/** What the rule publishes of an inside, each row of which is a group, and as rows again. */
function made(rows: readonly (readonly number[])[], change: Partial<CrossedMargins> = {}) {
  const [{ length: width }] = rows as [readonly number[]];
  const margins: CrossedMargins = {
    rows: rows.map(total),
    columns: Array.from({ length: width }, (_, at) => total(rows.map((row) => row[at]!))),
    k: 5, share: 100, ...change,
  };
  const groups = rows.map((_, row) => ({ rows: [row], heads: 0, others: 0 }));
  const rule = new CrossedRule(margins, groups);
  const inside = rows.flat();
  const published = rule.publish(inside);
  const shown: Rows | undefined = published
    ? rows.map((_, row) => published.published.slice(row * width, (row + 1) * width)) : undefined;
  return { rule, margins, inside, published, shown };
}

const SAFE = [[9, 12, 20], [10, 14, 22], [11, 15, 25], [12, 16, 26]];
const HIDDEN = [null, null, null];

describe('the rule inside a crossed table', () => {
  it('publishes what is safe, with itself as its world', () => {
    const { published, inside } = made(SAFE);
    expect(published).toEqual({ published: inside, worlds: [inside] });
  });

  it('hides a small cell with the column and the row beside it', () => {
    expect(made(SAFE.with(0, [4, 4, 33])).shown)
      .toEqual([[null, null, 33], [null, null, 22], ...SAFE.slice(2)]);
  });

  it('hides the pair of columns beneath a small cell in the largest', () => {
    expect(made(SAFE.with(0, [18, 20, 2])).shown).toEqual([HIDDEN, HIDDEN, ...SAFE.slice(2)]);
  });

  it('hides more where that would tell something', () => {
    const small = SAFE.with(2, [3, 15, 30]);
    expect(made(small).shown).toEqual(small.map(([, , largest]) => [null, null, largest]));
  });

  it('hides all where nothing less leaves it open, with worlds that it does the same to', () => {
    const { published, rule } = made(SAFE.with(0, [3, 1, 40]));
    expect(published?.published).toEqual(Array.from({ length: 12 }, () => null));
    expect(rule.broken(published!.published, published!.worlds)).toBeNull();
  });

  it('has no answer where the margins tell by themselves', () => {
    expect(made([[4, 9], [9, 8]]).published).toBeNull();
    expect(made([[2, 9], [9, 8]]).published).not.toBeNull();
  });

  it('takes a table of one row for the list that it is', () => {
    expect(made([[7, 8, 9]]).shown).toEqual([[7, 8, 9]]);
  });
});

describe('worlds', () => {
  const { rule, published, inside } = made(SAFE.with(0, [4, 4, 33]));
  const { published: visible, worlds } = published!;
  const broken = (list: readonly (readonly number[])[], shown = visible) =>
    rule.broken(shown, list);

  it('show that nothing hidden is certain', () => {
    expect(broken(worlds)).toBeNull();
    expect(broken([...worlds, inside])).toBeNull();
    expect(worlds.length).toBeGreaterThan(1);
  });

  it('are there', () => {
    expect(broken([])).toBe('at least one world');
  });

  it('hide the same tiles, whole ones', () => {
    const promise = 'whole tiles are hidden, and those of the worlds';
    expect(broken(worlds, visible.with(0, 4))).toBe(promise);
    expect(broken(worlds, visible.with(2, null))).toBe(promise);
    expect(broken(worlds, visible.with(11, 27))).toBe('worlds that agree with what is published');
    const few = made([[4, 9, 20], [10, 7, 22]]);
    const pattern = [null, null, 20, null, null, 22];
    expect(few.rule.broken(pattern, [few.inside, [6, 7, 20, 8, 9, 22]]))
      .toBe('worlds that hide the same cells');
  });

  it('are of whole numbers from 0 up that add up', () => {
    const promise = 'worlds that agree with what is published';
    expect(broken([...worlds, inside.with(0, 5)])).toBe(promise);
    expect(broken([...worlds, inside.slice(1)])).toBe(promise);
  });

  it('leave every need open', () => {
    expect(broken([inside])).toBe('what is hidden of a group may be nobody, and may be many');
    for (const at of worlds.keys()) expect(broken(worlds.toSpliced(at, 1))).not.toBeNull();
  });

  it('of a table that is all hidden may also be ones that the rule hides in the end', () => {
    const all = made(SAFE.with(0, [3, 1, 40]));
    const { published: nothing, worlds: found } = all.published!;
    const tiles = tilesOf(all.margins);
    const begins = found.filter((world) => !patternOf(all.margins, tiles, world).includes(0));
    expect(begins.length).toBeLessThan(found.length);
    const safe = SAFE.with(0, [5, 6, 33]).with(1, [10, 9, 27]).with(3, [10, 16, 28]).flat();
    expect(all.rule.publish(safe)?.published).toEqual(safe);
    expect(all.rule.broken(nothing, [...found, safe])).toBe('worlds that hide the same cells');
  });
});
