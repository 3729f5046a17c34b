import { therapistsClaim, therapistsReturn } from '../../demo/story/billing.ts';
import { employeesUseCare, seekersOf } from '../../demo/story/care.ts';
import { oneLosesHerDevice, someCancel } from '../../demo/story/changes.ts';
import { countOutcome, findOut } from '../../demo/story/counts.ts';
import { operatorCreatesEmployer } from '../../demo/story/employer.ts';
import { greedyMember } from '../../demo/attacks/issuance.ts';
import { bothLookWhereTheyMeet } from '../../demo/story/meeting-place.ts';
import { membersClaim } from '../../demo/story/members.ts';
import { therapistsJoin, therapistsSignIn } from '../../demo/story/practices.ts';
import { broken, checkPromises } from '../../demo/story/promises.ts';
import { hrBuysCredits } from '../../demo/story/purchase.ts';
import { periodCloses } from '../../demo/story/report.ts';
import { seededChoices } from '../../demo/story/random.ts';
import type { Part } from '#local/launch';
import { openWorld, type World } from '../simulation/world.ts';
import { recordQueue } from '../simulation/queue-recorder.ts';
import { asOwner, redeliver, stateOf } from './redelivery.ts';

/**
 * The story on a durable database of its own, while its processes are killed at random points, the
 * worker is away, and every job is delivered again in another order. In the end all adds up.
 */

const SEED = Number(process.env['SOTTO_FAULT_SEED'] ?? 1);
const choices = seededChoices(SEED);
const PARTS: readonly Part[] = ['worker', 'gateway', 'gateway-database', 'vault-database'];

let world: World;
beforeAll(async () => {
  world = await openWorld({ members: 60, providers: 6, seed: 2 });
  await recordQueue(ownerUrl('queue'));
}, 120_000);
afterAll(() => world.close());

const ownerUrl = (domain: string) => world.service.postgres!.ownerUrl(domain);

/**
 * Play one act, and kill each part once at random numbers of requests after its beginning; a part
 * that is just being started again is killed at the first request after that.
 */
async function killedDuring<T>(requests: number, act: () => Promise<T>): Promise<T> {
  const { connection } = world.scenario;
  const first = connection.sent + 1;
  const alive = new Map(PARTS.map((part) => [part, first + choices.below(requests)]));
  connection.onSend = (sent) => {
    for (const [part, point] of alive) {
      const pid = sent < point ? undefined : world.service.pidOf(part);
      if (!pid) continue;
      process.kill(pid, 'SIGKILL');
      alive.delete(part);
    }
  };
  const result = await act();
  connection.onSend = () => undefined;
  expect([...alive.keys()]).toEqual([]);
  await world.service.ready();
  return result;
}

/** Book while the worker is stopped: what is sent again is done once another has taken over. */
async function whileTheWorkerIsAway<T>(act: () => Promise<T>): Promise<T> {
  const { connection } = world.scenario;
  const before = connection.unanswered;
  const pid = world.service.pidOf('worker')!;
  process.kill(pid, 'SIGSTOP');
  const running = act();
  while (connection.unanswered - before < 3) await new Promise((next) => setImmediate(next));
  process.kill(pid, 'SIGKILL');
  return running;
}

it('kill -9, lost answers, an absent worker and repeated jobs cost nobody anything', async () => {
  const { scenario } = world;
  const employer = await operatorCreatesEmployer(scenario);
  await hrBuysCredits(scenario, employer);
  const joined = await therapistsJoin(scenario);
  const members = await killedDuring(100, () => membersClaim(scenario, employer,
    (letter) => greedyMember(scenario, letter)));
  const seekers = seekersOf(scenario.plot, employer, members);
  const half = Math.ceil(seekers.length / 2);
  const clients = [
    ...await killedDuring(80, () => employeesUseCare(scenario, seekers.slice(0, half))),
    ...await whileTheWorkerIsAway(() => employeesUseCare(scenario, seekers.slice(half))),
  ];
  await someCancel(scenario, clients);
  const recoveredWallets = await oneLosesHerDevice(scenario, clients);
  for (const { person, wallet } of clients) {
    members[person.member] = { ...members[person.member]!, wallet };
  }

  const before = [await stateOf(ownerUrl('gateway')), await stateOf(ownerUrl('vault'))];
  const { urls } = world.service.postgres!;
  expect(await redeliver(ownerUrl, urls.queue, choices, world.service.secrets))
    .toBeGreaterThan(300);
  expect([await stateOf(ownerUrl('gateway')), await stateOf(ownerUrl('vault'))]).toEqual(before);

  for (const domain of ['gateway', 'vault'] as const) {
    const refused = await asOwner<{ reason: string }>(
      ownerUrl(domain), 'SELECT DISTINCT reason FROM job_refusal');
    expect(refused).toEqual([{ reason: 'altered' }]);
  }

  const whereabouts = await bothLookWhereTheyMeet(
    scenario, clients, await therapistsSignIn(scenario, joined));
  const therapists = await therapistsReturn(scenario, joined);
  await killedDuring(60, () => therapistsClaim(scenario, therapists, clients));
  const report = await periodCloses(scenario, employer);
  const consoles = await therapistsSignIn(scenario, therapists);
  const noticed = {
    recoveredWallets, whereabouts, walletsLost: 1, employerUnmoved: true, startedAt: Date.now() };
  const companies = [{ scenario, employer, members, report }];
  const counted = await countOutcome(scenario, companies, noticed);
  const findings = await findOut(companies, consoles, counted, noticed);
  // Nobody attacks here: that is played elsewhere.
  const promises = checkPromises({ ...counted.outcome, attacks: [] }, findings);
  expect(broken(promises).map(({ promise, found }) => `${promise}: ${found}`)).toEqual([]);
  for (const domain of ['gateway', 'vault']) {
    expect(await asOwner(ownerUrl(domain), 'SELECT * FROM ledger_verify()')).toEqual([]);
  }
}, 600_000);
