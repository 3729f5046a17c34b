import highsModule, { type Highs, type Model } from 'highs';
import type { Frame } from './frame.ts';
import type { Move, Need, Solver } from './solver.ts';

/** Most nodes of a whole-numbered programme's search: not seconds, which differ by machine. */
const INTEGER_NODES = 500;

/** The package's types describe its CommonJS form; in ESM the default export is the loader. */
const load = highsModule as unknown as typeof highsModule.default;

let runtime: Promise<Highs> | undefined;

/** Load the solver once for the process; it is WebAssembly, single-threaded and deterministic. */
export function loadSolverRuntime(): Promise<Highs> {
  runtime ??= load();
  return runtime;
}

/**
 * Witnesses of any table as linear programmes, kept in HiGHS and changed from one to the next
 * (only bounds and costs differ). Column 2c is by how much cell c rises, 2c + 1 by how much it
 * falls. A fractional optimum is solved again in integers.
 */
export class HighsSolver implements Solver {
  readonly allowance = 40_000;
  private readonly model: Model;
  private readonly columns: { kind: 'range'; from: number; to: number };

  constructor(
    private readonly highs: Highs,
    private readonly frame: Frame,
  ) {
    const size = frame.size * 2;
    this.columns = { kind: 'range', from: 0, to: size - 1 };
    const starts: number[] = [0];
    const indices: number[] = [];
    const values: number[] = [];
    frame.parts.forEach((parts, cell) => {
      if (parts.length === 0) return;
      for (const [of, sign] of [[cell, -1], ...parts.map((part) => [part, 1])] as const) {
        indices.push(2 * (of ?? 0), 2 * (of ?? 0) + 1);
        values.push(sign ?? 0, -(sign ?? 0));
      }
      starts.push(indices.length);
    });
    const numRows = starts.length - 1;
    this.model = highs.createModel({
      numCols: size, numRows,
      colCost: new Float64Array(size), colLower: new Float64Array(size),
      colUpper: new Float64Array(size),
      rowLower: new Float64Array(numRows), rowUpper: new Float64Array(numRows),
      matrix: {
        format: 'csr', numRows, numCols: size,
        starts: Int32Array.from(starts), indices: Int32Array.from(indices),
        values: Float64Array.from(values),
      },
    });
    this.model.options.set({ output_flag: false, mip_max_nodes: INTEGER_NODES });
  }

  find(base: Int32Array, cost: Float64Array, need: Need): Move | null {
    const prices = new Float64Array(this.frame.size * 2);
    for (let cell = 0; cell < this.frame.size; cell += 1) {
      const price = Number.isFinite(cost[cell]) ? (cost[cell] ?? 0) : 0;
      prices[2 * cell] = price;
      prices[2 * cell + 1] = price;
    }
    return this.solve(base, cost, prices, need);
  }

  extreme(
    base: Int32Array, cost: Float64Array, target: number, direction: -1 | 1,
  ): Move | null {
    const prices = new Float64Array(this.frame.size * 2);
    prices[2 * target] = -direction;
    prices[2 * target + 1] = direction;
    return this.solve(base, cost, prices, null);
  }

  focus(): void {
    // All columns stay: the presolver takes out what cannot move. Answers must not depend on what
    // was asked before, which may have come from the truth: the last basis is forgotten.
    this.model.clearSolver();
  }

  dispose(): void {
    this.model.dispose();
  }

  private solve(
    base: Int32Array, cost: Float64Array, prices: Float64Array, need: Need | null,
  ): Move | null {
    const lower = new Float64Array(prices.length);
    const upper = new Float64Array(prices.length);
    for (let cell = 0; cell < this.frame.size; cell += 1) {
      const value = base[cell] ?? 0;
      const heads = this.frame.heads[cell] ?? 0;
      const isNeed = cell === need?.cell;
      const [low, high] = isNeed ? [need.low, Math.min(need.high, heads)] : [0, heads];
      const isFixed = cost[cell] === Infinity;
      if (low > high || (isFixed && (value < low || value > high))) return null;
      if (isFixed) continue;
      lower[2 * cell] = Math.max(0, low - value);
      upper[2 * cell] = Math.max(0, high - value);
      lower[2 * cell + 1] = Math.max(0, value - high);
      upper[2 * cell + 1] = Math.max(0, value - low);
    }
    this.model.changeColsBounds(this.columns, lower, upper);
    this.model.changeColsCost(this.columns, prices);
    const relaxed = this.run(base);
    if (relaxed !== 'fractional') return relaxed;
    const { integer } = this.highs.constants.variableType;
    this.model.changeColsIntegrality(this.columns, Int32Array.from(prices, () => integer));
    const whole = this.run(base);
    this.model.clearIntegrality();
    return whole === 'fractional' ? null : whole;
  }

  private run(base: Int32Array): Move | 'fractional' | null {
    this.model.zeroAllClocks();
    this.model.run();
    if (this.model.getModelStatus() !== this.highs.constants.modelStatus.optimal) return null;
    const { colValue } = this.model.getSolution();
    const move = new Map<number, number>();
    for (let cell = 0; cell < base.length; cell += 1) {
      const moved = (colValue[2 * cell] ?? 0) - (colValue[2 * cell + 1] ?? 0);
      const whole = Math.round(moved);
      if (Math.abs(moved - whole) > 1e-6) return 'fractional';
      if (whole !== 0) move.set(cell, (base[cell] ?? 0) + whole);
    }
    return move;
  }
}
