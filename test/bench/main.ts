/** `npm run bench -- [NAME …] [--json]`: each figure beside its ceiling, from the same minutes. */
import { parseArgs } from 'node:util';
import { explain } from '#platform/process/processes';
import { benchClaim } from './claim.ts';
import { benchForesight } from './foresight.ts';
import { benchIssue } from './issue.ts';
import type { BenchResult, Note } from './measure.ts';
import { benchPages } from './pages.ts';
import { benchPaper } from './paper.ts';
import { benchRedeem } from './redeem.ts';
import { benchRelay } from './relay.ts';
import { benchReports } from './reports.ts';
import { benchSign } from './sign.ts';
import { benchTimes } from './times.ts';
import { benchUnlock } from './unlock.ts';
import { benchWeb } from './web.ts';
import { benchWording } from './wording.ts';

const BENCHES: Record<string, (note: Note) => Promise<BenchResult | readonly BenchResult[]>> = {
  sign: benchSign, issue: benchIssue, redeem: benchRedeem, relay: benchRelay, pages: benchPages,
  web: benchWeb, claim: benchClaim, unlock: benchUnlock,
  times: benchTimes, reports: benchReports, foresight: benchForesight,
  paper: benchPaper, wording: benchWording,
};
const USAGE = `Usage: npm run bench -- [${Object.keys(BENCHES).join('|')} …] [--json]`;

process.exitCode = await run();
process.exit();

async function run(): Promise<number> {
  const asked = readArguments();
  if (!asked) {
    process.stderr.write(`${USAGE}\n`);
    return 1;
  }
  for (const name of asked.names) {
    const note: Note = (text) => process.stderr.write(`  ${name}: ${text}\n`);
    try {
      const found = await BENCHES[name]?.(note);
      for (const one of [found ?? []].flat()) print(one, asked.json);
    } catch (error) {
      process.stderr.write(`${name}: ${(error as Error).message || explain(error)}\n`);
      return 1;
    }
  }
  return 0;
}

function print(found: BenchResult, json: boolean): void {
  const { name, value, unit, ceilingName, ceiling, ratio } = found;
  process.stdout.write(json
    ? `${JSON.stringify(found)}\n`
    : `${name}: ${value} ${unit}, ${ratio} of ${ceiling} (${ceilingName})\n`);
}

/** The names asked for, all when none is; undefined for an unknown one. */
function readArguments(): { names: string[]; json: boolean } | undefined {
  try {
    const { values, positionals } = parseArgs({
      options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
    if (positionals.some((name) => !(name in BENCHES))) return undefined;
    return {
      names: positionals.length > 0 ? positionals : Object.keys(BENCHES), json: values.json };
  } catch {
    return undefined;
  }
}
