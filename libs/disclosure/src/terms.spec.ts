import fc from 'fast-check';
import { readPeriod } from '#calendar/periods';
import {
  dueBy, PRESENT_RULES, planTerms, termsText, type PlannedTerms, type Terms,
  type TermsDepartment as Department,
} from './terms.ts';

const BASE: Terms = {
  rules: PRESENT_RULES, programme: '0b3ab8a6-6f0d-4f5e-9c0e-0d5a3a1f7a11', contract: 'C-4F21A7B0',
  period: '2026-10', currency: 'EUR', sessionPriceMinor: '9500', sessionsPerMember: 8, k: 10,
  rateBps: 450, spareSeats: 0, departments: [
    { number: 1, site: 1, people: 70 }, { number: 2, site: 1, people: 20 },
    { number: 3, site: 2, people: 65 }],
};

/** Departments in order: each at the site of the one before, or at the next. */
const departments = fc.array(
  fc.record({ isNew: fc.boolean(), people: fc.integer({ min: 1, max: 400 }) }),
  { minLength: 1, maxLength: 40 },
).map((rows) => {
  let site = 1;
  return rows.map(({ isNew, people }, index) => {
    if (isNew && index > 0) site += 1;
    return { number: index + 1, site, people };
  });
});
const anyTerms = fc.record({
  departments, sessionsPerMember: fc.integer({ min: 1, max: 40 }),
  sessionPriceMinor: fc.integer({ min: 1, max: 100_000 }).map(String),
  year: fc.integer({ min: 2020, max: 2099 }), month: fc.integer({ min: 1, max: 12 }),
}).map(({ year, month, ...more }): Terms =>
  ({ ...BASE, ...more, period: `${year}-${String(month).padStart(2, '0')}` }));

function planned(terms: Terms): PlannedTerms | undefined {
  const plan = planTerms(terms);
  return plan.kind === 'planned' ? plan : undefined;
}

