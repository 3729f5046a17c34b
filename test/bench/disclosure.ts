import { mkdir, writeFile } from 'node:fs/promises';
import { FlowSolver } from '../../libs/disclosure/src/engine/flow-solver.ts';
import { HighsSolver, loadSolverRuntime } from '../../libs/disclosure/src/engine/highs-solver.ts';
import { networkOf } from '../../libs/disclosure/src/engine/network.ts';
import { protectTable, type TableUse } from '../../libs/disclosure/src/engine/protect-table.ts';
import type { Move, Need, Solver } from '../../libs/disclosure/src/engine/solver.ts';
import { verifyTable } from '../../libs/disclosure/src/engine/verify-table.ts';
import { growthPlot } from './disclosure-plot.ts';
import { madeUpTable, truthOf } from './disclosure-tables.ts';
import { type BenchResult, median, type Note } from './measure.ts';
import { optimumOf } from './suppression-optimum.ts';

const ROUNDS = 5;
const GROWTH = [[25, 10], [50, 20], [100, 25], [100, 50], [200, 50]] as const;
const TABLES = 20;
const PLOT = 'dist/bench/disclosure-growth.svg';

/** One size of table and what it costs. */
export interface GrowthPoint {
  readonly cells: number;
  readonly cpuMs: number;
}

/** What the bench of the disclosure engine prints, beside what all benches print. */
export interface DisclosureBench extends BenchResult {
  readonly secondaries: readonly number[];
  readonly highsOnSameProgrammesMs: number;
  readonly programmes: number;
  readonly peakMemoryMiB: number;
  readonly growth: readonly GrowthPoint[];
  readonly againstOptimum: {
    readonly tables: number;
    readonly secondaries: readonly [ours: number, optimum: number];
    readonly tablesWithMore: number;
    readonly publishedUsers: number;
  };
}

/** A programme that the engine asked for, to be asked again with nothing around it. */
type Programme = {
  readonly base: Int32Array;
  readonly cost: Float64Array;
  readonly movable: Uint8Array | null;
} & ({ readonly need: Need } | { readonly target: number; readonly direction: -1 | 1 });

/** Records every programme and passes it on. */
class Recorder implements Solver {
  readonly programmes: Programme[] = [];
  private movable: Uint8Array | null = null;

  constructor(private readonly inner: Solver) {}

  get allowance(): number {
    return this.inner.allowance;
  }

  find(base: Int32Array, cost: Float64Array, need: Need): Move | null {
    this.programmes.push({ ...this.kept(base, cost), need });
    return this.inner.find(base, cost, need);
  }

  extreme(
    base: Int32Array, cost: Float64Array, target: number, direction: -1 | 1,
  ): Move | null {
    this.programmes.push({ ...this.kept(base, cost), target, direction });
    return this.inner.extreme(base, cost, target, direction);
  }

  focus(movable: Uint8Array | null): void {
    this.movable = movable && movable.slice();
    this.inner.focus(movable);
  }

  dispose(): void {
    this.inner.dispose();
  }

  private kept(base: Int32Array, cost: Float64Array) {
    return { base: base.slice(), cost: cost.slice(), movable: this.movable };
  }
}

/**
 * Protect and verify a 50 × 20 table with all margins: milliseconds of CPU. The ceiling is the bare
 * solver on the very same programmes; the ratio, how much of the total that is.
 */
