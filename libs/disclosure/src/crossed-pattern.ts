import { total } from './table.ts';

/**
 * What is public of a crossed table before its inside is. Cells are numbered row after row:
 * `row * columns.length + column`.
 */
export interface CrossedMargins {
  /** Users of each visible block and, where blocks are hidden, of all those together at the end. */
  readonly rows: readonly number[];
  /** Users of each category. */
  readonly columns: readonly number[];
  /** Fewest users of a cell that is shown. */
  readonly k: number;
  /** Most of its row, in per cent, that a cell which is shown may be. */
  readonly share: number;
}

/** Cells that are hidden together. */
export interface Tile {
  readonly cells: readonly number[];
  /** The tile that is hidden whenever this one is, where this one is a single column. */
  readonly base: number | null;
}

/**
 * Cut a crossed table into tiles: rows by their users two by two, the smallest first, the last
 * three together when their number is odd; columns likewise, but there the largest of an odd
 * number is a tile of its own above the pair before it. A function of the margins alone: which
 * cells would be hidden for which is known before anything inside is.
 */
export function tilesOf({ rows, columns }: CrossedMargins): readonly Tile[] {
  const pairs = inPairs(rows);
  const odd = pairs.at(-1)?.length === 1 ? pairs.pop() : undefined;
  pairs.at(-1)?.push(...odd ?? []);
  return pairs.flatMap((group, band) => inPairs(columns).map((pair, i, { length }): Tile => ({
    cells: group.flatMap((row) => pair.map((column) => row * columns.length + column)),
    base: pair.length === 1 ? band * length + i - 1 : null,
  })));
}

/** Places by value, the smallest first, two by two. */
function inPairs(values: readonly number[]): number[][] {
  const places = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  return places.flatMap((place, i) => (i % 2 === 0 ? [places.slice(i, i + 2)] : []));
}

/** Whether a cell may be shown by itself: enough users, and no more of its row than its share. */
export function mayShow(margins: CrossedMargins, cell: number, users: number): boolean {
  return users >= margins.k && users * 100 <= shareOf(margins, cell);
}

/** A hundred times the most users of a cell that is shown. */
export function shareOf({ rows, columns, share }: CrossedMargins, cell: number): number {
  return share * (rows[Math.floor(cell / columns.length)] ?? 0);
}

/**
 * Which cells are hidden (1): those of each tile in which a cell may not be shown, or that is
 * named in `more`, and of each tile beneath such a one.
 */
export function patternOf(
  margins: CrossedMargins, tiles: readonly Tile[], inside: readonly number[],
  more: ReadonlySet<number> = new Set(),
): Uint8Array {
  const hidden = new Uint8Array(inside.length);
  for (const [i, { cells, base }] of tiles.entries()) {
    const isOpen = cells.every((cell) => mayShow(margins, cell, inside[cell] ?? 0));
    if (isOpen && !more.has(i)) continue;
    const beneath = base === null ? [] : tiles[base]?.cells ?? [];
    for (const cell of [...cells, ...beneath]) hidden[cell] = 1;
  }
  return hidden;
}

/** Whether the numbers are whole, none below 0, and add up to the margins. */
export function isInside({ rows, columns }: CrossedMargins, inside: readonly number[]): boolean {
  const width = columns.length;
  return inside.length === rows.length * width
    && inside.every((users) => Number.isSafeInteger(users) && users >= 0)
    && rows.every((users, row) => total(inside.slice(row * width, (row + 1) * width)) === users)
    && columns.every((users, column) =>
      total(inside.filter((_, cell) => cell % width === column)) === users);
}
