import { readPeriod } from '#calendar/periods';
import { chanceOf } from '#foresight/chance';
import { closePeriod, type YearRelease } from '#disclosure/year/close';
import type { Counted } from '#disclosure/year/counted';
import { likelyUse, SPREADS } from '#foresight/likely-use';
import { LEAST_K, planYear, type ReportTerms, type YearPlan } from '#disclosure/year/plan';
import type { Report } from '#disclosure/year/statement';

/** A year that was made up: so many new people in each of its periods, who are like real ones. */
export interface MadeYear {
  readonly terms: ReportTerms;
  readonly plan: YearPlan;
  readonly releases: readonly YearRelease[];
}

/** An employer of so many departments of so many people, three at each site. */
export function termsOf(departments: number, people: number): ReportTerms {
  return {
    departments: Array.from({ length: departments }, (_, at) =>
      ({ number: at + 1, site: Math.floor(at / 3) + 1, people })),
    rateBps: 450, k: LEAST_K, sessionsPerMember: 8, paid: 'sessions',
  };
}

/** The same employer as HR enters it. */
export function sitesOf(departments: number, people: number) {
  const all = Array.from({ length: departments }, (_, at) => at);
  return [...Map.groupBy(all, (at) => Math.floor(at / 3)).values()].map((own, site) => ({
    name: `Site ${site + 1}`,
    departments: own.map((_, at) => ({ name: `Department ${at + 1}`, headcount: people })) }));
}

/** Close the periods for which new people are given, of a year of these terms. */
export function madeYear(terms: ReportTerms, newPeople: readonly number[], seed = 1): MadeYear {
  const plan = planYear(terms);
  if (plan.kind === 'refused') throw new Error(`no plan: ${plan.fault}`);
  const turns = newPeople.flatMap((count, at) => Array<number>(count).fill(at + 1));
  const chance = chanceOf(seed);
  const people: Counted[] = [];
  while (people.length < turns.length) {
    people.push(...likelyUse(plan, terms.departments, 1_000, SPREADS[0], chance));
  }
  // By chance: they come in the order of their departments.
  const counted = people.map((one) => ({ one, at: chance.uniform() }))
    .sort((a, b) => a.at - b.at).slice(0, turns.length).map(({ one }) => one)
    .map((one, at): Counted => ({ ...one, turn: turns[at] ?? 1 }));
  return { terms, plan, releases: newPeople.reduce<YearRelease[]>((before, _, at) =>
    [...before, closePeriod(plan, before, counted.filter(({ turn }) => turn <= at + 1))], []) };
}

/** The reports of a made year, as the vault would sign them. */
export function reportsOf(
  programme: string, period: string, { terms, releases }: MadeYear,
): Report[] {
  const days = readPeriod(period)?.reports ?? [];
  return releases.map((release, at) => ({
    version: 1, programme, period, report: days[at]?.label ?? '',
    releasedOn: days[at]?.releases ?? '', terms, release }));
}
