import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { toBase64Url } from '#pseudonym/bytes';
import { REQUEST_LENGTH } from '#pseudonym/padding';
import type { Beats } from '#wallet/beats';
import { openCase, readConsent } from '#wallet/care';
import { OwnCaseDocument } from '#wallet/gql/vault/graphql';
import { byText } from '#wallet/node/texts';
import { MEANS } from '#wallet/pace';
import { VaultClient } from '#wallet/vault';
import { claimAndIssue } from '../../demo/story/members.ts';
import { BareQueue } from './bare-queue.ts';
import { Crowd, type Step } from './crowd.ts';
import { type BenchResult, type Note, percentile, result, waited } from './measure.ts';
import { lettersOfToday } from './present-scene.ts';
import { startBench, type Bench } from './service.ts';
import { cpuSeconds, queueRest } from './usage.ts';

const PEOPLE = 60;
const SIZE = { pages: 2_000, touched: 200 };
/** Until every page has its connection and the key of the day. */
const WARM_MS = 30_000;
const MEASURED_MS = 60_000;
const BARE_MS = 20_000;
/** Until what was finished is off the queue. */
const ERASED_MS = 15_000;
const HOUR_MS = 3_600_000;

/**
 * 2,000 open pages, a tenth of them touched, on one gateway, one worker and their databases: what
 * a person waits for a step, what the way there and back takes, what it costs. The ceiling is one
 * job there and back over BullMQ alone, as many at once, right afterwards.
 */
export async function benchPages(note: Note): Promise<readonly BenchResult[]> {
  const bench = await startBench(PEOPLE, note);
  const queueUrl = bench.service.postgres?.ownerUrl('queue') ?? '';
  const bare = await BareQueue.open(queueUrl);
  try {
    const step = await stepOfCare(bench);
    const { scenario } = bench;
    const crowd = new Crowd(SIZE, {
      origin: bench.service.origin, vaultKey: scenario.brief.vaultSigningPublicKey,
      clock: scenario.ports.clock });
    crowd.open(step);
    await pause(WARM_MS);
    crowd.read();
    const spent = spending(bench);
    await pause(MEASURED_MS);
    const seen = crowd.read();
    note(`CPU seconds a second: ${spent()}`);
    bench.noteMemory('under load');
    note(`in the queue under load: ${JSON.stringify(await queueRest(queueUrl))}`);
    await crowd.close();
    const { roundTrips, steps } = seen;
    note(`${roundTrips.length} beats and ${steps.length} steps in ${MEASURED_MS / 1000} s, `
      + `${seen.failed} not answered`);
    noteBytes(seen.bytes / roundTrips.length, note);
    // On average so many were under way at once (Little's law).
    const mean = roundTrips.reduce((sum, ms) => sum + ms, 0) / roundTrips.length;
    const atOnce = Math.min(32, Math.max(1, Math.round((mean * roundTrips.length) / MEASURED_MS)));
    const bareTrips = await askBare(bare, atOnce);
    note(`bare: ${Math.round(bareTrips.length / BARE_MS * 1000)}/s by ${atOnce} at once`);
    await pause(ERASED_MS);
    const rest = await queueRest(queueUrl);
    note(`in the queue afterwards: ${JSON.stringify(rest)}`);
    const ceiling = `bare BullMQ request and reply, ms, ${atOnce} at once`;
    const tripAt = (share: number) => result(
      `pages, round trip p${share * 100}`, 'ms', ceiling,
      { value: percentile(roundTrips, share), ceiling: percentile(bareTrips, share) });
    return [
      waited('pages, a step p50', [percentile(steps, 0.5)], 2_000),
      waited('pages, a step p99', [percentile(steps, 0.99)], 10_000),
      tripAt(0.5), tripAt(0.99),
    ];
  } finally {
    await bare.close();
    await bench.close();
  }
}

/** What a person does: she looks at her case. */
async function stepOfCare(bench: Bench): Promise<Step> {
  const [code = ''] = await lettersOfToday(bench);
  const letter = { code, number: 1, site: '', department: '' };
  const { wallet } = await claimAndIssue(bench.scenario, letter);
  const { version, language } = await readConsent(wallet.doors, 'en');
  await openCase(wallet, { version, language, concern: null });
  const authorization = wallet.caseAuthorization(wallet.programme ?? '');
  return (line: Beats) =>
    new VaultClient({ documents: byText, line, authorization }).ask(OwnCaseDocument);
}

/** CPU seconds a second of each part, from now to when it is asked. */
function spending({ service }: Bench): () => string {
  const parts = ['gateway', 'worker', 'gateway-database', 'vault-database'] as const;
  const now = () => parts.map((part) => cpuSeconds(service.pidOf(part) ?? 0));
  const [before, begun, own] = [now(), performance.now(), process.cpuUsage()];
  return () => {
    const seconds = (performance.now() - begun) / 1000;
    const { user, system } = process.cpuUsage(own);
    return [
      ...now().map((at, place) =>
        `${parts[place]} ${((at - (before[place] ?? 0)) / seconds).toFixed(2)}`),
      `all pages together ${((user + system) / 1e6 / seconds).toFixed(2)}`,
    ].join(', ');
  };
}

/** All beats have one size, so what a page needs follows from how often it beats. */
function noteBytes(each: number, note: Note): void {
  const anHour = (meanMs: number) => `${((each * HOUR_MS) / meanMs / 1e6).toFixed(1)} MB`;
  note(`a beat is ${Math.round(each)} bytes up and down: a page that is touched for an hour `
    + `${anHour(MEANS.touched)}, one that lies open ${anHour(MEANS.untouched)}`);
}

/** Jobs of a beat's size there and back by so many callers at once. */
async function askBare(bare: BareQueue, callers: number): Promise<number[]> {
  const payload = toBase64Url(new Uint8Array(randomBytes(REQUEST_LENGTH)));
  const trips: number[] = [];
  const ends = performance.now() + BARE_MS;
  await Promise.all(Array.from({ length: callers }, async () => {
    while (performance.now() < ends) {
      const begun = performance.now();
      await bare.ask(payload);
      trips.push(performance.now() - begun);
    }
  }));
  return trips;
}
