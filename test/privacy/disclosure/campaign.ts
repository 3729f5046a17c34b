import type { Highs } from 'highs';
import { auditIntervals } from '../../../libs/disclosure/src/attack/intervals.ts';
import { determined } from '../../../libs/disclosure/src/attack/row-reduction.ts';
import { cellsFrom } from '../../../libs/disclosure/src/engine/frame.ts';
import { loadSolverRuntime } from '../../../libs/disclosure/src/engine/highs-solver.ts';
import { protectTable, solverFor } from '../../../libs/disclosure/src/engine/protect-table.ts';
import {
  readTable, type PublishedTable, type Reading,
} from '../../../libs/disclosure/src/engine/published-table.ts';
import {
  sealCertificate, verifyTable, type TableCertificate,
} from '../../../libs/disclosure/src/engine/verify-table.ts';
import { auditByYalps } from './second-audit.ts';
import { employerOf, stream, type Employer } from './employers.ts';

/** What a campaign counted; every number of `breaches` and `accepted` must be 0. */
export interface Tally {
  employers: number;
  cells: number;
  hidden: number;
  primaries: number;
  secondaries: number;
  /** Tables for which no certificate was found: they are coarsened, never released. */
  uncertified: number;
  audited: number;
  mutants: number;
  accepted: number;
  readonly breaches: string[];
}

/** An empty count. */
export function nothingYet(): Tally {
  return {
    employers: 0, cells: 0, hidden: 0, primaries: 0, secondaries: 0, uncertified: 0, audited: 0,
    mutants: 0, accepted: 0, breaches: [],
  };
}

/** Protect one employer's table, then let every attacker at it that knows the truth's primaries. */
export async function attackEmployer(seed: number, tally: Tally): Promise<void> {
  const employer = employerOf(seed);
  const { use } = employer;
  const solver = await solverFor(use.frame);
  const made = protectTable(use, solver);
  solver.dispose();
  tally.employers += 1;
  if (made === null) {
    tally.uncertified += 1;
    return;
  }
  const table = JSON.parse(JSON.stringify(made.table)) as PublishedTable;
  const truth = cellsFrom(use.frame, use.atoms);
  const reading = readTable(table, use.headcounts);
  tally.cells += table.cells.length;
  tally.hidden += table.cells.filter(({ users }) => users === null).length;
  tally.primaries += made.pattern.primaries;
  tally.secondaries += made.pattern.secondaries;
  const found = [
    ...scan(table, reading, truth),
    ...reduction(reading, truth),
    ...await audit(await loadSolverRuntime(), employer, reading, truth, tally),
  ];
  tally.breaches.push(...found.map((what) => `seed ${seed} (${employer.kind}): ${what}`));
  mutate(seed, employer, table, made.certificate, tally);
}

/** Primary scan: every number that the payload shows is true, and safe by itself. */
function scan(table: PublishedTable, { groups, groupOf, k }: Reading, truth: Int32Array): string[] {
  return table.cells.flatMap(({ users }, cell) => {
    if (users === null) return [];
    const heads = groups[groupOf[cell] ?? 0]?.heads ?? 0;
    if (users !== truth[cell]) return ['a number that is not true'];
    const isSafe = heads === 0 ? users === 0 : users >= k && heads - users >= k;
    return isSafe ? [] : ['an unsafe number is published'];
  });
}

/** Groups that are small or nearly full in truth. */
function secrets({ groups, k }: Reading, truth: Int32Array) {
  return groups.flatMap(({ cells, heads }, at) => {
    const users = truth[cells[0] ?? 0] ?? 0;
    const [isLow, isHigh] = [users < k, heads - users < k];
    return heads > 0 && (isLow || isHigh) ? [{ at, heads, isLow, isHigh }] : [];
  });
}

function reduction(reading: Reading, truth: Int32Array): string[] {
  const secret = new Set(secrets(reading, truth).map(({ at }) => at));
  const [exact = []] = determined([reading]);
  return exact.filter((at) => secret.has(at)).map(() => 'a secret follows by subtraction');
}

/** Independent intervals: HiGHS where the network made the table, YALPS where HiGHS did. */
async function audit(
  highs: Highs, { ways, use }: Employer, reading: Reading, truth: Int32Array, tally: Tally,
): Promise<string[]> {
  const isNetwork = ways === 2;
  const intervals = isNetwork
    ? auditIntervals(highs, reading) : auditByYalps(reading);
  return secrets(reading, truth).flatMap(({ at, heads, isLow, isHigh }) => {
    tally.audited += 1;
    const { least, most } = intervals.get(at) ?? { least: -1, most: -1 };
    const wrong: string[] = [];
    if (isLow && (least !== 0 || most < Math.min(use.k, heads))) wrong.push('a small group shows');
    if (isHigh && (most !== heads || least > Math.max(0, heads - use.k))) {
      wrong.push('a full group shows');
    }
    return wrong;
  });
}

/** Change one thing at a time in what is stored; the verifier must refuse every time. */
function mutate(
  seed: number, { use }: Employer, table: PublishedTable, certificate: TableCertificate,
  tally: Tally,
): void {
  const next = stream(seed + 77);
  const at = (length: number) => Math.floor(next() * length);
  const check = (changed: PublishedTable, evidence: TableCertificate) => {
    tally.mutants += 1;
    if (verifyTable(changed, evidence, use.headcounts).kind === 'verified') tally.accepted += 1;
  };
  const cell = at(table.cells.length);
  for (const users of [0, 3, null, (table.cells[cell]?.users ?? 6) + 1]) {
    if (users === table.cells[cell]?.users) continue;
    const cells = table.cells.with(cell, { ...table.cells[cell]!, users });
    check({ ...table, cells }, certificate);
  }
  check({ ...table, cells: table.cells.slice(1) }, certificate);
  const { version, table: about, headcounts, atoms, worlds, covering } = certificate;
  const body = { version, table: about, headcounts, atoms, worlds, covering };
  const world = at(body.worlds.length);
  const place = at(body.atoms.length);
  for (const step of body.atoms.length > 0 ? [-1, 1, 0.5, 1e6] : []) {
    const numbers = body.worlds[world]!.with(place, body.worlds[world]![place]! + step);
    check(table, { ...certificate, worlds: body.worlds.with(world, numbers) });
    // Resealed by somebody who knows how; then the arithmetic itself must find it, or it is
    // another true world and hides as much: those are seen by the two checks below.
    if (step === 0.5 || step === 1e6) {
      check(table, sealCertificate({ ...body, worlds: body.worlds.with(world, numbers) }));
    }
  }
  check(table, sealCertificate({ ...body, worlds: [] }));
  check(table, { ...certificate, worlds: body.worlds.slice(1) });
  check(table, sealCertificate({ ...body, covering: [...body.covering, 1e6] }));
}
