import type { PlannedBlock, Terms } from '../terms.ts';
import type { ReportTerms, YearPlan } from './plan.ts';
import { leavesOf } from './tree.ts';

/**
 * What the reports of a year are planned from: its key blocks, in their order, each as if it were
 * one department, so that every group of a report is of whole blocks. Gateway, vault and whoever
 * checks a report make it alike.
 */
export function reportTermsOf(
  { rateBps, k, sessionsPerMember, seatPriceMinor = null, before }:
    Pick<Terms, 'rateBps' | 'k' | 'sessionsPerMember'> & Pick<ReportTerms, 'before'>
    & { readonly seatPriceMinor?: string | null | undefined },
  blocks: readonly Pick<PlannedBlock, 'people' | 'site'>[],
): ReportTerms {
  const sites = sitesOf(blocks);
  return {
    departments: blocks.map(({ people }, at) => ({ number: at + 1, site: sites[at] ?? 0, people })),
    rateBps, k, sessionsPerMember, paid: seatPriceMinor === null ? 'sessions' : 'flat',
    ...before && { before: { ...before,
      blocks: before.blocks.map(({ people, site, group }) => ({ people, site, group })) } },
  };
}

/** The site of each block by number; one that reaches over several has a site of its own. */
export function sitesOf(blocks: readonly Pick<PlannedBlock, 'site'>[]): readonly number[] {
  const last = Math.max(0, ...blocks.map(({ site }) => site ?? 0));
  return blocks.map(({ site }, at) => site ?? last + at + 1);
}

/** The group of a report, a leaf of its sites, in which each key block (`B1`, `B2`, …) is. */
export function groupsOf({ sites }: YearPlan): ReadonlyMap<string, string> {
  return new Map(leavesOf(sites).flatMap(({ name, departments }) =>
    departments.map((number) => [`B${number}`, name] as const)));
}
