import { REPORTS_OF_YEAR } from '#calendar/periods';
import { SMALLEST_BLOCK } from '#pseudonym/smallest-block';
import type { TermsDepartment } from '../terms.ts';
import { BANDS, CONCERNS, MODALITIES } from './lists.ts';
import { keptTree, siteTree, type GroupBefore, type PlanNode, type SiteNode } from './tree.ts';

/** The version of the rules by which reports are planned and told; a plan keeps it for good. */
export const REPORT_RULES = 'report-1';

/** Least threshold of people. It may only be raised. */
export const LEAST_K = 10;
/** Stated use of a year, in basis points, within which a plan is made. */
const RATES = [200, 1_000] as const;

/** The cases of a year that half a site is to expect; a whole one expects `k`. */
const HALF_CASES = 20;
/** Cases that the smallest period of a calendar is to expect, for totals and for lists. */
const TOTAL_CASES = 25;
const LIST_CASES = 45;
/** Sessions beyond each person's first settle in lots of so many, and of no fewer than `kHow`. */
const LOT = 10;
/** The smallest season of a year is so many tenths of the average. */
const SEASON_TENTHS = 8;
const WHOLE = 10_000;

/** How a year is paid: by sessions, or a flat price, for which no session is ever settled. */
export type Paid = 'sessions' | 'flat';

/** What a year takes over from the one before it: of what happened, how many were told. */
export interface YearBefore<Block extends GroupBefore = GroupBefore> {
  /** Never lowered. */
  readonly k: number;
  /** Raised to what was told at most. */
  readonly rateBps: number;
  readonly people: number;
  /** People told of the year when this was planned, or fewer: so its use may rise less. */
  readonly told: number;
  /** Its blocks, in order. */
  readonly blocks: readonly Block[];
}

/** What a report is planned from: headcounts and stated numbers, and nothing that happened. */
export interface ReportTerms {
  readonly departments: readonly TermsDepartment[];
  /** Stated use in a year, basis points. */
  readonly rateBps: number;
  readonly k: number;
  readonly sessionsPerMember: number;
  readonly paid: Paid;
  readonly before?: YearBefore | undefined;
}

/** The shape of a year's reports. JSON-safe and frozen; stored in the terms. */
export interface YearPlan {
  readonly kind: 'planned';
  readonly rules: typeof REPORT_RULES;
  readonly paid: Paid;
  /** At the start of the year, never spare seats. */
  readonly people: number;
  readonly rateBps: number;
  readonly k: number;
  /** The threshold of how and how often. */
  readonly kHow: number;
  readonly sessionsPerMember: number;
  /** Sessions beyond each person's first settle in lots of so many. */
  readonly lot: number;
  /** Periods, 1 to 4, that are told together, in order. */
  readonly steps: readonly (readonly number[])[];
  /** Periods at whose end lists are told. */
  readonly listsAt: readonly number[];
  readonly concerns: PlanNode;
  readonly modalities: PlanNode;
  /** Sessions for each person, at the year's end; null where nobody can have four. */
  readonly bands: PlanNode | null;
  /** Sites and blocks, at the year's end. */
  readonly sites: SiteNode;
}

/** Why there is no plan. `rate-rises`: above what was stated and told for the year before. */
export type ReportFault =
  'odd-departments' | 'too-small' | 'odd-rate' | 'rate-rises' | 'low-k' | 'odd-sessions';

/**
 * Plan the reports of a year, before any of its data exist: who is grouped with whom, what is told
 * when, and in which lists. The same terms give the same plan on every machine.
 */
export function planYear(
  terms: ReportTerms,
): YearPlan | { readonly kind: 'refused'; readonly fault: ReportFault } {
  const fault = faultOf(terms);
  if (fault) return { kind: 'refused', fault };
  const { rateBps, k, sessionsPerMember, paid } = terms;
  const people = peopleOf(terms);
  const kHow = Math.ceil(k / 2);
  const parts = partsOf(people, rateBps, TOTAL_CASES);
  return Object.freeze({
    kind: 'planned', rules: REPORT_RULES, paid, people, rateBps, k, kHow, sessionsPerMember,
    lot: Math.max(LOT, kHow),
    steps: stepsOf(parts), listsAt: closingsOf(partsOf(people, rateBps, LIST_CASES)),
    concerns: CONCERNS, modalities: MODALITIES,
    bands: paid === 'sessions' && sessionsPerMember >= 4 ? BANDS : null,
    sites: treeOf(terms),
  });
}

function treeOf({ departments, rateBps, k, before }: ReportTerms): SiteNode {
  const people = leastPeople(k);
  const kept = before && keptTree(before.blocks, departments, people);
  const expecting = (cases: number) => Math.ceil((cases * WHOLE) / rateBps);
  return kept ?? siteTree(departments, {
    people, site: expecting(k), half: expecting(HALF_CASES) });
}

/** A group has twice as many people as users that may be told of it: half may be told. */
function leastPeople(k: number): number {
  return Math.max(SMALLEST_BLOCK, 2 * k);
}

/** In how many parts a year is told: four, two or one, so that the smallest expects enough. */
function partsOf(people: number, rateBps: number, cases: number): number {
  return [4, 2].find((parts) =>
    people * rateBps * SEASON_TENTHS >= cases * parts * 10 * WHOLE) ?? 1;
}

function stepsOf(parts: number): number[][] {
  const all = Array.from({ length: REPORTS_OF_YEAR }, (_, at) => at + 1);
  return closingsOf(parts).map((last) => all.slice(last - REPORTS_OF_YEAR / parts, last));
}

function closingsOf(parts: number): number[] {
  return Array.from({ length: parts }, (_, at) => ((at + 1) * REPORTS_OF_YEAR) / parts);
}

function peopleOf({ departments }: ReportTerms): number {
  return departments.reduce((sum, { people }) => sum + people, 0);
}

function faultOf(terms: ReportTerms): ReportFault | null {
  const { departments, rateBps, k, sessionsPerMember, before } = terms;
  const isWhole = (value: number, least: number) => Number.isSafeInteger(value) && value >= least;
  const areOdd = departments.some(({ number, site, people }) =>
    !isWhole(number, 1) || !isWhole(site, 1) || !isWhole(people, 1));
  if (areOdd || new Set(departments.map(({ number }) => number)).size < departments.length) {
    return 'odd-departments';
  }
  if (!isWhole(k, Math.max(LEAST_K, before?.k ?? 0))) return 'low-k';
  if (peopleOf(terms) < leastPeople(k)) return 'too-small';
  if (!isWhole(rateBps, RATES[0]) || rateBps > RATES[1]) return 'odd-rate';
  if (before && rateBps > before.rateBps && rateBps * before.people > before.told * WHOLE) {
    return 'rate-rises';
  }
  return isWhole(sessionsPerMember, 1) ? null : 'odd-sessions';
}
