import type { Highs, Model } from 'highs';
import { DisclosureError } from '../disclosure-error.ts';
import type { Reading } from '../engine/published-table.ts';

/** Least and most users of a group, as far as linear arithmetic can tell; whole numbers. */
export interface Interval {
  readonly least: number;
  readonly most: number;
}

/** More that the analyst believes of some groups, beside what is published. */
export type Beliefs = ReadonlyMap<number, Interval>;

/**
 * The interval audit: for each hidden group, the least and the most users over the linear system of
 * all that is published. Set up from the published table alone, in a form and with a solver other
 * than those that made two-way tables. Bounds are rounded inwards to whole numbers.
 */
export function auditIntervals(
  highs: Highs, reading: Reading, beliefs: Beliefs = new Map(),
): ReadonlyMap<number, Interval> {
  const { groups } = reading;
  const unknown = reading.atoms.flatMap((at, atom) => (groups[at]?.users === null ? [atom] : []));
  const column = new Map(unknown.map((atom, i) => [atom, i]));
  const found = new Map<number, Interval>();
  if (unknown.length === 0) return found;
  const model = modelOf(highs, reading, column, beliefs);
  try {
    groups.forEach(({ users, heads, atoms }, at) => {
      if (users !== null || heads === 0) return;
      const inside = atoms.flatMap((atom) => column.get(atom) ?? []);
      const known = knownPart(reading, atoms);
      const ends = [1, -1].map((sign) => extreme(highs, model, unknown.length, inside, sign));
      found.set(at, {
        least: known + Math.ceil((ends[0] ?? 0) - 1e-6),
        most: known + Math.floor((ends[1] ?? 0) + 1e-6),
      });
    });
  } finally {
    model.dispose();
  }
  return found;
}

function modelOf(
  highs: Highs, reading: Reading, column: ReadonlyMap<number, number>, beliefs: Beliefs,
): Model {
  const starts = [0];
  const [indices, values]: [number[], number[]] = [[], []];
  const [lower, upper]: [number[], number[]] = [[], []];
  reading.groups.forEach(({ users, heads, atoms }, at) => {
    const inside = atoms.flatMap((atom) => column.get(atom) ?? []);
    if (inside.length === 0) return;
    const known = knownPart(reading, atoms);
    const held = beliefs.get(at);
    indices.push(...inside);
    values.push(...inside.map(() => 1));
    starts.push(indices.length);
    lower.push((users ?? held?.least ?? 0) - known);
    upper.push((users ?? held?.most ?? heads) - known);
  });
  for (const { atoms, weights, least, most } of reading.ranges ?? []) {
    const known = atoms.reduce((sum, atom, i) =>
      sum + (column.has(atom) ? 0 : (weights[i] ?? 0) * knownPart(reading, [atom])), 0);
    atoms.forEach((atom, i) => {
      const at = column.get(atom);
      if (at === undefined) return;
      indices.push(at);
      values.push(weights[i] ?? 0);
    });
    starts.push(indices.length);
    lower.push(least - known);
    upper.push(most - known);
  }
  const [numCols, numRows] = [column.size, lower.length];
  const model = highs.createModel({
    numCols, numRows,
    colCost: new Float64Array(numCols), colLower: new Float64Array(numCols),
    colUpper: new Float64Array(numCols).fill(highs.infinity),
    rowLower: Float64Array.from(lower), rowUpper: Float64Array.from(upper),
    matrix: {
      format: 'csr', numRows, numCols, starts: Int32Array.from(starts),
      indices: Int32Array.from(indices), values: Float64Array.from(values),
    },
  });
  model.options.set({ output_flag: false });
  return model;
}

function extreme(
  highs: Highs, model: Model, columns: number, inside: readonly number[], sign: number,
): number {
  const cost = new Float64Array(columns);
  for (const at of inside) cost[at] = sign;
  model.changeColsCost({ kind: 'range', from: 0, to: columns - 1 }, cost);
  model.run();
  if (model.getModelStatus() !== highs.constants.modelStatus.optimal) {
    throw new DisclosureError('bad-releases', 'The published numbers contradict each other.');
  }
  return sign * model.getObjectiveValue();
}

function knownPart({ groups, atoms }: Reading, inside: readonly number[]): number {
  return inside.reduce((sum, atom) => sum + (groups[atoms[atom] ?? 0]?.users ?? 0), 0);
}
