import type { PlannedBlock, Terms } from '../terms.ts';
import type { ReportTerms, YearPlan } from './plan.ts';
import { leavesOf } from './tree.ts';

/**
 * What the reports of a year are planned from: its key blocks, in their order, each as if it were
 * one department, so that every group of a report is of whole blocks. A block that reaches over
 * several sites is a site of its own. Gateway, vault and whoever checks a report make it alike.
 */
export function reportTermsOf(
  { rateBps, k, sessionsPerMember, seatPriceMinor = null }:
  Pick<Terms, 'rateBps' | 'k' | 'sessionsPerMember'>
  & { readonly seatPriceMinor?: string | null | undefined },
  blocks: readonly Pick<PlannedBlock, 'people' | 'site'>[],
): ReportTerms {
  const sites = Math.max(0, ...blocks.map(({ site }) => site ?? 0));
  return {
    departments: blocks.map(({ people, site }, at) =>
      ({ number: at + 1, site: site ?? sites + at + 1, people })),
    rateBps, k, sessionsPerMember, paid: seatPriceMinor === null ? 'sessions' : 'flat',
  };
}

/** The group of a report, a leaf of its sites, in which each key block (`B1`, `B2`, …) is. */
export function groupsOf({ sites }: YearPlan): ReadonlyMap<string, string> {
  return new Map(leavesOf(sites).flatMap(({ name, departments }) =>
    departments.map((number) => [`B${number}`, name] as const)));
}
