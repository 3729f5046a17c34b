import type { Reading } from '../engine/published-table.ts';

/** A rational number in lowest terms; the denominator is positive. */
interface Rational {
  readonly over: bigint;
  readonly under: bigint;
}

type Row = Map<number, Rational>;

/**
 * The hidden groups that follow exactly from what is published: those whose sum is a combination
 * of published sums. Gauss–Jordan over exact rationals, so nothing is lost to rounding. Returns
 * places in `readings[i].groups`, for several releases about the same atoms together.
 */
export function determined(readings: readonly Reading[]): readonly number[][] {
  const basis = new Map<number, Row>();
  for (const reading of readings) {
    for (const { users, atoms } of reading.groups) {
      if (users !== null) insert(reduce(unknowns(reading, atoms), basis), basis);
    }
  }
  return readings.map((reading) => reading.groups.flatMap(({ users, heads, atoms }, at) => {
    if (users !== null || heads === 0) return [];
    return reduce(unknowns(reading, atoms), basis).size === 0 ? [at] : [];
  }));
}

/** A sum over atoms, without those that are published: they are known. */
function unknowns({ groups, atoms }: Reading, inside: readonly number[]): Row {
  const hidden = inside.filter((atom) => groups[atoms[atom] ?? 0]?.users === null);
  return new Map(hidden.map((atom) => [atom, { over: 1n, under: 1n }]));
}

/** Take out of `row` every pivot of the basis; the basis itself stays fully reduced. */
function reduce(row: Row, basis: ReadonlyMap<number, Row>): Row {
  for (const column of [...row.keys()]) {
    const pivot = basis.get(column);
    const factor = row.get(column);
    if (pivot && factor) subtract(row, pivot, factor);
  }
  return row;
}

function insert(row: Row, basis: Map<number, Row>): void {
  const [first] = row;
  if (!first) return;
  const [column, lead] = first;
  const scaled: Row = new Map([...row].map(([at, value]) =>
    [at, lowest(value.over * lead.under, value.under * lead.over)]));
  for (const other of basis.values()) {
    const factor = other.get(column);
    if (factor) subtract(other, scaled, factor);
  }
  basis.set(column, scaled);
}

function subtract(row: Row, pivot: ReadonlyMap<number, Rational>, factor: Rational): void {
  for (const [column, value] of pivot) {
    const held = row.get(column) ?? { over: 0n, under: 1n };
    const product = { over: value.over * factor.over, under: value.under * factor.under };
    const left = lowest(
      held.over * product.under - product.over * held.under, held.under * product.under);
    if (left.over === 0n) row.delete(column);
    else row.set(column, left);
  }
}

function lowest(over: bigint, under: bigint): Rational {
  let [a, b] = [over < 0n ? -over : over, under < 0n ? -under : under];
  while (b > 0n) [a, b] = [b, a % b];
  const sign = under < 0n ? -1n : 1n;
  if (a === 0n) return { over: 0n, under: 1n };
  return { over: (sign * over) / a, under: (sign * under) / a };
}
