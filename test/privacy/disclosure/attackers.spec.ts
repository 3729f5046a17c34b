import { RULES, type Rules } from '../../../libs/disclosure/src/year/rules.ts';
import { certainByIntervals, solver } from './intervals.ts';
import { certainByRows } from './row-reduction.ts';
import { sumsOf } from './sums.ts';
import { madeUpYear } from './years.ts';

/** Employers of a run; each tenth is attacked by linear programmes too. */
const EMPLOYERS = 400;

/** Names of groups of which somebody is certain, by either attacker, in the years of employers. */
async function certain(employers: number, rules: Rules, each = 10): Promise<string[]> {
  const highs = await solver();
  return Array.from({ length: employers }, (_, number) => number).flatMap((number) => {
    const { plan, releases } = madeUpYear(number, rules);
    return sumsOf(plan, releases).flatMap((sums) => [
      ...certainByRows(sums).map(({ name }) => `rows: ${name}`),
      ...number % each === 0 ? certainByIntervals(highs, sums).map(({ name }) => `intervals: ${name}`)
        : [],
    ].map((name) => `employer ${number}, ${name}`));
  });
}

it('nobody who adds up all releases, balances and invoices of a year is certain of anybody', async () => {
  expect(await certain(EMPLOYERS, RULES)).toEqual([]);
});

it.each<[string, Partial<Rules>, string]>([
  ['a part of a number is told by itself', { split: (may) => may }, 'rows: '],
  ['a part of a number is told by itself, by intervals', { split: (may) => may }, 'intervals: '],
  ['a part is told from one person on', { may: (users, _k, people) =>
    users >= 1 && (people === null || 2 * users <= people) }, 'rows: '],
])('they are seen to win where %s', async (_what, broken, by) => {
  const found = await certain(60, { ...RULES, ...broken }, 5);
  expect(found.some((name) => name.includes(by))).toBe(true);
});