describe('the plan of terms', () => {
  it('has days, blocks, letters and the sum from the terms alone', () => {
    expect(planTerms(BASE)).toEqual({
      kind: 'planned', opens: '2026-10-01', last: '2027-09-30', closes: '2027-10-01',
      releases: '2027-10-30', confirmBy: '2026-09-17', startsBooking: '2026-08-02',
      reports: readPeriod('2026-10')?.reports,
      year: expect.objectContaining({ kind: 'planned', people: 155, k: 10, kHow: 5, paid: 'sessions' }),
      seats: 155, sessions: 1240,
      careMinor: '11780000', totalMinor: '11780000',
      blocks: [{ block: 'B1', people: 90, spare: 0, site: 1, departments: [1, 2] },
        { block: 'B2', people: 65, spare: 0, site: 2, departments: [3] }],
      letters: [{ firstNumber: 1, people: 70, department: 1, block: 'B1' },
        { firstNumber: 71, people: 20, department: 2, block: 'B1' },
        { firstNumber: 91, people: 65, department: 3, block: 'B2' }],
    });
  });

  it('at a flat price costs that of all its seats, the spare ones too, and no more than their care', () => {
    const flat = { ...BASE, spareSeats: 5, seatPriceMinor: '2400' };
    expect(planTerms(flat)).toMatchObject({ seats: 160, sessions: 1280, careMinor: '12160000',
      totalMinor: '384000', year: { paid: 'flat' } });
    expect(planTerms({ ...flat, seatPriceMinor: '76000' }).kind).toBe('planned');
    expect(planTerms({ ...flat, seatPriceMinor: '76001' }))
      .toEqual({ kind: 'refused', fault: 'odd-terms' });
    expect(termsText(flat)).toContain('"seatPriceMinor":"2400"');
    expect(termsText(BASE)).not.toContain('seatPriceMinor');
  });

  it('is to be confirmed two weeks before its first day, and never on the day of its proposal', () => {
    const day = (n: number) =>
      new Date(Date.UTC(2026, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);
    fc.assert(fc.property(fc.nat(500).map(day), fc.nat(500).map(day), (confirmBy, proposedOn) => {
      const due = dueBy({ confirmBy }, proposedOn);
      const left = (Date.parse(due) - Date.parse(proposedOn)) / 86_400_000;
      expect(left).toBeGreaterThanOrEqual(3);
      expect(due === confirmBy || left === 3).toBe(true);
    }));
  });

  it('spreads spare seats over the blocks by their people, a tenth of each at most', () => {
    const spares = (terms: Terms) => planned(terms)?.blocks.map(({ spare }) => spare);
    expect(spares({ ...BASE, spareSeats: 8 })).toEqual([5, 3]);
    expect(spares({ ...BASE, spareSeats: 15 })).toEqual([9, 6]);
    expect(planned({ ...BASE, spareSeats: 15 })).toMatchObject({ seats: 170, sessions: 1360 });
    fc.assert(fc.property(anyTerms, fc.integer({ min: 0, max: 2_000 }), (terms, spareSeats) => {
      const bare = planned(terms);
      fc.pre(bare !== undefined);
      const plan = planned({ ...terms, spareSeats });
      const room = bare.blocks.reduce((sum, { people }) => sum + Math.floor(people / 10), 0);
      if (spareSeats > room) return expect(plan).toBeUndefined();
      expect(plan!.blocks.reduce((sum, { spare }) => sum + spare, 0)).toBe(spareSeats);
      expect(plan!.seats).toBe(bare.seats + spareSeats);
      for (const { people, spare } of plan!.blocks) {
        expect(spare).toBeLessThanOrEqual(Math.floor(people / 10));
        expect(Math.abs(spare - (spareSeats * people) / bare.seats))
          .toBeLessThan(bare.blocks.length);
      }
      // Nobody is put elsewhere, and no smallest size is reached by them.
      expect(plan!.blocks.map((block) => ({ ...block, spare: 0 }))).toEqual(bare.blocks);
      return expect(plan!.letters).toEqual(bare.letters);
    }));
  });

  it('puts everybody into one block of sixty or more, and gives each one letter', () => {
    fc.assert(fc.property(anyTerms, (terms) => {
      const plan = planned(terms);
      const people = terms.departments.reduce((sum, one) => sum + one.people, 0);
      if (!plan) return people < 60;
      expect(plan.seats).toBe(people);
      expect(plan.blocks.every((block) => block.people >= 60)).toBe(true);
      expect(plan.blocks.reduce((sum, block) => sum + block.people, 0)).toBe(people);
      const numbers = plan.blocks.flatMap((block) => block.departments).sort((a, b) => a - b);
      expect(numbers).toEqual(terms.departments.map(({ number }) => number));
      let next = 1;
      for (const { firstNumber, people: count } of plan.letters) {
        expect(firstNumber).toBe(next);
        next += count;
      }
      expect(next - 1).toBe(people);
      expect(BigInt(plan.totalMinor)).toBe(
        BigInt(people) * BigInt(terms.sessionsPerMember) * BigInt(terms.sessionPriceMinor));
      return true;
    }));
  });

  it('is the same wherever it is made: of the text of the terms, whatever order its names have', () => {
    fc.assert(fc.property(anyTerms, (terms) => {
      const turned = Object.fromEntries(Object.entries(terms).reverse()) as unknown as Terms;
      expect(termsText(turned)).toBe(termsText(terms));
      expect(planTerms(JSON.parse(termsText(terms)) as Terms)).toEqual(planTerms(terms));
    }));
  });

  it('of a version that is not known is none, whatever the version is called', () => {
    const names = fc.oneof(
      fc.string(), fc.constantFrom('year-2', 'constructor', '__proto__', 'toString'));
    const others = names.filter((name) => name !== PRESENT_RULES);
    fc.assert(fc.property(others, (rules) => {
      expect(planTerms({ ...BASE, rules })).toEqual({ kind: 'refused', fault: 'unknown-rules' });
    }));
  });

  const [first, second, third] = [70, 20, 65].map((people, index) =>
    ({ number: index + 1, site: index < 2 ? 1 : 2, people }),
  ) as [Department, Department, Department];
  it.each<[string, Partial<Terms>, string]>([
    ['no month that there is', { period: '2026-13' }, 'odd-terms'],
    ['a reporting period alone', { period: '2026-10.1' }, 'odd-terms'],
    ['more spare seats than a tenth', { spareSeats: 16 }, 'odd-terms'],
    ['half a spare seat', { spareSeats: 0.5 }, 'odd-terms'],
    ['fewer spare seats than none', { spareSeats: -1 }, 'odd-terms'],
    ['a department twice', { departments: [first, first, second, third] }, 'odd-terms'],
    ['a number left out', { departments: [first, third] }, 'odd-terms'],
    ['departments in another order', { departments: [second, first, third] }, 'odd-terms'],
    ['sites in another order', { departments: [
      { ...first, site: 2 }, { ...second, site: 2 }, { ...third, site: 1 }] }, 'odd-terms'],
    ['no people in a department', { departments: [first, { ...second, people: 0 }, third] },
      'odd-terms'],
    ['half a person', { departments: [first, { ...second, people: 0.5 }, third] }, 'odd-terms'],
    ['fewer than sixty people', { departments: [{ number: 1, site: 1, people: 59 }] }, 'too-small'],
    ['too few people for its smallest group', { k: 100 }, 'too-small'],
    ['a smallest group below ten', { k: 9 }, 'low-k'],
    ['less use than is planned for', { rateBps: 199 }, 'odd-rate'],
    ['more use than is planned for', { rateBps: 1_001 }, 'odd-rate'],
    ['more blocks than are reported on', { departments: Array.from({ length: 201 }, (_, at) =>
      ({ number: at + 1, site: at + 1, people: 60 })) }, 'too-many-blocks'],
  ])('of %s is none', (_what, more, fault) => {
    expect(planTerms({ ...BASE, ...more })).toEqual({ kind: 'refused', fault });
  });
});
