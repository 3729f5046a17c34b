import type { Asked, Sums } from './sums.ts';

/** A rational number in lowest terms; the denominator is positive. */
interface Rational {
  readonly over: bigint;
  readonly under: bigint;
}

type Row = Map<number, Rational>;

/**
 * The groups whose number follows exactly from what was told, by adding and subtracting, and is one
 * to k − 1, or all but so few. Gauss–Jordan over exact rationals: nothing is lost to rounding.
 */
export function certainByRows({ caps, told, asked }: Sums): Asked[] {
  const constant = caps.length;
  const basis = new Map<number, Row>();
  const rowOf = (of: readonly number[], weights: readonly number[] | undefined, sum: number) =>
    new Map([...of.map((at, place) => [at, whole(weights?.[place] ?? 1)] as const),
      [constant, whole(sum)] as const].filter(([, { over }]) => over !== 0n));
  for (const { of, weights, least, most } of told) {
    if (least === most) insert(reduce(rowOf(of, weights, least), basis), basis, constant);
  }
  return asked.filter(({ of, k, people }) => {
    const left = reduce(rowOf(of, undefined, 0), basis);
    if ([...left.keys()].some((at) => at !== constant)) return false;
    // What is left of the constant is the number, with its sign turned.
    const value = -Number(left.get(constant)?.over ?? 0n);
    return (value >= 1 && value < k) || (people !== null && value > people - k);
  });
}

function whole(value: number): Rational {
  return { over: BigInt(value), under: 1n };
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

function insert(row: Row, basis: Map<number, Row>, constant: number): void {
  const first = [...row].find(([column]) => column !== constant);
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
