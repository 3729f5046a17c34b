import { daysAfter } from '#calendar/days';
import { readPeriod, type ReportingPeriod } from '#calendar/periods';
import { canonicalOf } from '#pseudonym/canonical';
import { planBlocks, type Unit } from './planner.ts';
import { keptBlocks, type BareBlock, type BlockBefore } from './year/kept.ts';
import { planYear, type ReportFault, type YearBefore, type YearPlan } from './year/plan.ts';
import { reportTermsOf } from './year/report-terms.ts';

/** The version of the plan's rules that new terms name. A plan keeps its version for good. */
export const PRESENT_RULES = 'year-1';

/** So many days before its first day a period's terms are to be confirmed. */
const CONFIRM_DAYS_BEFORE = 14;
/** So many days it has at least, where they are proposed later, or for a period that runs. */
const LEAST_DAYS_TO_CONFIRM = 3;
/** Most blocks of a programme: each has a key, and all of them are registered together. */
const MOST_BLOCKS = 200;
/** Spare seats of a block are one for so many of its people at most. */
const SPARE_OF = 10;

/** A department by its number: what it is called only the gateway knows. */
export interface TermsDepartment {
  /** From 1 on, in order. */
  readonly number: number;
  /** From 1 on; departments of one site follow each other. */
  readonly site: number;
  readonly people: number;
}

/** What an employer buys for a year: all that a plan is made from, and no date. */
export interface Terms {
  /** Version of the plan's rules. */
  readonly rules: string;
  readonly programme: string;
  /** By which the vault's operator finds the contract; the employer's name is not said. */
  readonly contract: string;
  readonly period: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Most that one session may cost, minor units, decimal. */
  readonly sessionPriceMinor: string;
  /**
   * A flat price for each seat and the whole year, minor units, decimal: no session settles. Left
   * out: the year is paid by sessions.
   */
  readonly seatPriceMinor?: string | undefined;
  readonly sessionsPerMember: number;
  readonly k: number;
  /** Stated rate of use in a year, in basis points. */
  readonly rateBps: number;
  /** Seats for people who join, beside everybody's. */
  readonly spareSeats: number;
  readonly departments: readonly TermsDepartment[];
  /** Of the last year that was confirmed before this one; left out where there is none. */
  readonly before?: YearBefore<BlockBefore> | undefined;
}

/** A reporting block of departments by number. */
export interface PlannedBlock {
  readonly block: string;
  /** People at the start: smallest sizes and non-users are counted by them alone. */
  readonly people: number;
  /** Seats in it for people who join: a tenth of its people at most. */
  readonly spare: number;
  /** The one site it lies in; null where it reaches over several. */
  readonly site: number | null;
  readonly departments: readonly number[];
}

/** The letters of one department: `people` numbers from `firstNumber` on. */
export interface LetterRange {
  readonly firstNumber: number;
  readonly people: number;
  readonly department: number;
  readonly block: string;
}

/** Everything that follows from terms. Days are 'YYYY-MM-DD'. */
export interface PlannedTerms {
  readonly kind: 'planned';
  /** First day, last day, first day after, and the day on which the last numbers are released. */
  readonly opens: string;
  readonly last: string;
  readonly closes: string;
  readonly releases: string;
  /** First day on which its credits are issued and book. */
  readonly startsBooking: string;
  /** What is closed and released at once, in order. */
  readonly reports: readonly ReportingPeriod[];
  /** Day by which the vault's operator is to have confirmed them. */
  readonly confirmBy: string;
  readonly blocks: readonly PlannedBlock[];
  readonly letters: readonly LetterRange[];
  /** Everybody's and the spare ones. */
  readonly seats: number;
  /** All sessions, and what their care costs at most, minor units, decimal. */
  readonly sessions: number;
  readonly careMinor: string;
  /** What the employer pays for the year at most: its care, or the flat price of all seats. */
  readonly totalMinor: string;
  /** The shape of the year's reports. */
  readonly year: YearPlan;
}

/**
 * Why terms have no plan. `unknown-rules`: of another version of this program; `odd-terms`: a
 * period or departments that are not written in the one way, more spare seats than there may be,
 * or a flat price above that of all sessions of a seat; `odd-rate`, `low-k`: stated numbers by
 * which no report is planned, or a smaller k than the year before; `rate-rises`: above what that
 * stated and told; `too-small`, `too-many-blocks`.
 */
export type TermsFault =
  'unknown-rules' | 'odd-terms' | 'odd-rate' | 'rate-rises' | 'low-k' | 'too-small'
  | 'too-many-blocks';

/** A plan, or why there is none. */
export type TermsPlan = PlannedTerms | { readonly kind: 'refused'; readonly fault: TermsFault };

/** Where there are no reports there are no terms. */
const FAULTS: Readonly<Record<ReportFault, TermsFault>> = {
  'too-small': 'too-small', 'odd-rate': 'odd-rate', 'low-k': 'low-k',
  'odd-departments': 'odd-terms', 'odd-sessions': 'odd-terms', 'rate-rises': 'rate-rises',
};

const RULES: Readonly<Record<string, (terms: Terms) => TermsPlan>> = {
  [PRESENT_RULES]: planPeriod,
};

/**
 * Plan a period from its terms alone, in both domains: neither takes a date or a block from the
 * other. The same terms give the same plan for as long as their version is known.
 */
export function planTerms(terms: Terms): TermsPlan {
  const rules = Object.hasOwn(RULES, terms.rules) ? RULES[terms.rules] : undefined;
  return rules ? rules(terms) : refused('unknown-rules');
}

