import type { ReportTerms } from '#disclosure/year/plan';
import { Foresights, lookAhead } from '../../apps/gateway/src/foresight/foresights.ts';
import { median, result, type BenchResult, type Note } from './measure.ts';

/** As many looks as a page of twelve programmes asks for at once, all of them the dearest. */
const FLOOD = 12;
const LARGEST = 200_000;
const ORDINARY = 1_000;
const ROUNDS = 3;
/** A wait behind a flood against one look of it and the own one. */
const MOST_WAIT = 1.5;
/** The dearest look against an ordinary one. */
const MOST_COST = 5;

/**
 * How long an ordinary employer waits for "What will you see?" while another floods it with the
 * dearest questions there are, beside one such look and her own; and what the dearest costs beside
 * her own. @throws Error where it is more than is promised.
 */
export async function benchForesight(note: Note): Promise<BenchResult[]> {
  const rounds: { dearest: Cost; own: Cost; behind: number }[] = [];
  while (rounds.length < ROUNDS) {
    const [dearest, own, behind] = [
      await costOf(() => alone(LARGEST)), await costOf(() => alone(ORDINARY)), await waitBehind()];
    rounds.push({ dearest, own, behind });
    note(`round ${rounds.length} of ${ROUNDS}: ${Math.round(dearest.ms)} ms for ${LARGEST} people, `
      + `${Math.round(own.ms)} ms for ${ORDINARY}, ${Math.round(behind)} ms behind a flood`);
  }
  const of = (what: (round: (typeof rounds)[number]) => number) => median(rounds.map(what));
  const found = [
    { most: MOST_WAIT, ...result('a look behind a flood', 'ms', 'one look of the flood and her own',
      { value: of(({ behind }) => behind),
        ceiling: of(({ dearest, own }) => dearest.ms + own.ms) }) },
    { most: MOST_COST, ...result('the dearest look', 'ms of CPU', 'an ordinary one',
      { value: of(({ dearest }) => dearest.cpuMs), ceiling: of(({ own }) => own.cpuMs) }) },
  ];
  const broken = found.filter(({ ratio, most }) => ratio > most);
  if (broken.length > 0) {
    throw new Error(`not as promised: ${broken.map(({ name, ratio, most }) =>
      `${name} ${ratio} (${most})`).join('; ')}`);
  }
  return found.map(({ most: _most, ...one }) => one);
}

/** A site of one department. */
function termsOf(people: number): ReportTerms {
  return { departments: [{ number: 1, site: 1, people }], rateBps: 450, k: 10,
    sessionsPerMember: 8, paid: 'sessions' };
}

function alone(people: number): Promise<unknown> {
  return lookAhead(termsOf(people), new AbortController().signal);
}

/** What a piece of work takes: on the clock, and of all threads' CPU. */
interface Cost { readonly ms: number; readonly cpuMs: number }

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - started, cpuMs: (user + system) / 1_000 };
}

/** What is left of the flood is ended as soon as she is answered. */
async function waitBehind(): Promise<number> {
  const end = new AbortController();
  const foresights = new Foresights(lookAhead, () => end.signal);
  const flood = Promise.allSettled(Array.from({ length: FLOOD }, async (_, at) =>
    foresights.of('many', termsOf(LARGEST - at))));
  const { ms } = await costOf(() => foresights.of('one', termsOf(ORDINARY)));
  end.abort();
  await flood;
  return ms;
}
