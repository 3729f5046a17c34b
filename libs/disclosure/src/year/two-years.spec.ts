import { closeYear } from './close.ts';
import { multisets, smallPlan } from './small-year.fixture.ts';

/** The turn of a person's first session in each of two years; 0 where she had none. */
type Kind = readonly [number, number];

const TURNS = [0, 1, 3];
const KINDS: readonly Kind[] = TURNS
  .flatMap((first) => TURNS.map((second): Kind => [first, second]))
  .filter((turns) => turns.some((turn) => turn > 0));
/** Every union of kinds by what happened in either year: users of one, both, only one of them … */
const GROUPS = Array.from({ length: 2 ** KINDS.length - 1 }, (_, at) => at + 1);
const K = 2;

/** Groups of which it is certain that one of so many people is in them, or that all but one are. */
function certain(people: number, received: (counts: readonly number[]) => unknown): number {
  const seen = new Map<string, Uint32Array>();
  for (const counts of multisets(KINDS.length, people)) {
    const bytes = JSON.stringify(received(counts));
    const masks = seen.get(bytes) ?? new Uint32Array(GROUPS.length);
    seen.set(bytes, masks);
    GROUPS.forEach((group, at) => {
      masks[at]! |= 1 << counts.reduce((sum, count, kind) =>
        sum + ((group >>> kind) & 1 ? count : 0), 0);
    });
  }
  const [few, allButFew] = [1 << 1, 1 << (people - 1)];
  return [...seen.values()].reduce((sum, masks) =>
    sum + masks.filter((mask) => mask === few || mask === allButFew).length, 0);
}

/** All that is told of both years. */
function yearsOf(people: number, steps: readonly (readonly number[])[], counts: readonly number[]) {
  return [0, 1].map((year) => closeYear(smallPlan([people], steps, { k: K }),
    KINDS.flatMap((kind, at) => Array.from({ length: kind[year]! > 0 ? counts[at]! : 0 }, () =>
      ({ turn: kind[year]!, block: 'B1', concern: 'a', modality: 'v', sessions: 1 })))));
}

describe('of two years that are told nobody is certain of a few who used one, both, or only one', () => {
  it.each<[string, number[][]]>([
    ['half-years', [[1, 2], [3, 4]]], ['years', [[1, 2, 3, 4]]], ['quarters', [[1], [2], [3], [4]]],
  ])('by %s', (_, steps) => {
    expect(certain(7, (counts) => yearsOf(7, steps, counts))).toBe(0);
  });

  it('but where it is told how many continue', () => {
    const both = (counts: readonly number[]) =>
      KINDS.reduce((sum, [first, second], at) => sum + (first * second > 0 ? counts[at]! : 0), 0);
    expect(certain(7, (counts) => [yearsOf(7, [[1, 2], [3, 4]], counts),
      both(counts) >= K ? both(counts) : null])).toBeGreaterThan(0);
  });
});
