import { shareOf, type CrossedMargins } from './crossed-pattern.ts';
import { total } from './table.ts';

/** A union of blocks that has a name: some visible ones, and some of the hidden ones. */
export interface NamedGroup {
  /** Rows of its visible blocks. */
  readonly rows: readonly number[];
  /** Heads of its hidden blocks; 0 where it has none. */
  readonly heads: number;
  /** Heads of all other hidden blocks. */
  readonly others: number;
}

/** Users inside a crossed table; null where they are hidden. */
export type Published = readonly (number | null)[];

/** One thing that some world must show of what is hidden of a group in one column. */
export interface OpenNeed {
  /** The hidden cells that it is about. */
  readonly cells: readonly number[];
  /** −1 where few users show it, 1 where many do. */
  readonly side: -1 | 1;
  /** False where a subtraction says that no world shows it. */
  readonly isPossible: boolean;
  readonly isShown: (world: readonly number[]) => boolean;
}

/**
 * What worlds must show, so that of no named group it is certain that a few of its people, or all
 * but a few, are in what is hidden of a column; nor of a hidden cell that it is above its share.
 * A group of which subtraction says that it is never small is no secret. Of the users in the last
 * row a group's hidden blocks may have as many as they have heads, and the other hidden blocks as
 * many as they have (suppression.proof.md, section 8).
 */
export function* openNeeds(
  margins: CrossedMargins, groups: readonly NamedGroup[], published: Published,
): Generator<OpenNeed> {
  const remainder = new Remainder(margins, published);
  for (const group of groups) {
    for (const column of margins.columns.keys()) yield* needsOf(margins, group, column, remainder);
  }
}

function needsOf(
  margins: CrossedMargins, group: NamedGroup, column: number, remainder: Remainder,
): OpenNeed[] {
  const { rows, columns, k } = margins;
  const { heads, others } = group;
  const { published } = remainder;
  const visible = group.rows.map((row) => row * columns.length + column)
    .filter((cell) => published[cell] === null);
  const last = (rows.length - 1) * columns.length + column;
  const hasHidden = heads > 0;
  if (visible.length === 0 && !hasHidden) return [];
  const known = hasHidden ? published[last] ?? null : 0;
  const cells = known === null ? [...visible, last] : visible;

  // Bounds of the last row's part in it: all other hidden blocks full, or empty.
  const alone = remainder.boundsOf(visible, column);
  const both = remainder.boundsOf(cells, column);
  const least = known === null ? Math.max(alone.least, both.least - others)
    : alone.least + Math.max(0, known - others);
  const most = known === null ? Math.min(both.most, alone.most + heads)
    : alone.most + Math.min(known, heads);
  const count = (world: readonly number[], part: (left: number) => number) =>
    total(visible.map((cell) => world[cell] ?? 0)) + (hasHidden ? part(world[last] ?? 0) : 0);
  const fewest = (world: readonly number[]) => count(world, (left) => Math.max(0, left - others));
  const highest = (world: readonly number[]) => count(world, (left) => Math.min(left, heads));
  const few = (limit: number): OpenNeed => ({
    cells, side: -1, isPossible: least <= limit, isShown: (world) => fewest(world) <= limit,
  });
  const many = (limit: number): OpenNeed => ({
    cells, side: 1, isPossible: most >= limit, isShown: (world) => highest(world) >= limit,
  });

  const needs: OpenNeed[] = [];
  if (least < k) {
    const room = total(visible.map((cell) => rows[Math.floor(cell / columns.length)] ?? 0))
      + Math.min(heads, rows.at(-1) ?? 0);
    needs.push(few(0), many(Math.min(k, room)));
  }
  if (visible.length === 0 && most > heads - k) needs.push(many(heads));
  const limit = Math.floor(shareOf(margins, cells[0] ?? 0) / 100);
  if (group.rows.length === 1 && !hasHidden && most > limit) needs.push(few(limit));
  return needs;
}

/** What is left of the margins without the cells that are shown. */
class Remainder {
  private readonly rows: readonly number[];
  private readonly columns: readonly number[];
  /** Of each column, what is left of the rows that hide a cell in it. */
  private readonly across: readonly number[];

  constructor(margins: CrossedMargins, readonly published: Published) {
    const rows = [...margins.rows];
    const columns = [...margins.columns];
    published.forEach((users, cell) => {
      const [row, column] = [Math.floor(cell / columns.length), cell % columns.length];
      rows[row] = (rows[row] ?? 0) - (users ?? 0);
      columns[column] = (columns[column] ?? 0) - (users ?? 0);
    });
    this.rows = rows;
    this.columns = columns;
    this.across = columns.map((_, column) =>
      total(rows.filter((__, row) => published[row * columns.length + column] === null)));
  }

  /** What one subtraction says of hidden cells of one column together. */
  boundsOf(cells: readonly number[], column: number): { least: number; most: number } {
    if (cells.length === 0) return { least: 0, most: 0 };
    const { rows, columns, across, published } = this;
    const own = cells.map((cell) => Math.floor(cell / columns.length));
    const inRows = total(own.map((row) => rows[row] ?? 0));
    const inColumn = columns[column] ?? 0;
    const elsewhere = (across[column] ?? 0) - inRows;
    const beside = total(columns.filter((_, at) => at !== column
      && own.some((row) => published[row * columns.length + at] === null)));
    const least = Math.max(0, inColumn - elsewhere, inRows - beside);
    return { least, most: Math.min(inRows, inColumn) };
  }
}
