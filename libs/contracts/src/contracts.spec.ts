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

  it('opens no period with a block of fewer than 60 people', () => {
    const opening = (headcount: number) => ({
      programme: funding.programme, period: '2026-Q4', opens: '2026-10-01', closes: '2027-01-01',
      releases: '2027-01-30', k: 5, sessionsPerMember: 8, currency: 'EUR',
      sessionPriceMinor: '9500', blocks: [
        { block: 'B1', headcount: 120, site: null }, { block: 'B2', headcount, site: null }],
    });
    expect(parseJob(jobs.periodOpened, opening(60))).toEqual(opening(60));
    for (const headcount of [0, 1, 59]) {
      expect(() => parseJob(jobs.periodOpened, opening(headcount)))
        .toThrow('job period.opened is malformed: at "blocks.1.headcount"');
    }
  });

  it('gives every job one name', () => {
    const names = Object.values(jobs).map((contract) => contract.name);
    expect(new Set(names).size).toBe(names.length);
  });
});
