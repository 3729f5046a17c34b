import { DisclosureError } from '../disclosure-error.ts';
import { FlowSolver } from './flow-solver.ts';
import { cellsFrom, keyOf, type Frame } from './frame.ts';
import { HighsSolver, loadSolverRuntime } from './highs-solver.ts';
import { networkOf } from './network.ts';
import type { Sensitivity } from './needs.ts';
import { digestOf, type Headcounts, type PublishedTable } from './published-table.ts';
import type { Solver } from './solver.ts';
import { suppress, type Pattern } from './suppress.ts';
import { sealCertificate, verifyTable, type TableCertificate } from './verify-table.ts';
import { writeWitnesses } from './witnesses.ts';

/** A table that was protected and verified. `pattern` is secret: it tells primary cells. */
export interface ProtectedTable {
  readonly table: PublishedTable;
  readonly certificate: TableCertificate;
  readonly pattern: Pattern;
}

/** What to protect: counts of the atoms, in the order of `frame.atoms`. */
export interface TableUse {
  readonly frame: Frame;
  readonly dimensions: readonly string[];
  readonly headcounts: Headcounts;
  readonly k: number;
  readonly atoms: ArrayLike<number>;
  /** Cells that are hidden for another reason, and what worlds must show of them. */
  readonly extra?: Sensitivity['extra'];
}

/** The solver that suits a frame: an integer network where there is one, else HiGHS. */
export async function solverFor(frame: Frame): Promise<Solver> {
  const network = networkOf(frame);
  if (network) return new FlowSolver(frame, network);
  return new HighsSolver(await loadSolverRuntime(), frame);
}

/**
 * Protect one table and verify it, or `null` where it cannot be certified in time: then coarsen
 * it. The same input always gives the same bytes. Throws `unverified` when the verifier refuses
 * what was made; nothing may be released then.
 */
export function protectTable(use: TableUse, solver: Solver): ProtectedTable | null {
  const { frame, k, headcounts, dimensions } = use;
  const truth = cellsFrom(frame, use.atoms);
  if (truth.some((users, cell) => users < 0 || users > (frame.heads[cell] ?? 0))) {
    throw new DisclosureError('bad-tally', 'A group has more users than heads.');
  }
  const pattern = suppress(frame, { k, extra: use.extra ?? new Map() }, truth, solver);
  if (pattern === null) return null;
  const { hidden } = pattern;
  const found = writeWitnesses(frame, k, truth, hidden, solver);
  if (found === null) return null;
  const table: PublishedTable = {
    k,
    dimensions,
    cells: Array.from(truth, (users, cell) =>
      ({ key: keyOf(frame, cell), users: hidden[cell] === 1 ? null : users })),
  };
  const atoms = frame.atoms.filter((cell) => hidden[cell] === 1);
  const certificate = sealCertificate({
    version: 1,
    table: digestOf(table),
    headcounts: digestOf(headcounts),
    atoms,
    worlds: found.worlds.map((world) => atoms.map((cell) => world[cell] ?? 0)),
    covering: found.covering,
  });
  const verdict = verifyTable(table, certificate, headcounts, truth);
  if (verdict.kind === 'refused') {
    throw new DisclosureError('unverified', `Nothing was released; broken: ${verdict.broken}.`);
  }
  return { table, certificate, pattern };
}
