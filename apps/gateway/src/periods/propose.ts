import { beforeOf, type LastYear } from '#disclosure/before';
import { mostSpareSeats, PRESENT_RULES, type PlannedTerms, type Terms } from '#disclosure/terms';
import type { Unit } from '#disclosure/planner';
import type { ProgrammeRow } from '../programmes/programmes.store.ts';
import type { BlockRow, SeatRange } from '../programmes/periods.store.ts';

/** Of the staff, so many are expected to use it in a year, in basis points: what studies say. */
const STATED_RATE_BPS = 450;

/** Terms of a period, and the department that each of their numbers stands for. */
export interface NumberedTerms {
  readonly terms: Terms;
  /** In the order of their numbers, from 1 on. */
  readonly units: readonly Unit[];
}

/**
 * The terms of a period as the vault is told them: departments in the order of site and name, each
 * by its number. A department without staff has no letters and no number. What the year before
 * stated and how it was grouped is taken over.
 */
export function termsOf(
  programme: ProgrammeRow, period: string, all: readonly Unit[], last: LastYear | null = null,
): NumberedTerms {
  const units = all.filter(({ headcount }) => headcount > 0).sort(byNames);
  const before = beforeOf(last);
  const sites = [...new Set(units.map(({ site }) => site))];
  const { id, contractNumber, currency, sessionPriceMinor, seatPriceMinor, sessionsPerMember, k } =
    programme;
  const bare: Omit<Terms, 'spareSeats'> = {
    rules: PRESENT_RULES, programme: id, contract: contractNumber, period, currency,
    sessionPriceMinor: sessionPriceMinor.toString(), sessionsPerMember, k,
    ...seatPriceMinor !== null && { seatPriceMinor: seatPriceMinor.toString() },
    rateBps: before?.rateBps ?? STATED_RATE_BPS, ...before && { before },
    departments: units.map(({ site, headcount }, index) => ({
      number: index + 1, site: sites.indexOf(site) + 1, people: headcount })),
  };
  // A tenth of everybody's: whoever joins in the year finds a seat.
  return { terms: { ...bare, spareSeats: mostSpareSeats(bare) }, units };
}

/** The blocks of a plan under the names of their departments. */
export function namedBlocks({ blocks }: PlannedTerms, units: readonly Unit[]): BlockRow[] {
  return blocks.map(({ block, people, spare, departments }) => {
    const own = departments.map((number) => unitAt(units, number));
    const sites = [...new Set(own.map(({ site }) => site))];
    const label = sites.map((site) => {
      const names = own.filter((unit) => unit.site === site).map(({ department }) => department);
      return `${site}: ${names.join(', ')}`;
    }).join('; ');
    return { block, label, headcount: people, spare };
  });
}

/** Which letters go where, under the names of departments. */
export function namedLetters({ letters }: PlannedTerms, units: readonly Unit[]): SeatRange[] {
  return letters.map(({ firstNumber, people, department, block }) => {
    const { site, department: name } = unitAt(units, department);
    return { firstNumber, headcount: people, site, department: name, block, order: null };
  });
}

function unitAt(units: readonly Unit[], number: number): Unit {
  const unit = units[number - 1];
  if (!unit) throw new Error('a plan names a department that its terms do not have');
  return unit;
}

function byNames(a: Unit, b: Unit): number {
  return compare(a.site, b.site) || compare(a.department, b.department);
}

/** By code unit, not by locale: the same numbers on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
