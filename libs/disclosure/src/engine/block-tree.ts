import { cover } from '../cover.ts';
import { DisclosureError } from '../disclosure-error.ts';
import type { Axis, AxisNode, CellKey, KeyValue } from './frame.ts';
import type { Headcounts } from './published-table.ts';

type Row = Headcounts['rows'][number];

/** A planned axis of blocks, and each headcount row's leaf (node), null where nobody works. */
export interface BlockTree {
  readonly axis: Axis;
  readonly leafOf: readonly (number | null)[];
}

/**
 * Merge the leading dimensions of a table into one tree of blocks of at least `minimum` people,
 * from headcounts alone. Categories of the first dimension that are too small merge with each
 * other; inside each group the next dimension is divided the same way. So every block is named by
 * categories or merged categories, one for each dimension. Throws `bad-headcount` when all together
 * are fewer than `minimum`: such an employer joins a pool or gets one annual band.
 */
export function planTree({ dimensions, rows }: Headcounts, minimum: number): BlockTree {
  const staffed = rows.filter((row) => row.headcount > 0);
  if (heads(staffed) < minimum) {
    throw new DisclosureError('bad-headcount',
      `There are fewer than ${minimum} people in all, too few for one block: a smaller minimum is told `
      + 'with --minimum, and --plan cells keeps the categories as they are.');
  }
  const whole: CellKey = Object.fromEntries(dimensions.map((name) => [name, '*']));
  const nodes: AxisNode[] = [{ key: whole, parent: null }];
  const leafOf = new Map<Row, number>();
  const divide = (inside: readonly Row[], depth: number, node: number): void => {
    for (const row of inside) leafOf.set(row, node);
    const name = dimensions[depth];
    if (name === undefined) return;
    const bins = divided(inside, depth, minimum);
    for (const bin of bins) {
      let at = node;
      if (bins.length > 1) {
        nodes.push({ key: { ...nodes[node]?.key, [name]: nameOf(bin, depth) }, parent: node });
        at = nodes.length - 1;
      }
      divide(bin, depth + 1, at);
    }
  };
  divide(staffed, 0, 0);
  return { axis: { nodes }, leafOf: rows.map((row) => leafOf.get(row) ?? null) };
}

/** Group rows by one dimension and fill each group up; all reach `minimum`. */
function divided(
  rows: readonly Row[], depth: number, minimum: number,
): readonly (readonly Row[])[] {
  const byName = new Map<string, Row[]>();
  for (const row of rows) {
    const name = row.values[depth] ?? '';
    const alike = byName.get(name);
    if (alike) alike.push(row);
    else byName.set(name, [row]);
  }
  const pieces = [...byName].sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, items]) => ({ items, size: heads(items) }));
  return cover(pieces, minimum).map(({ items }) => items);
}

function nameOf(rows: readonly Row[], depth: number): KeyValue {
  const names = [...new Set(rows.map((row) => row.values[depth] ?? ''))].sort();
  return names.length === 1 ? (names[0] ?? '') : names;
}

function heads(rows: readonly Row[]): number {
  return rows.reduce((sum, row) => sum + row.headcount, 0);
}
