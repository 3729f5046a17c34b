import * as fc from 'fast-check';
import type { NamedGroup } from './crossed-needs.ts';
import type { CrossedMargins } from './crossed-pattern.ts';
import { total } from './table.ts';

/** All rows of `length` numbers up to `most` that add up to `sum`. */
function* rowsOf(sum: number, most: readonly number[]): Generator<number[]> {
  const [limit = 0, ...others] = most;
  if (most.length === 0) return yield* sum === 0 ? [[]] : [];
  for (let first = 0; first <= Math.min(sum, limit); first += 1) {
    for (const rest of rowsOf(sum - first, others)) yield [first, ...rest];
  }
}

/** Every inside with these margins. */
export function* insidesOf(
  [row, ...rows]: readonly number[], columns: readonly number[],
): Generator<number[]> {
  if (row === undefined) return yield* columns.every((left) => left === 0) ? [[]] : [];
  for (const first of rowsOf(row, columns)) {
    for (const rest of insidesOf(rows, columns.map((sum, i) => sum - first[i]!))) {
      yield [...first, ...rest];
    }
  }
}

const HIDDEN: readonly (readonly number[])[] = [[], [], [12, 12], [9, 20], [30, 30, 30]];

/** Tables of at most 400 insides, and groups: each row, two together, hidden blocks. */
export const tables = fc.record({
  rows: fc.array(fc.integer({ min: 2, max: 9 }), { minLength: 2, maxLength: 4 }),
  share: fc.constantFrom(60, 80, 100),
  width: fc.integer({ min: 2, max: 4 }),
  picks: fc.array(fc.nat(99), { minLength: 36, maxLength: 36 }),
  choice: fc.nat(HIDDEN.length - 1),
}).map(({ rows, share, width, picks, choice }) => {
  const hidden = HIDDEN[choice]!;
  const columns = Array.from({ length: width }, () => 2);
  for (let left = total(rows) - 2 * width; left > 0; left -= 1) {
    columns[picks[left]! % width]! += 1;
  }
  const visible = rows.length - (hidden.length > 0 ? 1 : 0);
  const heads = total(hidden);
  const group = (own: number[], inside = 0): NamedGroup =>
    ({ rows: own, heads: inside, others: inside === 0 ? 0 : heads - inside });
  const groups = [
    ...Array.from({ length: visible }, (_, row) => group([row])),
    ...(visible > 1 ? [group([0, visible - 1])] : []),
    ...hidden.map((own) => group([], own)), ...hidden.slice(0, 1).map((own) => group([0], own)),
    ...(heads > 0 ? [group([], heads)] : []),
  ];
  const margins: CrossedMargins = { rows, columns, k: 2, share };
  return { margins, groups };
}).filter(({ margins }) => {
  if (total(margins.columns) !== total(margins.rows)) return false;
  const insides = insidesOf(margins.rows, margins.columns);
  for (let i = 0; i <= 400; i += 1) if (insides.next().done) return true;
  return false;
});
