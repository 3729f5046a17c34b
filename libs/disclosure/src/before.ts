import { canonicalOf } from '#pseudonym/canonical';
import { planTerms, type Terms } from './terms.ts';
import type { BlockBefore } from './year/kept.ts';
import type { YearBefore } from './year/plan.ts';
import { groupsOf, reportTermsOf } from './year/report-terms.ts';

/** The terms of the last year that was confirmed, and how many people were told of it so far. */
export interface LastYear {
  readonly terms: Terms;
  readonly told: number;
}

/** What the year after this one takes over; undefined where it has no plan now, or is none. */
export function beforeOf(last: LastYear | null): YearBefore<BlockBefore> | undefined {
  const plan = last && planTerms(last.terms);
  if (!last || plan?.kind !== 'planned') return undefined;
  const { k, rateBps, people } = plan.year;
  const groups = groupsOf(plan.year);
  const sites = reportTermsOf(last.terms, plan.blocks).departments;
  return { k, rateBps, people, told: last.told, blocks: plan.blocks.map((one, at) => ({
    people: one.people, site: sites[at]?.site ?? 0, group: groups.get(one.block) ?? '',
    departments: one.departments })) };
}

/**
 * Whether terms take over what they must. That fewer people were told than by now is fine: reports
 * go on while the next year is proposed, and fewer let its stated rate rise less.
 */
export function followsFrom({ before }: Terms, last: LastYear | null): boolean {
  const own = beforeOf(last);
  if (!before || !own) return before === own;
  return before.told <= own.told
    && canonicalOf({ ...before, told: 0 }) === canonicalOf({ ...own, told: 0 });
}
