import { readPeriod } from '#calendar/periods';
import { chanceOf } from '#disclosure/year/chance';
import { closeYear } from '#disclosure/year/foresee';
import { likelyUse, SPREADS } from '#disclosure/year/likely-use';
import { planYear, type ReportTerms } from '#disclosure/year/plan';
import type { Report } from '#disclosure/year/statement';

/** What the reports of a year are planned from, of an employer with two sites of many people. */
export const REPORT_TERMS: ReportTerms = {
  departments: [{ number: 1, site: 1, people: 3_000 }, { number: 2, site: 2, people: 2_500 }],
  rateBps: 450, k: 10, sessionsPerMember: 8, paid: 'sessions',
};

/** The four reports of a year in which about `useBps` of the people used it. */
export function yearOfReports(
  programme: string, period: string, terms: ReportTerms = REPORT_TERMS, useBps = terms.rateBps,
): Report[] {
  const plan = planYear(terms);
  if (plan.kind === 'refused') throw new Error(plan.fault);
  const people = likelyUse(plan, terms.departments, useBps, SPREADS[0], chanceOf(7));
  const days = readPeriod(period)?.reports ?? [];
  return closeYear(plan, people).map((release, at) => ({
    version: 1, programme, period, report: days[at]?.label ?? '',
    releasedOn: days[at]?.releases ?? '', terms, release }));
}
