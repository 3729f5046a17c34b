import fc from 'fast-check';
import { verifyYear } from '#disclosure/year/verify';
import { madeYear, termsOf } from '../../testing/year-reports.ts';
import { changeOf, rangeOfChance } from './chance-range.ts';
import { siteNames } from './site-names.ts';
import { yearView } from './year-view.ts';

const name = (blocks: readonly number[]) => blocks.join('+');
const large = termsOf(36, 100);
const small = termsOf(4, 90);

describe('a year as HR reads it', () => {
  it('has every told period once, and one number of people everywhere', () => {
    const count = fc.integer({ min: 0, max: 90 });
    fc.assert(fc.property(
      fc.constantFrom(large, small), fc.array(count, { minLength: 1, maxLength: 4 }),
      (terms, newPeople) => {
        const year = madeYear(terms, newPeople);
        expect(verifyYear(year.plan, year.releases)).toEqual({ kind: 'kept' });
        const view = yearView(year, null, name);
        expect(view.course.flatMap(({ turns }) => turns)).toEqual([1, 2, 3, 4]);
        const told = view.course.reduce((sum, { people }) => sum + (people ?? 0), 0);
        expect(view.use?.people ?? 0).toBe(told);
        for (const { list, editions, least } of view.lists) {
          for (const { people, groups, turns } of editions) {
            expect(groups.reduce((sum, group) => sum + group.people, 0)).toBe(people);
            expect(groups.every((group) => group.people >= least)).toBe(true);
            expect(turns.length).toBeGreaterThan(0);
          }
          const [all, ...parts] = editions;
          if (parts.length > 0) {
            expect(parts.reduce((sum, part) => sum + part.people, 0)).toBe(all?.people);
          }
          if (list === 'sites' && all) expect(all.people).toBe(told);
        }
      }), { numRuns: 60 });
  });

  it('says what cannot be told, what is joined to what, and what is to come', () => {
    const course = (newPeople: readonly number[]) =>
      yearView(madeYear(large, newPeople), null, name).course
        .map(({ turns, status, people }) => [turns.join(), status, people]);
    expect(course([4])).toEqual([['1', 'waiting', null], ['2', 'ahead', null], ['3', 'ahead', null],
      ['4', 'ahead', null]]);
    expect(course([4, 8])).toEqual([['1,2', 'joined', 12], ['3', 'ahead', null],
      ['4', 'ahead', null]]);
    expect(course([4, 8, 30, 2])).toEqual([['1,2', 'joined', 12], ['3', 'told', 30],
      ['4', 'untold', null]]);
    expect(course([1, 2, 3, 2])).toEqual([['1,2,3,4', 'untold', null]]);
    expect(yearView(madeYear(large, [1, 2, 3, 2]), null, name).use).toBeNull();
  });

  it('compares the same periods of two years, and only those', () => {
    const [now, then] = [madeYear(large, [60, 20]), madeYear(large, [30, 21, 30, 30])];
    const view = yearView(now, then, name);
    expect(view.use?.before).toMatchObject({ people: 51, change: 'more' });
    expect([view.hasBefore, yearView(now, null, name).hasBefore]).toEqual([true, false]);
    expect(view.course.map(({ before }) => before && [before.people, before.change]))
      .toEqual([[30, 'more'], [21, 'alike'], null, null]);
    const joined = yearView(now, madeYear(large, [5, 21, 30, 30]), name);
    expect(joined.use?.before).toMatchObject({ people: 26, change: 'more' });
    expect(joined.course[0]?.before).toBeNull();
  });

  it('names the last groups that a list is split into, and which the plan would split', () => {
    const { lists } = yearView(madeYear(small, [6, 6, 6, 6]), null, name);
    const [all] = lists.find(({ list }) => list === 'concerns')!.editions;
    expect(all?.groups.every(({ isWhole, members }) => isWhole === members.length > 1)).toBe(true);
  });
});

describe('the range of chance', () => {
  it('is what the profession knows: 12 of 160 are 4 to 13 %', () => {
    expect(rangeOfChance({ people: 12, covered: 160 })).toEqual([434, 1265]);
  });

  it('holds the share, and shrinks as there are more people', () => {
    fc.assert(fc.property(fc.integer({ min: 60, max: 50_000 }), fc.nat(1_000), (covered, part) => {
      const people = Math.floor((covered * part) / 2_000);
      const [least, most] = rangeOfChance({ people, covered });
      const [closer, nearer] = rangeOfChance({ people: people * 4, covered: covered * 4 });
      const share = (people * 10_000) / covered;
      expect(least <= share + 1 && share <= most + 1).toBe(true);
      expect(nearer - closer).toBeLessThanOrEqual(most - least + 1);
    }));
  });

  it('is no difference: an arrow is for what chance would not do', () => {
    expect(changeOf({ people: 14, covered: 360 }, { people: 18, covered: 360 })).toBe('alike');
    expect(changeOf({ people: 40, covered: 360 }, { people: 18, covered: 360 })).toBe('more');
    expect(changeOf({ people: 18, covered: 360 }, { people: 40, covered: 360 })).toBe('less');
    expect(changeOf({ people: 0, covered: 360 }, { people: 0, covered: 360 })).toBe('alike');
  });
});

describe('names of groups', () => {
  const nameOf = siteNames([
    { block: 1, site: 'Berlin', department: 'Care' }, { block: 2, site: 'Berlin', department: 'IT' },
    { block: 3, site: 'Madrid', department: 'Sales' }, { block: 3, site: 'Wien', department: 'Law' },
  ]);
  it.each([
    [[1, 2], 'Berlin'], [[2], 'Berlin: IT'], [[3], 'Madrid; Wien'],
    [[1, 3], 'Berlin: Care; Madrid; Wien'],
  ])('of blocks %j are %s', (blocks, expected) => {
    expect(nameOf(blocks)).toBe(expected);
  });
});
