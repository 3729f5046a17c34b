import fc from 'fast-check';
import { closeYear } from '#disclosure/year/close';
import { planYear, type YearPlan } from '#disclosure/year/plan';
import { chanceOf } from './chance.ts';
import { foresee, meanOf, outcomeOf, yearsTried, type Outcome } from './foresee.ts';
import { likelyUse, SPREADS } from './likely-use.ts';

const departmentsOf = (sites: readonly (readonly number[])[]) => sites
  .flatMap((own, at) => own.map((people) => ({ site: at + 1, people })))
  .map((one, at) => ({ number: at + 1, ...one }));

function planOf(departments: ReturnType<typeof departmentsOf>, rateBps = 450): YearPlan {
  const plan = planYear({
    departments, rateBps, k: 10, sessionsPerMember: 8, paid: 'sessions' });
  if (plan.kind !== 'planned') throw new Error(plan.fault);
  return plan;
}

describe('what is foreseen', () => {
  it.each<[number, number[][]]>([
    [450, [[120, 80], [160, 240], [400]]],
    [200, [[120, 80], [160, 240], [400]]],
    [1_000, [[90, 70], [110, 90]]],
    [450, [[900, 400, 600], [300, 800]]],
  ])('at %d bps agrees within three points with years of another seed', (useBps, sites) => {
    const departments = departmentsOf(sites);
    const plan = planOf(departments);
    const chance = chanceOf(8_113);
    const years = Array.from({ length: 4_000 }, (_, at) => outcomeOf(plan, closeYear(plan,
      likelyUse(plan, departments, useBps, SPREADS[at % 2 ? 1 : 0], chance))));
    const seen = meanOf(years);
    const { likelihoods } = foresee(plan, departments, useBps);
    for (const [name, likely] of Object.entries(likelihoods) as [keyof Outcome, number][]) {
      expect([name, Math.abs(likely - seen[name]) <= 0.03]).toEqual([name, true]);
    }
  });

  it('is the same each time, and more where more people use it', () => {
    const departments = departmentsOf([[300, 200], [500]]);
    const plan = planOf(departments);
    const [low, same, high] = [200, 200, 1_000].map((use) => foresee(plan, departments, use));
    expect(low).toEqual(same);
    expect(high!.sessions).toBeGreaterThan(4 * low!.sessions);
    expect(high!.sessionsAtMost).toBeGreaterThan(high!.sessions);
    for (const name of ['total', 'concerns2', 'modalities3', 'bands', 'sites', 'wait'] as const) {
      expect(high!.likelihoods[name]).toBeGreaterThan(low!.likelihoods[name]);
    }
  });
});

describe('what a look costs', () => {
  const sizes = fc.record({
    people: fc.integer({ min: 60, max: 200_000 }), useBps: fc.integer({ min: 200, max: 1_000 }) });

  it('is bounded, whatever is asked: no more users are drawn for the largest employer', () => {
    fc.assert(fc.property(sizes, ({ people, useBps }) => {
      const years = yearsTried(people, useBps);
      expect((years * people * useBps) / 10_000).toBeLessThanOrEqual(1_000_000);
      expect(years).toBeGreaterThanOrEqual(50);
    }));
  });

  it('is spent on 200 years at least, wherever chance still decides', () => {
    expect([60, 1_000, 50_000].map((people) => yearsTried(people, 1_000)))
      .toEqual([4_000, 4_000, 200]);
  });
});

describe('chance', () => {
  const chance = chanceOf(7);
  const many = <T>(draw: () => T) => Array.from({ length: 20_000 }, draw);
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = (values: readonly number[]) => {
    const middle = mean(values);
    return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
  };

  it.each<[string, () => number, number, number]>([
    ['uniform', () => chance.uniform(), 0.5, Math.sqrt(1 / 12)],
    ['normal', () => chance.normal(), 0, 1],
    ['gamma', () => chance.gamma(0.045, 0.5), 0.045, 0.0225],
    ['gamma of a small shape', () => chance.gamma(2, 1.5), 2, 3],
    ['binomial', () => chance.binomial(200, 0.1), 20, Math.sqrt(18)],
    ['nobody', () => chance.binomial(0, 0.1), 0, 0],
    ['one share of three', () => chance.shares([0.5, 0.3, 0.2], 60)[1]!, 0.3, 0.0587],
    ['the place of a share', () => chance.place([0.2, 0.8]), 0.8, 0.4],
  ])('%s has its mean and its deviation', (_, draw, wanted, spread) => {
    const values = many(draw);
    expect(Math.abs(mean(values) - wanted)).toBeLessThanOrEqual(0.05 * spread);
    expect(Math.abs(deviation(values) - spread)).toBeLessThanOrEqual(0.05 * spread);
  });
});
