import { attackEmployer, nothingYet } from './campaign.ts';

/** A seeded sample of what `npm run attack:full` does for 10,000 employers. */
const SAMPLE = 150;

describe('the attackers of a single release, over made-up employers of every kind', () => {
  it('publish nothing unsafe, deduce no secret, and no changed certificate passes', async () => {
    const tally = nothingYet();
    for (let seed = 0; seed < SAMPLE; seed += 1) await attackEmployer(seed, tally);
    expect(tally.breaches).toEqual([]);
    expect(tally.accepted).toBe(0);
    expect(tally.uncertified).toBe(0);
    expect(tally.audited).toBeGreaterThan(500);
    expect(tally.mutants).toBeGreaterThan(SAMPLE * 5);
  });
});
