import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { madeYear } from '../../apps/gateway/testing/year-reports.ts';
import { reportPdf, type ReportPaper } from '../../apps/gateway/src/reports/report-pdf.ts';
import { ReportPapers } from '../../apps/gateway/src/reports/report-papers.ts';
import { yearView } from '../../apps/gateway/src/reports/year-view.ts';
import { median, result, type BenchResult, type Note } from './measure.ts';

const ROUNDS = 5;
/** Names as long and as wide as input takes them. */
const NAME = `${'Wm '.repeat(33)}W`;
/** The loop may be held for so much of what the paper itself takes. */
const MOST = 0.5;
const NANOSECONDS = 1_000_000;
const TURN_MS = 10;

/**
 * How long the loop that answers everybody is held while a board's paper is made, beside a paper
 * that is made on it. @throws Error where it is more than is promised.
 */
export async function benchPaper(note: Note): Promise<BenchResult> {
  const papers = new ReportPapers();
  const paper = paperOf();
  const rounds: { apart: number; here: number }[] = [];
  // One of each for warming up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const apart = await held(() => papers.of('one', paper, 'en'));
    const here = await held(() => reportPdf(paper, 'en'));
    if (round > 0) rounds.push({ apart, here });
    note(`round ${round} of ${ROUNDS}: held for ${Math.round(apart)} ms, of ${Math.round(here)} ms`);
  }
  const found = result('the loop while a paper is made', 'ms', 'a paper made on it', {
    value: median(rounds.map(({ apart }) => apart)),
    ceiling: median(rounds.map(({ here }) => here)) });
  if (found.ratio > MOST) throw new Error(`not as promised: ${found.ratio} (${MOST})`);
  return found;
}

/** The longest that nothing else could be done, in milliseconds. */
async function held(work: () => Promise<unknown>): Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  // From one turn of the loop to another: what holds it is seen between them.
  await pause(TURN_MS);
  await work();
  await pause(TURN_MS);
  delays.disable();
  return delays.max / NANOSECONDS;
}

/** Twelve halves of six sites, each called by the longest names. */
function paperOf(): ReportPaper {
  const departments = Array.from({ length: 120 }, (_, at) =>
    ({ number: at + 1, site: Math.floor(at / 20) + 1, people: 60 }));
  const year = madeYear({
    departments, rateBps: 450, k: 10, sessionsPerMember: 8, paid: 'sessions',
  }, [170, 170, 150, 170]);
  const name = (blocks: readonly number[]) => blocks.slice(0, 4).map(() => NAME).join(', ');
  return { employer: NAME, programme: NAME, programmeId: 'P', period: '2025-11',
    releasedOn: '2026-11-30', signed: [], year: yearView(year, null, name) };
}
