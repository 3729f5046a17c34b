import { termsOf } from '../../testing/year-reports.ts';
import { foresightOf, USES } from './foresight.ts';
import { Foresights, lookAhead, type Look } from './foresights.ts';

const ended = AbortSignal.abort();

/** Looks that are done when they are let: `asked` are the people of those that began, in order. */
function slowLooks() {
  const asked: number[] = [];
  const waiting: (() => void)[] = [];
  const look: Look = ({ departments }) => new Promise((resolve) => {
    asked.push(departments[0]!.people);
    waiting.push(() => { resolve(null); });
  });
  const letOne = async () => {
    waiting.shift()!();
    await new Promise((resolve) => { setImmediate(resolve); });
  };
  return { asked, letOne, look };
}

describe('looking ahead', () => {
  it('says the same as the plan carried out here, and once for the same terms', async () => {
    const foresights = new Foresights();
    const terms = termsOf(12, 85);
    const first = foresights.of('one', terms);
    expect(foresights.of('one', structuredClone(terms))).toBe(first);
    expect(await first).toEqual(foresightOf(terms));
  });

  it('holds up nobody who asks for something else', async () => {
    const turns: string[] = [];
    const looked = new Foresights().of('one', termsOf(60, 85)).then(() => turns.push('looked'));
    await new Promise((resolve) => { setImmediate(resolve); });
    turns.push('answered');
    await looked;
    expect(turns).toEqual(['answered', 'looked']);
  });

  it('answers another employer next, however much the first one asks', async () => {
    const { asked, letOne, look } = slowLooks();
    const foresights = new Foresights(look);
    const flood = () => Array.from({ length: 12 }, (_, at) => at).filter((at) => {
      try {
        void foresights.of('many', termsOf(1, 1_000 + at));
        return true;
      } catch { return false; }
    });
    expect(flood()).toEqual([0, 1, 2, 3]);
    void foresights.of('other', termsOf(1, 61));
    await letOne();
    expect(asked).toEqual([1_000, 61]);
    // More of the first, which comes behind a third employer as well.
    flood();
    void foresights.of('third', termsOf(1, 62));
    await letOne();
    await letOne();
    expect(asked).toEqual([1_000, 61, 1_001, 62]);
  });

  it('lets so many of one wait, and says so, but refuses nobody what is looked at', () => {
    const foresights = new Foresights(slowLooks().look);
    const looks = Array.from({ length: 4 }, (_, at) => foresights.of('one', termsOf(1, 61 + at)));
    expect(() => foresights.of('one', termsOf(1, 90)))
      .toThrow('Ask again when one of them is shown');
    expect(foresights.of('one', termsOf(1, 61))).toBe(looks[0]);
  });

  it('lets so many wait in all and no more', () => {
    const foresights = new Foresights(slowLooks().look);
    for (let at = 0; at <= 60; at += 1) void foresights.of(`employer ${at}`, termsOf(1, 61));
    expect(() => foresights.of('one more', termsOf(1, 61))).toThrow('Try again in a moment');
  });

  it('ends what takes too long, thread and all, and looks at the next', async () => {
    await expect(lookAhead(termsOf(1, 200_000), ended)).rejects.toMatchObject({
      code: 'OVERLOADED', message: expect.stringContaining('was ended') });
    const deadlines = [ended, new AbortController().signal, ended];
    const foresights = new Foresights(lookAhead, () => deadlines.shift()!);
    const [long, short] = [
      foresights.of('one', termsOf(1, 200_000)), foresights.of('two', termsOf(1, 61))];
    await expect(long).rejects.toMatchObject({ code: 'OVERLOADED' });
    expect(await short).toMatchObject({ people: 61 });
    // Nothing is kept of it: who asks again is looked ahead for again.
    const again = foresights.of('one', termsOf(1, 200_000));
    expect(again).not.toBe(long);
    await expect(again).rejects.toMatchObject({ code: 'OVERLOADED' });
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
    expect(await new Foresights().of('one', termsOf(1, 59))).toBeNull();
  });
});
