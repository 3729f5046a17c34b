import { termsOf } from '../../testing/year-reports.ts';
import { foresightOf, USES } from './foresight.ts';
import { Foresights } from './foresights.ts';

describe('looking ahead', () => {
  it('says the same as the plan carried out here, and once for the same terms', async () => {
    const foresights = new Foresights();
    const terms = termsOf(12, 85);
    const first = foresights.of(terms);
    expect(foresights.of(structuredClone(terms))).toBe(first);
    expect(await first).toEqual(foresightOf(terms));
  });

  it('holds up nobody who asks for something else', async () => {
    const turns: string[] = [];
    const looked = new Foresights().of(termsOf(60, 85)).then(() => turns.push('looked'));
    await new Promise((resolve) => { setImmediate(resolve); });
    turns.push('answered');
    await looked;
    expect(turns).toEqual(['answered', 'looked']);
  });

  it('lets so many wait and no more, and refuses nobody what was seen', async () => {
    const foresights = new Foresights();
    const looks = Array.from({ length: 12 }, (_, at) => foresights.of(termsOf(1, 61 + at)));
    expect(() => foresights.of(termsOf(1, 90))).toThrow('Try again in a moment');
    expect(foresights.of(termsOf(1, 61))).toBe(looks[0]);
    await Promise.all(looks);
    await foresights.of(termsOf(1, 90));
  });

  it('says which numbers the plan has, how often, and how likely at each use', () => {
    const seen = foresightOf(termsOf(12, 85))!;
    expect(seen.isSmall).toBe(false);
    expect(seen.uses.map(({ useBps }) => useBps)).toEqual(USES);
    const total = seen.numbers.find(({ name }) => name === 'total');
    expect(total).toMatchObject({ timesAYear: 1 });
    expect(total!.percent[1]).toBeGreaterThanOrEqual(99);
    expect(seen.numbers.map(({ name }) => name)).not.toContain('totalAlone');
    expect(seen.uses.every((use) => use.credits >= use.sessions)).toBe(true);
  });

  it('finds 444 people small at the stated rate, and 445 not', () => {
    expect([74, 89].map((people) => foresightOf(termsOf(people === 74 ? 6 : 5, people))!.isSmall))
      .toEqual([true, false]);
  });

  it('has nothing to say of fewer people than can be reported on', async () => {
    expect(await new Foresights().of(termsOf(1, 59))).toBeNull();
  });
});
