import type { Trace } from '../story/stolen.ts';
import type { Stratum } from './chance.ts';
import { association, auc, poissonTail } from './chance.ts';

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

/** A block with its people and cases. */
interface Group {
  readonly people: readonly Trace[];
  readonly cases: readonly Trace[];
}

/**
 * Every attacker of the kind: in each block, put people in the order of one feature and cases in
 * that of another, and say that a case is the person at its place. Three guesses for each pair of
 * features: by place within the block, by the nearest value, and by the nearest share of the way
 * from the least to the most of all.
 */
export function matchAll(people: readonly Trace[], cases: readonly Trace[]): Attack[] {
  const groups = byBlock(cases).map(([block, found]) => (
    { people: inBlock(people, block), cases: found }));
  const byChance = expected(groups);
  return featuresOf(people).flatMap((left) => {
    const ranked = groups.map((group) => (
      { people: inOrder(group.people, left), cases: group.cases }));
    return featuresOf(cases).flatMap((right) => {
      const found = ranked.map((group) => ({ ...group, cases: inOrder(group.cases, right) }));
      const z = togetherness(groups, left, right);
      return (['place', 'value', 'share'] as const).map((by) => {
        const method = { left, right, by, toLeft: stretched(cases, right, people, left) };
        const named = found.reduce((sum, group) => sum + nameCases(group, method), 0);
        const probability = poissonTail(byChance, named);
        return { attacker: `${left} ~ ${right} by ${by}`, named, byChance, probability, z };
      });
    });
  });
}

/** Whether a feature of people tells who of them is in care, in standard deviations, for each. */
export function tellUsers(
  people: readonly Trace[], inCare: ReadonlySet<number>,
): { feature: string; z: number; auc: number }[] {
  return Object.keys(people[0]?.features ?? {}).map((feature) => {
    const strata: Stratum[] = byBlock(people).map(([, group]) => ({
      left: group.map((one) => read(one, feature)),
      right: group.map((one) => (inCare.has(one.truth) ? 1 : 0)),
    }));
    return { feature, z: association(strata), auc: auc(strata) };
  });
}

interface Method {
  readonly left: string;
  readonly right: string;
  readonly by: 'place' | 'value' | 'share';
  /** A case's value where the least and the most of both sides lie on each other. */
  readonly toLeft: (value: number) => number;
}

function nameCases({ people, cases }: Group, { left, right, by, toLeft }: Method): number {
  return cases.filter((one, place) => {
    const value = read(one, right);
    const guess = by === 'place'
      ? people[Math.floor(((place + 0.5) * people.length) / cases.length)]
      : nearest(people, left, by === 'share' ? toLeft(value) : value);
    return guess?.truth === one.truth;
  }).length;
}

function stretched(
  cases: readonly Trace[], right: string, people: readonly Trace[], left: string,
): (value: number) => number {
  const [from, to] = [rangeOf(cases, right), rangeOf(people, left)];
  return (value) => to.least + (value - from.least) / (from.most - from.least || 1)
    * (to.most - to.least);
}

function rangeOf(rows: readonly Trace[], feature: string) {
  const values = rows.map((row) => read(row, feature));
  return { least: Math.min(...values), most: Math.max(...values) };
}

/** Of people in the order of a feature, who is nearest to a value; of equals the first. */
function nearest(ranked: readonly Trace[], feature: string, value: number): Trace | undefined {
  const at = (place: number) => ranked[place]?.features[feature] ?? Number.NaN;
  let [from, to] = [0, ranked.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (at(middle) < value) from = middle + 1;
    else to = middle;
  }
  if (from === 0 || at(from) - value < value - at(from - 1)) return ranked[from];
  let first = from - 1;
  while (first > 0 && at(first - 1) === at(first)) first -= 1;
  return ranked[first];
}

/** A guess names a case with one in as many as the block has people, where she is one of them. */
function expected(groups: readonly Group[]): number {
  return groups.reduce((sum, { people, cases }) => {
    const known = new Set(people.map(({ truth }) => truth));
    return sum + cases.filter(({ truth }) => known.has(truth)).length / (people.length || 1);
  }, 0);
}

function togetherness(groups: readonly Group[], left: string, right: string): number {
  return association(groups.map(({ people, cases }) => {
    const person = new Map(people.map((one) => [one.truth, one]));
    const pairs = cases.flatMap((one) => {
      const hers = person.get(one.truth);
      return hers ? [[read(hers, left), read(one, right)] as const] : [];
    });
    return { left: pairs.map(([value]) => value), right: pairs.map(([, value]) => value) };
  }));
}

function read(row: Trace, feature: string): number {
  return row.features[feature] ?? 0;
}

function inOrder(rows: readonly Trace[], feature: string): Trace[] {
  return rows.toSorted((a, b) => read(a, feature) - read(b, feature));
}

function featuresOf(rows: readonly Trace[]): string[] {
  return Object.keys(rows[0]?.features ?? {});
}

function byBlock(rows: readonly Trace[]): [string, Trace[]][] {
  return [...new Set(rows.map((row) => row.block))].map((block) => [block, inBlock(rows, block)]);
}

function inBlock(rows: readonly Trace[], block: string): Trace[] {
  return rows.filter((row) => row.block === block);
}
