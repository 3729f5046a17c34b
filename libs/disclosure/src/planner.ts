import { SMALLEST_BLOCK } from '#pseudonym/smallest-block';
import { cover, type Piece } from './cover.ts';
import { DisclosureError } from './disclosure-error.ts';

/** One department at one site, with the headcount frozen when the period opens. */
export interface Unit {
  readonly site: string;
  readonly department: string;
  readonly headcount: number;
}

/** A reporting block: whole departments, at least the minimum together. */
export interface Block {
  readonly block: string;
  readonly label: string;
  /** The one site it lies in, or null when it reaches over several. */
  readonly site: string | null;
  readonly headcount: number;
  readonly units: readonly Unit[];
}

/** Either blocks, or the refusal of an employer who is too small to be reported on alone. */
export type BlockPlan =
  | { readonly kind: 'planned'; readonly blocks: readonly Block[] }
  | { readonly kind: 'too-small'; readonly headcount: number; readonly minimum: number };

/**
 * Plan reporting blocks from headcounts alone, before any count of use exists: a plan that does
 * not depend on the counts leaks nothing about them.
 *
 * Departments merge within a site; what a site leaves over joins its smallest block; sites that
 * are too small merge with each other, and what they leave over joins the smallest block of all.
 * The order of `units` does not matter. Units with no staff are left out (structural zeros).
 * Throws `bad-headcount` on negative or fractional headcounts, on a unit given twice, and on a
 * `minimum` below 60.
 */
export function planBlocks(
  units: readonly Unit[],
  { minimum = SMALLEST_BLOCK }: { readonly minimum?: number } = {},
): BlockPlan {
  checkUnits(units, minimum);
  const staffed = units.filter((unit) => unit.headcount > 0).sort(byNames);
  if (sum(staffed) < minimum) return { kind: 'too-small', headcount: sum(staffed), minimum };

  const smallSites: Piece<Unit>[] = [];
  const planned: Piece<Unit>[] = [];
  for (const site of new Set(staffed.map((unit) => unit.site))) {
    const departments = staffed.filter((unit) => unit.site === site);
    if (sum(departments) < minimum) smallSites.push(piece(departments));
    else planned.push(...cover(departments.map((unit) => piece([unit])), minimum));
  }
  const merged = cover(smallSites, minimum, planned);
  return { kind: 'planned', blocks: merged.map(describe) };
}

function piece(items: readonly Unit[]): Piece<Unit> {
  return { items, size: sum(items) };
}

function describe({ items, size }: Piece<Unit>, index: number): Block {
  const sorted = [...items].sort(byNames);
  const sites = [...new Set(sorted.map((unit) => unit.site))];
  const labels = sites.map((site) => {
    const departments = sorted.filter((unit) => unit.site === site);
    return `${site}: ${departments.map((unit) => unit.department).join(', ')}`;
  });
  return Object.freeze({
    block: `B${index + 1}`,
    label: labels.join('; '),
    site: sites.length === 1 ? (sites[0] ?? null) : null,
    headcount: size,
    units: Object.freeze(sorted),
  });
}

function checkUnits(units: readonly Unit[], minimum: number): void {
  if (!Number.isSafeInteger(minimum) || minimum < SMALLEST_BLOCK) {
    throw new DisclosureError('bad-headcount', 'The minimum of a block may only be raised from 60.');
  }
  const names = new Set(units.map((unit) => JSON.stringify([unit.site, unit.department])));
  if (names.size !== units.length) {
    throw new DisclosureError('bad-headcount', 'Give every department of a site once.');
  }
  if (units.some((unit) => !Number.isSafeInteger(unit.headcount) || unit.headcount < 0)) {
    throw new DisclosureError('bad-headcount', 'Headcounts are whole numbers from 0 up.');
  }
}

function sum(units: readonly Unit[]): number {
  return units.reduce((total, unit) => total + unit.headcount, 0);
}

function byNames(a: Unit, b: Unit): number {
  return compare(a.site, b.site) || compare(a.department, b.department);
}

/** By code unit, not by locale: the same plan on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
