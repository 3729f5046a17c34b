import highsModule, { type Highs, type Model } from 'highs';
import type { Asked, Sums } from './sums.ts';

/** The package's types describe its CommonJS form; in ESM the default export is the loader. */
const load = highsModule as unknown as typeof highsModule.default;

let runtime: Promise<Highs> | undefined;

/** The solver, loaded once: WebAssembly, single-threaded, the same on every machine. */
export function solver(): Promise<Highs> {
  runtime ??= load();
  return runtime;
}

/**
 * The groups of which somebody who adds up all that was told is certain, by linear programmes: that
 * one to k − 1 of them are counted, or that all but fewer than k are.
 */
export function certainByIntervals(highs: Highs, sums: Sums): Asked[] {
  const model = modelOf(highs, sums);
  try {
    return sums.asked.filter(({ of, k, people }) => {
      const least = Math.ceil(extreme(highs, model, sums.caps.length, of, 1) - 1e-6);
      const most = Math.floor(extreme(highs, model, sums.caps.length, of, -1) + 1e-6);
      return (least >= 1 && most < k) || (people !== null && least > people - k);
    });
  } finally {
    model.dispose();
  }
}

function modelOf(highs: Highs, { caps, told }: Sums): Model {
  const starts = [0];
  const [indices, values]: [number[], number[]] = [[], []];
  for (const { of, weights } of told) {
    indices.push(...of);
    values.push(...of.map((_, at) => weights?.[at] ?? 1));
    starts.push(indices.length);
  }
  const [numCols, numRows] = [caps.length, told.length];
  const model = highs.createModel({
    numCols, numRows, colCost: new Float64Array(numCols), colLower: new Float64Array(numCols),
    colUpper: Float64Array.from(caps),
    rowLower: Float64Array.from(told, ({ least }) => least),
    rowUpper: Float64Array.from(told, ({ most }) => most),
    matrix: {
      format: 'csr', numRows, numCols, starts: Int32Array.from(starts),
      indices: Int32Array.from(indices), values: Float64Array.from(values),
    },
  });
  model.options.set({ output_flag: false });
  return model;
}

function extreme(
  highs: Highs, model: Model, columns: number, of: readonly number[], sign: number,
): number {
  const cost = new Float64Array(columns);
  for (const at of of) cost[at] = sign;
  model.changeColsCost({ kind: 'range', from: 0, to: columns - 1 }, cost);
  model.run();
  if (model.getModelStatus() !== highs.constants.modelStatus.optimal) {
    throw new Error('what was told contradicts itself');
  }
  return sign * model.getObjectiveValue();
}
