import type { Employer } from './employer.ts';
import type { Member } from './members.ts';
import type { Report } from './report.ts';
import type { Scenario } from './scenario.ts';

/** An employer of the story: what was planned for it, and what has come of it. */
export interface Company {
  /** The scenario with this employer's own plot. */
  readonly scenario: Scenario;
  readonly employer: Employer;
  /** Those who have entered their letters. */
  readonly members: Member[];
  /** What its HR has read of the year so far. */
  readonly report: Report | undefined;
}

/** How many people a company has, by the headcounts of its blocks. */
export function peopleOf({ employer }: Pick<Company, 'employer'>): number {
  return employer.blocks.reduce((sum, { headcount }) => sum + headcount, 0);
}
