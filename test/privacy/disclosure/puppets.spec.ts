import { closePeriod, type YearRelease } from '../../../libs/disclosure/src/year/close.ts';
import type { Counted } from '../../../libs/disclosure/src/year/counted.ts';
import { planYear, type YearPlan } from '../../../libs/disclosure/src/year/plan.ts';
import { RULES, type Rules } from '../../../libs/disclosure/src/year/rules.ts';
import { leavesOf, type SiteNode } from '../../../libs/disclosure/src/year/tree.ts';
import { chanceOf } from '../../../libs/foresight/src/chance.ts';
import { likelyUse, SPREADS } from '../../../libs/foresight/src/likely-use.ts';
import { certainByIntervals, solver } from './intervals.ts';
import { certainByRows } from './row-reduction.ts';
import { sumsOf, type Sums } from './sums.ts';

/**
 * An employer invents a department: one of its letters goes to Ana, some to accomplices who use the
 * benefit and tell it when, and nobody is behind the others. What is left of its number is Ana.
 */

/** The employer's real departments, each at a site of its own. */
const REAL = [900, 600, 400];
const INVENTED = REAL.length + 1;
const TURNS = [1, 2, 3, 4];

/** What the employer adds up: its unknowns are everybody else, and whether Ana came in a turn. */
function addedUp(number: number, seats: number, accomplices: number, rules: Rules): Sums {
  const chance = chanceOf(number * 104_729 + 3);
  const departments = [...REAL, seats].map((people, at) =>
    ({ number: at + 1, site: at + 1, people }));
  const plan = planYear({
    departments, rateBps: 450, k: 10, sessionsPerMember: 8, paid: 'sessions' });
  if (plan.kind === 'refused') throw new Error(plan.fault);
  const group = leavesOf(plan.sites).find((leaf) => leaf.departments.includes(INVENTED))!;
  const others = likelyUse(
    plan, departments.slice(0, -1), 600, SPREADS[number % 2] ?? SPREADS[0], chance);
  const puppets = Array.from({ length: 1 + accomplices }, (): Counted => ({
    turn: chance.place([1, 1, 1, 1].map((one) => one / 4)) + 1, block: group.name,
    concern: 'STRESS', modality: 'VIDEO', sessions: 1 }));
  const people = [...others, ...puppets];
  const releases = TURNS.reduce<YearRelease[]>((before, period) => [...before, closePeriod(
    plan, before, people.filter(({ turn }) => turn <= period), rules)], []);
  return withoutThem(knowing(plan, group, seats), releases, puppets.slice(1));
}

/** The plan as the employer sees it: the invented department is a part of its group. */
function knowing(plan: YearPlan, group: SiteNode, seats: number): YearPlan {
  const part = (name: string, departments: readonly number[], people: number): SiteNode =>
    ({ name, people, departments, site: null, children: [] });
  const of = (node: SiteNode): SiteNode => (node === group && node.people > seats ? {
    ...node, children: [part('invented', [INVENTED], seats),
      part('real', node.departments.filter((one) => one !== INVENTED), node.people - seats)],
  } : { ...node, children: node.children.map(of) });
  return { ...plan, sites: of(plan.sites) };
}

/** All that is told of sites, less the accomplices: of the invented seats Ana alone is left. */
function withoutThem(
  plan: YearPlan, releases: readonly YearRelease[], accomplices: readonly Counted[],
): Sums {
  const [sites] = sumsOf(plan, releases) as [Sums];
  const leaf = leavesOf(plan.sites).findIndex(({ departments }) =>
    departments.join() === String(INVENTED));
  const own = TURNS.map((turn) => leaf * TURNS.length + turn - 1);
  const known = (of: readonly number[]) => accomplices
    .filter(({ turn }) => of.includes(leaf * TURNS.length + turn - 1)).length;
  return {
    ...sites, caps: sites.caps.map((cap, at) => (own.includes(at) ? 1 : cap)),
    told: [{ of: own, least: 0, most: 1 }, ...sites.told.map((sum) => ({ ...sum,
      least: sum.least - known(sum.of), most: sum.most - known(sum.of) }))],
    asked: [{ name: 'Ana', of: own, k: 2, people: null }],
  };
}

/** In how many of so many years it is certain that Ana used the benefit. */
async function certain(seats: number, accomplices: number, rules: Rules = RULES): Promise<number> {
  const highs = await solver();
  return Array.from({ length: 40 }, (_, number) => addedUp(number, seats, accomplices, rules))
    .filter((sums) => certainByRows(sums).length > 0 || certainByIntervals(highs, sums).length > 0)
    .length;
}

describe('of a block of invented seats nobody learns about Ana', () => {
  // A block of its own for keys; a site of its own in reports; as large as all others together.
  it.each([60, 240, 1_900])('with four accomplices, whose %i seats are empty else', async (seats) => {
    expect(await certain(seats, 4)).toBe(0);
  });

  it('with eight accomplices, as nine people are never told', async () => {
    expect(await certain(240, 8)).toBe(0);
  });

  it('but with nine: whoever knows nine of ten knows the tenth, and no rule can mend that', async () => {
    expect(await certain(240, 9)).toBeGreaterThan(30);
  });

  it.each<[string, Partial<Rules>]>([
    ['five people are told', { may: (users, _k, people) => RULES.may(users, 5, people) }],
    ['the other parts of a number are told without it', { split: (may) => may }],
  ])('and she is seen to be found where %s', async (_, broken) => {
    expect(await certain(240, 4, { ...RULES, ...broken })).toBeGreaterThan(30);
  });
});
