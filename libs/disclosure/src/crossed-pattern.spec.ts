import { isInside, mayShow, patternOf, tilesOf, type CrossedMargins } from './crossed-pattern.ts';

const margins = (rows: number[], columns: number[], k = 2, share = 100): CrossedMargins =>
  ({ rows, columns, k, share });
const cellsOf = (rows: number[], columns: number[]) =>
  tilesOf(margins(rows, columns)).map(({ cells, base }) => [cells.join(' '), base]);

describe('the tiles of a crossed table', () => {
  it('are rows by columns, two by two, the smallest first', () => {
    expect(cellsOf([9, 5, 7, 6], [10, 17])).toEqual([['2 3 6 7', null], ['4 5 0 1', null]]);
    expect(cellsOf([5, 6], [4, 1, 3, 3])).toEqual([['1 2 5 6', null], ['3 0 7 4', null]]);
  });

  it('have three rows at the end where their number is odd, and one column above the last pair', () => {
    expect(cellsOf([9, 5, 7], [11, 10])).toEqual([['3 2 5 4 1 0', null]]);
    expect(cellsOf([5, 6, 7, 8], [9, 8, 9])).toEqual([
      ['1 0 4 3', null], ['2 5', 0], ['7 6 10 9', null], ['8 11', 2],
    ]);
  });

  it('are none where there is one row: it is the list again', () => {
    expect(cellsOf([26], [13, 13])).toEqual([]);
  });
});

describe('a pattern', () => {
  const table = margins([5, 6, 7, 8], [8, 8, 10], 2, 80);
  const tiles = tilesOf(table);
  const inside = [2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 2, 4];
  const hidden = (counts: readonly number[], more?: ReadonlySet<number>) =>
    [...patternOf(table, tiles, counts, more)].join('');

  it('is empty where every cell may be shown', () => {
    expect(hidden(inside)).toBe('000000000000');
  });

  it('hides the tile of a small cell, and beneath a single column the pair before it', () => {
    expect(hidden(inside.with(7, 1))).toBe('000000110110');
    expect(hidden(inside.with(11, 1))).toBe('000000111111');
  });

  it('hides the tile of a cell that is most of its row', () => {
    expect(mayShow(table, 0, 4)).toBe(true);
    expect(mayShow(table, 0, 5)).toBe(false);
    expect(mayShow(table, 0, 2)).toBe(true);
    expect(mayShow(table, 0, 1)).toBe(false);
    expect(hidden(inside.with(0, 5))).toBe('110110000000');
  });

  it('hides the tiles that it is told to', () => {
    expect(hidden(inside, new Set([2]))).toBe('000000110110');
    expect(hidden(inside, new Set([1, 2]))).toBe('111111110110');
  });
});

it('an inside is of whole numbers from 0 up that add up to the margins', () => {
  const table = margins([3, 4], [2, 5]);
  expect(isInside(table, [1, 2, 1, 3])).toBe(true);
  expect(isInside(table, [0, 3, 2, 2])).toBe(true);
  expect(isInside(table, [1, 2, 1])).toBe(false);
  expect(isInside(table, [1, 2, 1, 3, 0])).toBe(false);
  expect(isInside(table, [1.5, 1.5, 0.5, 3.5])).toBe(false);
  expect(isInside(table, [3, 0, -1, 5])).toBe(false);
  expect(isInside(table, [1, 1, 1, 4])).toBe(false);
  expect(isInside(table, [2, 1, 1, 3])).toBe(false);
});
