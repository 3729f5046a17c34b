import { chanceOf } from '../../../libs/foresight/src/chance.ts';
import { closePeriod, type YearRelease } from '../../../libs/disclosure/src/year/close.ts';
import { likelyUse, SPREADS } from '../../../libs/foresight/src/likely-use.ts';
import { planYear, type YearPlan } from '../../../libs/disclosure/src/year/plan.ts';
import { RULES, type Rules } from '../../../libs/disclosure/src/year/rules.ts';

/** A year of an employer that was made up. */
export interface MadeUp {
  readonly plan: YearPlan;
  readonly releases: readonly YearRelease[];
}

/**
 * The year of one employer of many: of 60 to 6,000 people in up to five sites, of whom 0.5 to 20 %
 * use it, whatever was stated. The same number gives the same year.
 */
export function madeUpYear(number: number, rules: Rules = RULES): MadeUp {
  const chance = chanceOf(number * 7_919 + 1);
  const sites = 1 + Math.floor(chance.uniform() * 5);
  const people = 60 * 100 ** chance.uniform();
  const departments = Array.from({ length: sites }, (_, site) =>
    Array.from({ length: 1 + Math.floor(chance.uniform() * 4) }, () => ({ site: site + 1 })))
    .flat().map(({ site }, at, all) => ({ number: at + 1, site,
    people: Math.max(20, Math.ceil((people * (0.5 + chance.uniform())) / all.length)) }));
  departments.push({ number: departments.length + 1, site: sites, people: 60 });
  const rateBps = 200 + Math.floor(chance.uniform() * 800);
  const plan = planYear({ departments, rateBps, k: 10, sessionsPerMember: 8, paid: 'sessions' });
  if (plan.kind === 'refused') throw new Error(plan.fault);
  const useBps = 50 * 40 ** chance.uniform();
  const counted = likelyUse(plan, departments, useBps, SPREADS[number % 2] ?? SPREADS[0], chance);
  const releases = [1, 2, 3, 4].reduce<YearRelease[]>((before, period) => [...before, closePeriod(
    plan, before, counted.filter(({ turn }) => turn <= period), rules)], []);
  return { plan, releases };
}
