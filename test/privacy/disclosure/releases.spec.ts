import { attackReleases, noReleasesYet } from './release-campaign.ts';

/** A seeded sample of employers with three quarters each; `npm run attack:full` takes 1,000. */
const SAMPLE = 35;

describe('the attackers of whole releases: all tables and three quarters in one system', () => {
  it('deduce no small or nearly full group, and no changed release or certificate passes', async () => {
    const tally = noReleasesYet();
    for (let seed = 0; seed < SAMPLE; seed += 1) await attackReleases(seed, tally);
    expect(tally.breaches).toEqual([]);
    expect(tally.accepted).toBe(0);
    expect(tally.audited).toBeGreaterThan(500);
    expect(tally.crossedShown).toBeGreaterThan(200);
    expect(tally.mutants).toBe(SAMPLE * 3 * 7);
  });
});
