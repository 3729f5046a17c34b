import { attackReleases, noReleasesYet } from './release-campaign.ts';

/** Seeded employers with three reporting periods each; `npm run attack:full` takes 1,000. */
const SAMPLE = [...Array(35).keys(),
  // Hidden cells of one site that could not be empty together; margins that tell by themselves.
  39, 65, 73, 232];

describe('the attackers of whole releases: all tables and three reporting periods in one system', () => {
  it('deduce no small or nearly full group, and no changed release or certificate passes', async () => {
    const tally = noReleasesYet();
    for (const seed of SAMPLE) await attackReleases(seed, tally);
    expect(tally.breaches).toEqual([]);
    expect(tally.accepted).toBe(0);
    expect(tally.audited).toBeGreaterThan(500);
    expect(tally.crossedShown).toBeGreaterThan(200);
    expect(tally.mutants).toBeGreaterThan(SAMPLE.length * 3 * 8);
  });
});
