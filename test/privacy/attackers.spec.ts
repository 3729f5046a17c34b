import fc from 'fast-check';
import { seededChoices } from '../../demo/story/random.ts';
import { matchAll, tellUsers } from '../../demo/attacks/matching.ts';
import { association, poissonTail } from '../../demo/attacks/chance.ts';
import type { Trace } from '../../demo/story/stolen.ts';

/** The linkage attackers are worth something: they find what links, and are at chance otherwise. */

const PEOPLE = 130;
const LIMIT = 4.5;
const choices = seededChoices(7);

/** People in two blocks, a fifth of them in care, with features that `of` gives to both rows. */
function worldOf(of: (truth: number) => { person: Trace['features']; case: Trace['features'] }) {
  const all = Array.from({ length: PEOPLE }, (_, truth) => ({
    truth, block: truth % 2 ? 'B1' : 'B2', ...of(truth) }));
  const inCare = choices.shuffled(all).slice(0, PEOPLE / 5);
  return {
    people: all.map(({ person, ...rest }) => ({ ...rest, features: person })),
    cases: inCare.map(({ case: features, ...rest }) => ({ ...rest, features })),
    inCare: new Set(inCare.map(({ truth }) => truth)),
  };
}

const noise = () => choices.below(1_000_000);

it('is at chance where there is no link', () => {
  const { people, cases, inCare } = worldOf(() => ({
    person: { row: noise(), size: choices.below(3) },
    case: { row: noise(), count: choices.below(4) },
  }));
  for (const attack of matchAll(people, cases)) {
    expect(attack.probability).toBeGreaterThan(1e-4);
    expect(Math.abs(attack.z)).toBeLessThan(LIMIT);
  }
  expect(tellUsers(people, inCare).filter(({ z }) => Math.abs(z) > LIMIT)).toEqual([]);
});

it('names every case where an identifier crosses', () => {
  const { people, cases } = worldOf((truth) => ({
    person: { row: noise(), token: truth * 17 }, case: { row: noise(), token: truth * 17 } }));
  const best = matchAll(people, cases).find((one) => one.attacker === 'token ~ token by value')!;
  expect(best.named).toBe(cases.length);
  expect(best.probability).toBeLessThan(1e-9);
});

it.each([['in the same order', 1], ['in the reverse order', -1]])(
  'sees rows written %s, even when shaken', (_how, sign) => {
    const { people, cases } = worldOf((truth) => ({
      person: { row: truth }, case: { row: sign * truth + choices.below(20) } }));
    expect(Math.abs(matchAll(people, cases)[0]!.z)).toBeGreaterThan(LIMIT);
  });

it('tells who is in care where a trace of it is left', () => {
  const world = worldOf(() => ({ person: { row: noise() }, case: {} }));
  const people = world.people.map((one) => ({
    ...one, features: { ...one.features, version: world.inCare.has(one.truth) ? 2 : 1 } }));
  const told = tellUsers(people, world.inCare);
  expect(told.filter(({ z }) => Math.abs(z) > LIMIT).map(({ feature }) => feature))
    .toEqual(['version']);
});

describe('the bound', () => {
  it('is what it says: mean 0, variance 1 and a thin tail over random pairings', () => {
    const values = Array.from({ length: 4_000 }, () => {
      const strata = [20, 30].map((size) => ({
        left: Array.from({ length: size }, noise), right: Array.from({ length: size }, noise) }));
      return association(strata);
    });
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(Math.abs(variance - 1)).toBeLessThan(0.15);
    expect(values.filter((z) => Math.abs(z) > LIMIT)).toEqual([]);
  });

  it('does not depend on the units of a feature, only on its order', () => {
    fc.assert(fc.property(fc.array(fc.nat(1_000), { minLength: 2, maxLength: 40 }), (left) => {
      const right = left.map((_, i) => (i * 7919) % 101);
      const z = association([{ left, right }]);
      expect(association([{ left: left.map((x) => 3 * x + 5), right }])).toBeCloseTo(z, 9);
      expect(association([{ left: left.map((x) => -x), right }])).toBeCloseTo(-z, 9);
    }));
  });

  it('knows Poisson\'s tail', () => {
    expect(poissonTail(0.4, 0)).toBe(1);
    expect(poissonTail(0.4, 1)).toBeCloseTo(1 - Math.exp(-0.4), 12);
    expect(poissonTail(0.4, 5)).toBeCloseTo(6.12e-5, 6);
  });
});
