import type { Stratum } from './chance.ts';
import { association, poissonTail } from './chance.ts';

/** A row as an attacker sees it: its block, and all that can be ordered or measured about it. */
export interface Trace {
  /** Known to the test alone: whose row it is. */
  readonly truth: number;
  readonly block: string;
  readonly features: Readonly<Record<string, number>>;
}

/** How one attacker did: a guess at what `people` and `cases` have to do with each other. */
export interface Attack {
  readonly attacker: string;
  /** Cases for which the right person was named, and how many chance would name. */
  readonly named: number;
  readonly byChance: number;
  /** The probability of naming so many by chance. */
  readonly probability: number;
  /** How far the two features of the true pairs go together, in standard deviations. */
  readonly z: number;
}

/**
 * Every attacker of the kind: in each block, put people in the order of one feature and cases in
 * that of another, and say that a case is the person at its place. Two guesses for each pair of
 * features: by place within the block, and by the nearest value.
 */
export function matchAll(people: readonly Trace[], cases: readonly Trace[]): Attack[] {
  return pairsOfFeatures(people, cases).flatMap(([left, right]) => {
    const z = togetherness(people, cases, left, right);
    return (['place', 'value'] as const).map((by) => {
      const named = byBlock(cases).reduce((sum, [block, found]) =>
        sum + nameCases(inBlock(people, block), found, { left, right, by }), 0);
      const byChance = expected(people, cases);
      const probability = poissonTail(byChance, named);
      return { attacker: `${left} ~ ${right} by ${by}`, named, byChance, probability, z };
    });
  });
}

/** Whether a feature of people tells who of them is in care, in standard deviations, for each. */
export function tellUsers(
  people: readonly Trace[], inCare: ReadonlySet<number>,
): { feature: string; z: number }[] {
  return Object.keys(people[0]?.features ?? {}).map((feature) => {
    const strata: Stratum[] = byBlock(people).map(([, group]) => ({
      left: group.map((one) => one.features[feature]!),
      right: group.map((one) => (inCare.has(one.truth) ? 1 : 0)),
    }));
    return { feature, z: association(strata) };
  });
}

interface Method { readonly left: string; readonly right: string; readonly by: 'place' | 'value' }

function nameCases(people: Trace[], cases: Trace[], { left, right, by }: Method): number {
  const ranked = [...people].sort((a, b) => a.features[left]! - b.features[left]!);
  const found = [...cases].sort((a, b) => a.features[right]! - b.features[right]!);
  return found.filter((one, place) => {
    const guess = by === 'place'
      ? ranked[Math.floor(((place + 0.5) * ranked.length) / found.length)]
      : nearest(ranked, left, one.features[right]!);
    return guess?.truth === one.truth;
  }).length;
}

function nearest(people: Trace[], feature: string, value: number): Trace | undefined {
  let best: Trace | undefined;
  for (const one of people) {
    const distance = Math.abs(one.features[feature]! - value);
    if (!best || distance < Math.abs(best.features[feature]! - value)) best = one;
  }
  return best;
}

/** A guess names a case with one in as many as the block has people; blocks add up. */
function expected(people: readonly Trace[], cases: readonly Trace[]): number {
  return byBlock(cases).reduce((sum, [block, found]) =>
    sum + found.length / inBlock(people, block).length, 0);
}

function togetherness(
  people: readonly Trace[], cases: readonly Trace[], left: string, right: string,
): number {
  const person = new Map(people.map((one) => [one.truth, one]));
  return association(byBlock(cases).map(([, found]) => ({
    left: found.map((one) => person.get(one.truth)!.features[left]!),
    right: found.map((one) => one.features[right]!),
  })));
}

function pairsOfFeatures(people: readonly Trace[], cases: readonly Trace[]): [string, string][] {
  const [left, right] = [people, cases].map((rows) => Object.keys(rows[0]?.features ?? {}));
  return left!.flatMap((one) => right!.map((other): [string, string] => [one, other]));
}

function byBlock(rows: readonly Trace[]): [string, Trace[]][] {
  return [...new Set(rows.map((row) => row.block))].map((block) => [block, inBlock(rows, block)]);
}

function inBlock(rows: readonly Trace[], block: string): Trace[] {
  return rows.filter((row) => row.block === block);
}
