import fc from 'fast-check';
import { planBlocks } from '#disclosure/planner';
import { planTerms } from '#disclosure/terms';
import type { ProgrammeRow } from '../programmes/programmes.store.ts';
import { namedBlocks, namedLetters, termsOf } from './propose.ts';

const PROGRAMME: ProgrammeRow = {
  id: '0b3ab8a6-6f0d-4f5e-9c0e-0d5a3a1f7a11', employerName: 'Firma', employerId: '7d7d1b2c-8a55-4b7e-8f65-0a6c5b8d9e10',
  name: 'Care at Fernside', sessionsPerMember: 8, k: 10, currency: 'EUR', sessionPriceMinor: 9500n, seatPriceMinor: null,
  taxBps: 0, contractNumber: 'C-4F21A7B0', endsOn: null,
};
const name = fc.string({ minLength: 1, maxLength: 6 });
const units = fc.uniqueArray(
  fc.record({ site: name, department: name, headcount: fc.integer({ min: 0, max: 300 }) }),
  { selector: ({ site, department }) => JSON.stringify([site, department]), minLength: 1,
    maxLength: 40 });

describe('terms of departments by number', () => {
  it('are planned as by name: who is reported on with whom does not depend on numbers', () => {
    fc.assert(fc.property(units, (own) => {
      const numbered = termsOf(PROGRAMME, '2026-10', own);
      const plan = planTerms(numbered.terms);
      const byName = planBlocks(own);
      if (byName.kind === 'too-small') return plan.kind === 'refused';
      if (plan.kind === 'refused') return false;
      expect(namedBlocks(plan, numbered.units)).toEqual(byName.blocks.map(
        ({ block, label, headcount }) =>
          ({ block, label, headcount, spare: Math.floor(headcount / 10) })));
      const letters = namedLetters(plan, numbered.units);
      expect(letters.map(({ site, department, headcount, block }) =>
        ({ site, department, headcount, block }))).toEqual(byName.blocks.flatMap((block) =>
        block.units.map((unit) => ({ ...unit, block: block.block }))));
      return true;
    }));
  });

  it('say nothing of what anything is called, and are one text for one programme', () => {
    const own = [{ site: 'Berlin', department: 'Legal', headcount: 70 },
      { site: 'Aachen', department: 'Care', headcount: 30 },
      { site: 'Berlin', department: 'Empty', headcount: 0 }];
    const { terms } = termsOf(PROGRAMME, '2026-10', own);
    expect(terms).toEqual(termsOf(PROGRAMME, '2026-10', own.toReversed()).terms);
    expect(terms.departments).toEqual([
      { number: 1, site: 1, people: 30 }, { number: 2, site: 2, people: 70 }]);
    expect(JSON.stringify(terms)).not.toMatch(/Berlin|Aachen|Legal|Care|Fernside/);
  });
});
