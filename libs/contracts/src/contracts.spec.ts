import { MalformedJob, parseJob } from './contract.ts';
import * as jobs from './jobs.ts';

const funding = {
  programme: '0b3ab8a6-6f0d-4f5e-9c0e-0d5a3a1f7a11',
  funding: '7d7d1b2c-8a55-4b7e-8f65-0a6c5b8d9e10',
  sessions: 100, amountMinor: '950000', currency: 'EUR',
};

describe('the treaty', () => {
  it('passes a job that has the contract\'s shape', () => {
    expect(parseJob(jobs.creditsFunded, funding)).toEqual(funding);
  });

  it.each(['email', 'member', 'subject', 'case', 'nullifier', 'provider', 'name'])(
    'refuses a job that carries a field "%s" of its own', (field) => {
      for (const contract of Object.values(jobs)) {
        const shape = JSON.stringify(Object.keys(
          (contract.schema as unknown as { shape: object }).shape));
        expect(shape).not.toContain(`"${field}"`);
      }
      expect(() => parseJob(jobs.creditsFunded, { ...funding, [field]: 'x' })).toThrow(MalformedJob);
    });

  it('names the place of a fault and never the value', () => {
    expect(() => parseJob(jobs.creditsFunded, { ...funding, currency: 'secret-value' }))
      .toThrow('job credits.funded is malformed: at "currency"');
  });

  it('carries terms without a day, a block or a name: nothing of a plan is a job\'s to say', () => {
    const terms = {
      rules: 'another-2', programme: funding.programme, contract: 'C-4F21A7B0', period: '2026-10',
      currency: 'EUR', sessionPriceMinor: '9500', sessionsPerMember: 8, k: 10, rateBps: 450,
      spareSeats: 12,
      departments: [{ number: 1, site: 1, people: 120 }] };
    const read = (more: object) => parseJob(jobs.termsProposed, {
      proposal: funding.funding, terms: { ...terms, ...more }, confirmation: null });
    expect(read({}).terms).toEqual(terms);
    for (const more of [
      { opens: '2026-10-02' }, { closes: '2027-01-02' }, { releases: '2026-12-31' },
      { blocks: [{ block: 'B1', people: 1 }] }, { employer: 'Fernside' }, { contract: 'Fernside Ltd' },
      { departments: [{ number: 1, site: 1, people: 120, name: 'Legal' }] },
      { departments: [{ number: 1, site: 1, people: 0 }] }, { departments: [] },
    ]) expect(() => read(more)).toThrow('job terms.proposed is malformed: at "terms');
  });

  it('gives every job one name', () => {
    const names = Object.values(jobs).map((contract) => contract.name);
    expect(new Set(names).size).toBe(names.length);
  });
});
