import fc from 'fast-check';
import { madeYear, termsOf } from '../../testing/year-reports.ts';
import { REPORT_WORDS } from './report-words.ts';
import { yearView } from './year-view.ts';

const viewOf = (k: number, people: readonly number[], departments = 12) =>
  yearView(madeYear({ ...termsOf(departments, 400), k }, people), null, () => 'site');

describe('the words of a report', () => {
  it.each([
    [10, 5, 10], [20, 10, 10], [21, 11, 11], [37, 19, 19], [100, 50, 50],
  ])('at k = %i name the plan\'s own numbers', (k, kHow, lot) => {
    const year = viewOf(k, []);
    const [en, es] = [REPORT_WORDS.en, REPORT_WORDS.es]
      .map(({ definitions }) => definitions(year).join(' '));
    expect(en).toContain(`in steps of ${lot}.`);
    expect(es).toContain(`de ${lot} en ${lot}.`);
    expect(en).toContain(`At least ${k} people stand behind every number, ${kHow} for how`);
    expect(es).toContain(`Al menos ${k} personas están detrás de cada cifra, ${kHow} en cómo`);
  });

  it('say of what is not told only what is so, of those not counted before', () => {
    const counts = fc.array(fc.oneof(fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 1_000 })), { minLength: 4, maxLength: 4 });
    fc.assert(fc.property(counts, fc.constantFrom(10, 37, 100), fc.constantFrom(1, 3, 12),
      (people, k, departments) => {
        const covered = departments * 400;
        fc.pre(people.reduce((sum, one) => sum + one, 0) <= covered);
        const { course, use } = viewOf(k, people, departments);
        const usersOf = (turns: readonly number[]) =>
          turns.reduce((sum, turn) => sum + (people[turn - 1] ?? 0), 0);
        let before = 0;
        for (const { status, turns, people: told } of course) {
          const left = covered - before;
          // "fewer than k, or more than half of those not counted before"
          if (status === 'untold') expect([usersOf(turns) < k, 2 * usersOf(turns) > left]).toContain(true);
          else expect(status).toMatch(/^(told|joined)$/);
          before += told ?? 0;
        }
        // Of a year of which nothing is told: "fewer than k, or more than half"
        const all = usersOf([1, 2, 3, 4]);
        if (!use) expect([all < k, 2 * all > covered]).toContain(true);
      }), { numRuns: 60 });
  });
});