export async function benchDisclosure(note: Note): Promise<DisclosureBench> {
  const use = madeUpTable(50, 20, 1);
  const highs = await loadSolverRuntime();
  const solver = flow(use);
  const recorder = new Recorder(solver);
  work(use, recorder);
  const { programmes } = recorder;
  const [totals, bares]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    totals.push(cpuMs(() => { work(use, solver); }));
    bares.push(cpuMs(() => { ask(solver, programmes); }));
    note(`round ${round + 1}: ${totals.at(-1)?.toFixed(1)} ms, solver ${bares.at(-1)?.toFixed(1)} ms`);
  }
  const other = new HighsSolver(highs, use.frame);
  const byHighs = cpuMs(() => { ask(other, programmes); });
  note(`HiGHS on the same ${programmes.length} programmes: ${byHighs.toFixed(0)} ms`);
  other.dispose();
  const [value, ceiling] = [median(totals), median(bares)];
  const points = growth(note);
  await mkdir('dist/bench', { recursive: true });
  await writeFile(PLOT, growthPlot(points));
  note(`the plot is in ${PLOT}`);
  const secondaries = Array.from({ length: TABLES }, (_, seed) =>
    made(madeUpTable(50, 20, seed + 1)).pattern.secondaries);
  return {
    name: 'disclosure: 50 × 20 with all margins, protected and verified',
    value: round(value), unit: 'ms CPU',
    ceilingName: 'the bare solver on the same programmes, ms CPU',
    ceiling: round(ceiling), ratio: Math.round((ceiling / value) * 1000) / 1000,
    programmes: programmes.length,
    highsOnSameProgrammesMs: round(byHighs),
    secondaries,
    growth: points,
    againstOptimum: await againstOptimum(note),
    peakMemoryMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

/** Each size: several tables, each made twice, and the median of all. */
function growth(note: Note): GrowthPoint[] {
  return GROWTH.map(([rows, columns]) => {
    const uses = Array.from({ length: ROUNDS }, (_, seed) => madeUpTable(rows, columns, seed + 1));
    const times = [...uses, ...uses].map((use) => cpuMs(() => { work(use, flow(use)); }));
    note(`${rows} × ${columns}: ${median(times).toFixed(0)} ms`);
    return { cells: uses[0]?.frame.size ?? 0, cpuMs: round(median(times)) };
  });
}

async function againstOptimum(note: Note): Promise<DisclosureBench['againstOptimum']> {
  const highs = await loadSolverRuntime();
  let [tables, ours, best, more, shownOurs, shownBest] = [0, 0, 0, 0, 0, 0];
  for (let seed = 1; tables < TABLES && seed <= 3 * TABLES; seed += 1) {
    const use = madeUpTable(4 + (seed % 3), 4, seed, 70);
    const truth = truthOf(use);
    const optimum = optimumOf(highs, use.frame, { k: use.k, extra: new Map() }, truth, 60);
    if (optimum === null || optimum.secondaries === 0) continue;
    const { pattern } = made(use);
    const all = truth.reduce((sum, users) => sum + users, 0);
    tables += 1;
    ours += pattern.secondaries;
    best += optimum.secondaries;
    more += pattern.secondaries > optimum.secondaries ? 1 : 0;
    shownOurs += all - pattern.lost;
    shownBest += all - optimum.lost;
    note(`seed ${seed}: ${pattern.secondaries} secondaries, optimum ${optimum.secondaries}; `
      + `users in them ${pattern.lost}, optimum ${optimum.lost}`);
  }
  return {
    tables, secondaries: [ours, best], tablesWithMore: more,
    publishedUsers: Math.round((shownOurs / shownBest) * 1000) / 1000,
  };
}

function flow({ frame }: TableUse): FlowSolver {
  const network = networkOf(frame);
  if (!network) throw new Error('A two-way table is a network.');
  return new FlowSolver(frame, network);
}

function made(use: TableUse, solver: Solver = flow(use)) {
  const protectedTable = protectTable(use, solver);
  if (!protectedTable) throw new Error('The made-up table was not certified.');
  return protectedTable;
}

/** What a release does, and an auditor's verification after it. */
function work(use: TableUse, solver: Solver): void {
  const { table, certificate } = made(use, solver);
  const verdict = verifyTable(table, certificate, use.headcounts);
  if (verdict.kind !== 'verified') throw new Error(verdict.broken);
}

function ask(solver: Solver, programmes: readonly Programme[]): void {
  let asked: Uint8Array | null = null;
  for (const programme of programmes) {
    const { base, cost, movable } = programme;
    if (movable !== asked) solver.focus(movable);
    asked = movable;
    if ('need' in programme) solver.find(base, cost, programme.need);
    else solver.extreme(base, cost, programme.target, programme.direction);
  }
  solver.focus(null);
}

function cpuMs(run: () => void): number {
  const started = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
