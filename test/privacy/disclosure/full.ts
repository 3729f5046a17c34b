import { certainByIntervals, solver } from './intervals.ts';
import { certainByRows } from './row-reduction.ts';
import { sumsOf } from './sums.ts';
import { madeUpYear } from './years.ts';

// npm run attack:full [-- FIRST LAST]: both attackers against the years of ten thousand employers.
const [first = 0, last = 9_999] = process.argv.slice(2).map(Number);
const highs = await solver();
let certain = 0;
for (let number = first; number <= last; number += 1) {
  const { plan, releases } = madeUpYear(number);
  for (const sums of sumsOf(plan, releases)) {
    for (const { name } of [...certainByRows(sums), ...certainByIntervals(highs, sums)]) {
      process.stdout.write(`employer ${number}: ${name}\n`);
      certain += 1;
    }
  }
  if (number % 100 === 99) process.stdout.write(`${number + 1 - first} years attacked\n`);
}
process.stdout.write(`${last - first + 1} years: ${certain} groups of which somebody is certain\n`);
process.exitCode = certain > 0 ? 1 : 0;
