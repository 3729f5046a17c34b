import * as fc from 'fast-check';
import { openNeeds, type NamedGroup, type Published } from './crossed-needs.ts';
import type { CrossedMargins } from './crossed-pattern.ts';
import { insidesOf, tables } from './crossed-tables.fixture.ts';

const visible = (...rows: number[]): NamedGroup => ({ rows, heads: 0, others: 0 });
const hidden = (heads: number, others: number, ...rows: number[]): NamedGroup =>
  ({ rows, heads, others });

/** Needs as text: cells, side, and which of the worlds show them. */
function needs(
  margins: Partial<CrossedMargins>, group: NamedGroup, published: Published,
  worlds: readonly (readonly number[])[],
): string[] {
  const table = { rows: [], columns: [], k: 3, share: 100, ...margins };
  return [...openNeeds(table, [group], published)].map(({ cells, side, isPossible, isShown }) =>
    `${cells.join()} ${side < 0 ? 'few' : 'many'}${isPossible ? '' : ' impossible'}: `
    + worlds.map((world) => Number(isShown(world))).join(''));
}

describe('what must stay open', () => {
  const square = { rows: [10, 10], columns: [10, 10] };
  const all = [null, null, null, null];
  const worlds = [[0, 10, 10, 0], [1, 9, 9, 1], [3, 7, 7, 3], [10, 0, 0, 10]];

  it('of a hidden cell is that it may be empty, and may have k', () => {
    expect(needs(square, visible(0), all, worlds)).toEqual(
      ['0 few: 1000', '0 many: 0011', '1 few: 0001', '1 many: 1110']);
  });

  it('is nothing of what is shown', () => {
    expect(needs(square, visible(0), [3, 7, 7, 3], worlds)).toEqual([]);
  });

  it('of a row with fewer users than k is that all of them may be in it', () => {
    expect(needs({ rows: [2, 18], columns: [10, 10] }, visible(0), all, [[2, 0, 8, 10]])[1])
      .toBe('0 many: 1');
  });

  it('is nothing of a cell that subtraction says has k', () => {
    const most = { rows: [10, 10], columns: [13, 7] };
    expect(needs(most, visible(0), all, [])).toEqual(['1 few: ', '1 many: ']);
    expect(needs({ rows: [10, 10], columns: [12, 8] }, visible(0), all, [])[0])
      .toBe('0 few impossible: ');
  });

  it('of a column across rows is about what is hidden of it together', () => {
    const three = { rows: [10, 10, 10], columns: [15, 15] };
    expect(needs(three, visible(0, 1), [null, null, 5, 5, null, null], [[0, 10, 5, 5, 10, 0]]))
      .toEqual(['0 few: 1', '0 many: 0', '1 few: 0', '1 many: 1']);
    expect(needs(three, visible(0, 1), Array.from({ length: 6 }, () => null), [])).toEqual(
      []);
  });

  it('of a cell that may be above its share is that it may be within it', () => {
    expect(needs({ ...square, share: 60 }, visible(0), all, [[6, 4, 4, 6], [7, 3, 3, 7]]))
      .toEqual(['0 few: 00', '0 many: 11', '0 few: 10', '1 few: 00', '1 many: 11', '1 few: 11']);
    const large = { rows: [10, 10], columns: [3, 17], share: 60 };
    expect(needs(large, visible(0), all, [])).toEqual(['0 few: ', '0 many: ', '1 few impossible: ']);
    expect(needs({ ...square, share: 60 }, visible(0, 1), all, [])).toEqual([]);
  });

  describe('of hidden blocks, which share the last row', () => {
    const last = { rows: [10, 20], columns: [14, 16] };
    const shown = [4, 6, 10, 10];

    it('counts the others as full, or the group, as far as their heads go', () => {
      expect(needs(last, hidden(30, 10), shown, [shown])).toEqual(
        [' few: 1', ' many: 1', ' few: 1', ' many: 1']);
      expect(needs(last, hidden(30, 9), shown, [shown])[0]).toBe(' few impossible: 0');
      expect(needs(last, hidden(30, 7), shown, [shown])).toEqual([]);
    });

    it('is that all may be in it, where nearly all may be', () => {
      expect(needs(last, hidden(12, 30), shown, [shown])).toEqual(
        [' few: 1', ' many: 1', ' many impossible: 0', ' few: 1', ' many: 1', ' many impossible: 0']);
      expect(needs(last, hidden(13, 30), shown, [shown])).toHaveLength(4);
      expect(needs(last, hidden(10, 30), shown, [shown])[2]).toBe(' many: 1');
    });

    it('moves with the last row where that is hidden', () => {
      const worlds = [[0, 10, 14, 6], [10, 0, 4, 16], [7, 3, 7, 13]];
      expect(needs(last, hidden(30, 7), all, worlds)).toEqual(
        ['2 few: 011', '2 many: 111', '3 few: 100', '3 many: 111']);
      expect(needs(last, hidden(30, 3), all, worlds)[0]).toBe('2 few impossible: 000');
      expect(needs(last, hidden(30, 1), all, worlds)).toEqual([]);
      expect(needs(last, hidden(12, 30), all, worlds).slice(0, 3)).toEqual(
        ['2 few: 111', '2 many: 111', '2 many: 100']);
    });

    it('adds the visible blocks that are hidden in the column', () => {
      expect(needs(last, hidden(30, 7, 0), all, [[0, 10, 14, 6], [7, 3, 7, 13]])).toEqual(
        []);
      expect(needs(last, hidden(30, 20, 0), all, [[0, 10, 14, 6], [7, 3, 7, 13]])).toEqual(
        ['0,2 few: 10', '0,2 many: 11', '1,3 few: 00', '1,3 many: 11']);
    });
  });

  it('is never called impossible where some inside shows it, and never left out where small', () => {
    let [impossible, left] = [0, 0];
    fc.assert(fc.property(tables, fc.nat(4095), fc.nat(399), ({ margins, groups }, bits, at) => {
      const insides = [...insidesOf(margins.rows, margins.columns)];
      const truth = insides[at % insides.length]!;
      const published = truth.map((users, cell) => ((bits >> cell) & 1 ? null : users));
      const worlds = insides.filter((world) =>
        world.every((users, cell) => published[cell] === null || users === truth[cell]));
      for (const group of groups) {
        for (const need of openNeeds(margins, [group], published)) {
          if (need.isPossible) continue;
          impossible += 1;
          expect(worlds.some(need.isShown)).toBe(false);
        }
        const [row] = group.rows;
        if (row === undefined || group.rows.length > 1 || group.heads > 0) continue;
        margins.columns.forEach((_, column) => {
          const cell = row * margins.columns.length + column;
          const own = [...openNeeds(margins, [group], published)]
            .filter(({ cells }) => cells.includes(cell));
          if (published[cell] !== null || own.length > 0) return;
          left += 1;
          for (const world of worlds) expect(world[cell]).toBeGreaterThanOrEqual(margins.k);
        });
      }
    }), { numRuns: 300 });
    expect(Math.min(impossible, left)).toBeGreaterThan(20);
  });
});
