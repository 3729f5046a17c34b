import fc from 'fast-check';
import { planTerms, type Terms } from '../terms.ts';
import { groupsOf, reportTermsOf } from './report-terms.ts';
import { leavesOf } from './tree.ts';

const BASE = {
  rules: 'year-1', programme: '0b3ab8a6-6f0d-4f5e-9c0e-0d5a3a1f7a11', contract: 'C-1',
  period: '2026-10', currency: 'EUR', sessionPriceMinor: '9500', sessionsPerMember: 8, k: 10,
  rateBps: 450, spareSeats: 0,
};
const size = { minLength: 1, maxLength: 8 };
const employers = fc.array(fc.array(fc.integer({ min: 1, max: 400 }), size), size)
  .map((sites): Terms => ({ ...BASE, departments: sites
    .flatMap((own, at) => own.map((people) => ({ site: at + 1, people })))
    .map((one, at) => ({ number: at + 1, ...one })) }));

it('every group of a report is of whole key blocks, at a site of which all of them are', () => {
  fc.assert(fc.property(employers, (terms) => {
    const plan = planTerms(terms);
    fc.pre(plan.kind === 'planned');
    const { blocks, year } = plan;
    const leaves = leavesOf(year.sites);
    expect(leaves.flatMap(({ departments }) => departments).sort((a, b) => a - b))
      .toEqual(blocks.map((_, at) => at + 1));
    const groups = groupsOf(year);
    expect([...groups.keys()].sort()).toEqual(blocks.map(({ block }) => block).sort());
    for (const { name, people, departments } of leaves) {
      const own = blocks.filter(({ block }) => groups.get(block) === name);
      expect(own.map(({ block }) => block)).toEqual(departments.map((number) => `B${number}`));
      expect(own.reduce((sum, block) => sum + block.people, 0)).toBe(people);
    }
    expect(year.people).toBe(terms.departments.reduce((sum, { people }) => sum + people, 0));
  }));
});

it('a block that reaches over several sites is a site of its own, and spare seats are no people', () => {
  expect(reportTermsOf(BASE, [{ people: 90, site: 1 }, { people: 80, site: null },
    { people: 70, site: 3 }, { people: 66, site: null }])).toEqual({
    rateBps: 450, k: 10, sessionsPerMember: 8, paid: 'sessions', departments: [
      { number: 1, site: 1, people: 90 }, { number: 2, site: 5, people: 80 },
      { number: 3, site: 3, people: 70 }, { number: 4, site: 7, people: 66 }] });
});

it('a year with a price for each seat is paid flat', () => {
  for (const [seatPriceMinor, paid] of [['2400', 'flat'], [null, 'sessions']] as const) {
    expect(reportTermsOf({ ...BASE, seatPriceMinor }, [{ people: 90, site: 1 }]).paid).toBe(paid);
  }
});
