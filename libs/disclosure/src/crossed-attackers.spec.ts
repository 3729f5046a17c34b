import * as fc from 'fast-check';
import type { NamedGroup, Published } from './crossed-needs.ts';
import { mayShow, patternOf, shareOf, tilesOf, type CrossedMargins } from './crossed-pattern.ts';
import { CrossedRule } from './crossed-rule.ts';
import { insidesOf, tables } from './crossed-tables.fixture.ts';
import { total } from './table.ts';

type Inside = readonly number[];
type Publish = (inside: Inside) => Published | null;

/** What is certain of the hidden part of a group in one column, over all worlds of one release. */
function certainties(
  margins: CrossedMargins, { rows, heads, others }: NamedGroup, column: number,
  published: Published, worlds: readonly Inside[],
): string[] {
  const width = margins.columns.length;
  const cells = rows.map((row) => row * width + column).filter((cell) => published[cell] === null);
  const last = (margins.rows.length - 1) * width + column;
  const found: string[] = [];
  if (cells.length === 0 && heads === 0) return found;
  const seen = worlds.map((world) => {
    const users = total(cells.map((cell) => world[cell]!));
    if (heads === 0) return { fewest: users, highest: users };
    const left = world[last]!;
    return { fewest: users + Math.max(0, left - others), highest: users + Math.min(left, heads) };
  });
  const { k } = margins;
  const room = total(cells.map((cell) => margins.rows[Math.floor(cell / width)]!))
    + Math.min(heads, margins.rows.at(-1)!);
  if (seen.some(({ fewest }) => fewest < k)) {
    if (!seen.some(({ fewest }) => fewest === 0)) found.push('somebody is in it');
    if (!seen.some(({ highest }) => highest >= Math.min(k, room))) found.push('few are in it');
  }
  const isFull = cells.length === 0 && seen.some(({ highest }) => highest > heads - k);
  if (isFull && !seen.some(({ highest }) => highest === heads)) found.push('not all are in it');
  const limit = shareOf(margins, cells[0] ?? 0) / 100;
  const isLarge = cells.length === 1 && heads === 0 && seen.every(({ fewest }) => fewest > limit);
  if (isLarge) found.push('it is above its share');
  return found;
}

/** Run the rule on every inside with these margins, and see what each release leaves certain. */
function attack(margins: CrossedMargins, groups: readonly NamedGroup[], publish: Publish): {
  readonly releases: number; readonly shown: number; readonly found: readonly string[];
} {
  const visible = margins.columns.length
    * (margins.rows.length - (groups.some(({ heads }) => heads > 0) ? 1 : 0));
  const classes = new Map<string, { published: Published; worlds: Inside[] }>();
  for (const inside of insidesOf(margins.rows, margins.columns)) {
    const published = publish(inside);
    if (!published) continue;
    published.forEach((users, cell) => {
      if (users === null) return;
      expect(users).toBe(inside[cell]);
      expect(mayShow(margins, cell, users)).toBe(true);
    });
    const bytes = published.slice(0, visible).join();
    const own = classes.get(bytes) ?? { published, worlds: [] };
    own.worlds.push(inside);
    classes.set(bytes, own);
  }
  const all = [...classes.values()];
  const found = all.flatMap(({ published, worlds }) => groups.flatMap((group) =>
    margins.columns.flatMap((_, column) => certainties(margins, group, column, published, worlds)
      .map((what) => `${published.join(' ')}: ${group.rows.join()} in ${column}: ${what}`))));
  const shown = all.filter(({ published }) => published.some((users) => users !== null)).length;
  return { releases: all.length, shown, found };
}

describe('an analyst who runs the program on every inside of a crossed table', () => {
  it('is certain of nothing that must stay open', () => {
    let [releases, shown] = [0, 0];
    fc.assert(fc.property(tables, ({ margins, groups }) => {
      const rule = new CrossedRule(margins, groups);
      const seen = attack(margins, groups, (inside) => {
        const made = rule.publish(inside);
        const visible = inside.length - (groups.some(({ heads }) => heads > 0)
          ? margins.columns.length : 0);
        if (made) expect(rule.broken(made.published.slice(0, visible), made.worlds)).toBeNull();
        return made?.published ?? null;
      });
      expect(seen.found).toEqual([]);
      releases += seen.releases;
      shown += seen.shown;
    }), { numRuns: 60 });
    expect(releases).toBeGreaterThan(60);
    expect(shown).toBeGreaterThan(10);
  });

  it('finds what the same tiles give away without a look at what is left open', () => {
    let found = 0;
    fc.assert(fc.property(tables, ({ margins, groups }) => {
      const tiles = tilesOf(margins);
      found += attack(margins, groups, (inside) => {
        const hidden = patternOf(margins, tiles, inside);
        return inside.map((users, cell) => (hidden[cell] === 1 ? null : users));
      }).found.length;
    }), { numRuns: 20 });
    expect(found).toBeGreaterThan(0);
  });
});
