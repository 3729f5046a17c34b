import { attackEmployer, nothingYet } from './campaign.ts';

/* `npm run attack:full [-- first last]`: every attacker of one release over 10,000 employers. */

const [first = 0, last = 10_000] = process.argv.slice(2).map(Number);
const tally = nothingYet();
const started = process.cpuUsage();
for (let seed = first; seed < last; seed += 1) {
  await attackEmployer(seed, tally);
  if (tally.employers % 500 === 0) process.stderr.write(`${tally.employers} employers\n`);
}
const { user, system } = process.cpuUsage(started);
const cpuSeconds = Math.round((user + system) / 1e6);
process.stdout.write(`${JSON.stringify({ ...tally, cpuSeconds }, null, 1)}\n`);
process.exitCode = tally.breaches.length + tally.accepted + tally.uncertified > 0 ? 1 : 0;
