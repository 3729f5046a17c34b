import { attackEmployer, nothingYet } from './campaign.ts';
import { attackReleases, noReleasesYet } from './release-campaign.ts';

/*
 * `npm run attack:full [-- first last]`: every attacker of one table over 10,000 employers, and
 * those of three reporting periods' whole releases for each tenth of them.
 */

const [first = 0, last = 10_000] = process.argv.slice(2).map(Number);
const tally = nothingYet();
const releases = noReleasesYet();
const started = process.cpuUsage();
for (let seed = first; seed < last; seed += 1) {
  await attackEmployer(seed, tally);
  if (seed % 10 === 0) await attackReleases(seed / 10, releases);
  if (tally.employers % 500 === 0) process.stderr.write(`${tally.employers} employers\n`);
}
const { user, system } = process.cpuUsage(started);
const cpuSeconds = Math.round((user + system) / 1e6);
process.stdout.write(`${JSON.stringify({ ...tally, ofReleases: releases, cpuSeconds }, null, 1)}\n`);
process.exitCode = tally.breaches.length + tally.accepted + tally.uncertified
  + releases.breaches.length + releases.accepted > 0 ? 1 : 0;