/** Most spare seats that terms can have. */
export function mostSpareSeats(terms: Omit<Terms, 'spareSeats'>): number {
  const plan = planTerms({ ...terms, spareSeats: 0 });
  if (plan.kind === 'refused') return 0;
  return plan.blocks.reduce((sum, { people }) => sum + Math.floor(people / SPARE_OF), 0);
}

/** The day by which terms that were proposed on a day are to be confirmed: some days later. */
export function dueBy({ confirmBy }: Pick<PlannedTerms, 'confirmBy'>, proposedOn: string): string {
  const least = daysAfter(proposedOn, LEAST_DAYS_TO_CONFIRM);
  return confirmBy > least ? confirmBy : least;
}

/** One text for one value: what is stored, compared and signed (RFC 8785). */
export function termsText(terms: Terms): string {
  return canonicalOf(terms);
}

/** Whole departments in blocks, which stay as they are for the year, and after it if they can. */
function planPeriod(terms: Terms): TermsPlan {
  const period = readPeriod(terms.period);
  if (!period || !isInOrder(terms.departments)) return refused('odd-terms');
  const bare = keptBlocks(terms.before?.blocks ?? [], terms.departments)
    ?? newBlocks(terms.departments);
  if (bare.length === 0) return refused('too-small');
  if (bare.length > MOST_BLOCKS) return refused('too-many-blocks');
  const spare = spread(terms.spareSeats, bare.map(({ people }) => people));
  if (!spare) return refused('odd-terms');
  const blocks = bare.map((block, at) => ({ ...block, spare: spare[at] ?? 0 }));
  const seats = blocks.reduce((sum, { people, spare: more }) => sum + people + more, 0);
  const sessions = seats * terms.sessionsPerMember;
  const careMinor = BigInt(sessions) * BigInt(terms.sessionPriceMinor);
  const flatMinor = terms.seatPriceMinor === undefined ? null
    : BigInt(seats) * BigInt(terms.seatPriceMinor);
  if (flatMinor !== null && flatMinor > careMinor) return refused('odd-terms');
  const year = planYear(reportTermsOf(terms, blocks));
  if (year.kind === 'refused') return refused(FAULTS[year.fault]);
  const { opens, last, closes, startsBooking, reports } = period;
  return {
    kind: 'planned', opens, last, closes, startsBooking, reports,
    releases: reports.at(-1)?.releases ?? closes, confirmBy: daysAfter(opens, -CONFIRM_DAYS_BEFORE),
    blocks, letters: lettersOf(blocks, terms.departments), seats, sessions,
    careMinor: careMinor.toString(), totalMinor: (flatMinor ?? careMinor).toString(), year,
  };
}

/** Key blocks of at least sixty people; none where all are fewer. */
function newBlocks(departments: readonly TermsDepartment[]): readonly BareBlock[] {
  const plan = planBlocks(departments.map(unitOf));
  return plan.kind === 'too-small' ? [] : plan.blocks.map(({ block, headcount, site, units }) => ({
    block, people: headcount, site: site === null ? null : Number(site),
    departments: units.map(({ department }) => Number(department)),
  }));
}

/**
 * Spread spare seats over blocks by their people, a tenth of each at most: whole ones first, then
 * one more for those that were left the largest part of one. Null where there is no room for all.
 */
function spread(spare: number, people: readonly number[]): number[] | null {
  const room = people.map((count) => Math.floor(count / SPARE_OF));
  const all = people.reduce((sum, count) => sum + count, 0);
  const whole = Number.isSafeInteger(spare) && spare >= 0;
  if (!whole || spare > room.reduce((sum, count) => sum + count, 0)) return null;
  const given = people.map((count) => Math.floor((spare * count) / all));
  const order = people.map((count, at) => ({ at, part: (spare * count) % all }))
    .sort((a, b) => b.part - a.part || a.at - b.at);
  let left = spare - given.reduce((sum, count) => sum + count, 0);
  while (left > 0) {
    for (const { at } of order) {
      if (left === 0 || (given[at] ?? 0) >= (room[at] ?? 0)) continue;
      given[at] = (given[at] ?? 0) + 1;
      left -= 1;
    }
  }
  return given;
}

/** Numbers and sites rise from 1 without a gap, so that one plan is written in one way alone. */
function isInOrder(departments: readonly TermsDepartment[]): boolean {
  let site = 0;
  return departments.every((department, index) => {
    const isNext = department.site === site || department.site === site + 1;
    ({ site } = department);
    return isNext && site > 0 && department.number === index + 1
      && Number.isSafeInteger(department.people) && department.people > 0;
  });
}

/** The planner orders by text: numbers of one length have the order of what they count. */
function unitOf({ number, site, people }: TermsDepartment): Unit {
  const padded = (value: number) => String(value).padStart(6, '0');
  return { site: padded(site), department: padded(number), headcount: people };
}

/** Letters are numbered by block, then by department. */
function lettersOf(
  blocks: readonly PlannedBlock[], departments: readonly TermsDepartment[],
): LetterRange[] {
  let firstNumber = 1;
  return blocks.flatMap(({ block, departments: numbers }) => numbers.map((department) => {
    const people = departments[department - 1]?.people ?? 0;
    const range = { firstNumber, people, department, block };
    firstNumber += people;
    return range;
  }));
}

function refused(fault: TermsFault): TermsPlan {
  return { kind: 'refused', fault };
}
