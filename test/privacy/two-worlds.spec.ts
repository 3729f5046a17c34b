import { randomUUID } from 'node:crypto';
import { daysAfter } from '#calendar/days';
import { readPeriod, readReport } from '#calendar/periods';
import { GatewayClient } from '#wallet/gateway';
import { withCookie } from '../../demo/story/browser.ts';
import { therapistsClaim, therapistsReturn } from '../../demo/story/billing.ts';
import { calendar } from '../simulation/calendar.ts';
import { employeesUseCare, seekersOf } from '../../demo/story/care.ts';
import { someCancel } from '../../demo/story/changes.ts';
import type { Employer } from '../../demo/story/employer.ts';
import { Authenticator } from '../../demo/story/authenticator.ts';
import { periodCloses } from '../../demo/story/report.ts';
import type { Scenario } from '../../demo/story/scenario.ts';
import { onDevice } from '../../demo/story/wallets.ts';
import { testCluster, type TestCluster } from '#local/testing';
import { written } from '#wallet/documents';
import { runIssuance, type Actors } from '../simulation/run.ts';
import { WatchedConnection } from '../simulation/watched.ts';
import { openWorld, type World } from '../simulation/world.ts';
import { copyDatabases } from '../simulation/copies.ts';
import { askAsHr, type HrAtWork, type Interest } from './hr-curiosity.ts';

/**
 * One world, copied on the evening before anyone asks for care. In one copy nine people have care;
 * in the other a tenth has, which makes the group large enough to be told. Until the release
 * of the year every byte that the employer can get is the same.
 */

const FEW = 9;
const LAST = readPeriod(calendar.period)?.reports.at(-1);
/** So few people are told of once, as the year is over. */
const YEARS_END = { ...calendar, report: LAST?.label ?? '',
  release: `${LAST?.releases}T08:00:00.000Z` };
/** The same in both worlds, since HR is the same person. */
const KEYS = { purchase: randomUUID(), late: randomUUID() };

const clusters: TestCluster[] = [];
let origin: World;
let actors: Actors;

beforeAll(async () => {
  clusters.push(await testCluster(), await testCluster(), await testCluster());
  const [first, ...copies] = clusters as [TestCluster, ...TestCluster[]];
  origin = await openWorld({ members: 60, providers: 4, seed: 5 }, { cluster: first });
  actors = await runIssuance(origin.scenario);
  await origin.service.stop();
  for (const copy of copies) await copyDatabases(first, copy);
}, 120_000);

afterAll(async () => {
  await origin.close();
  await Promise.all(clusters.map((cluster) => cluster.drop()));
});

/** What HR saw in one world before the release, and after it. */
async function liveThrough(cluster: TestCluster, people: number) {
  const world = await openWorld(origin.brief, { cluster, secretsOf: origin });
  const connection = new WatchedConnection(world.service.origin);
  try {
    const members = await Promise.all(actors.members.map(async ({ wallet, ...member }) => (
      { ...member, wallet: await onDevice(world.scenario.ports, wallet.content) })));
    const scenario = { ...world.scenario, plot: {
      ...world.scenario.plot, people: world.scenario.plot.people.slice(0, people) } };
    const look = async (interest: Interest) => {
      const hr = await signedIn(world, connection, actors.employer);
      await askAsHr(hr, actors.employer.programmeId, interest);
    };
    await scenario.clock.moveTo(calendar.claiming);
    await look({ buyingUnder: KEYS.purchase });
    await runMonths(scenario, members, look);
    await look({ buyingUnder: KEYS.late });
    await closes(scenario, calendar);
    await look({});
    const before = [...connection.seen];
    connection.seen.length = 0;
    await closes(scenario, YEARS_END);
    await look({});
    return { before, after: [...connection.seen] };
  } finally {
    await connection.close();
    await world.close();
  }
}

/** The release of some months is there. */
function closes(scenario: Scenario, months: Scenario['calendar']) {
  const app = new Authenticator(actors.employer.app.secret);
  return periodCloses({ ...scenario, calendar: months }, { ...actors.employer, app });
}

/** HR signs in for the day; the fresh tokens in that one answer are not compared. */
async function signedIn(
  { scenario }: World, connection: WatchedConnection, { email, password, app }: Employer,
): Promise<HrAtWork> {
  const transport = withCookie(connection.transport);
  const hr = new GatewayClient({ ...scenario.doorPorts, transport });
  // A code is good once, and each world has the days of the other again.
  await scenario.clock.moveTo(new Date(scenario.clock.now().getTime() + 30_000).toISOString());
  const { signIn } = await hr.ask(
    written<{ signIn: { csrfToken: string } }>(
      `mutation ($email: String!, $password: String!, $code: String!) {
      signIn(email: $email, password: $password, code: $code) { ... on SignedIn { csrfToken } } }`),
    { email, password, code: new Authenticator(app.secret).code(scenario.clock.now()) });
  hr.useCsrfToken(signIn.csrfToken);
  connection.seen.pop();
  return { hr, transport };
}

async function runMonths(
  scenario: Scenario, members: Actors['members'], look: (interest: Interest) => Promise<void>,
): Promise<void> {
  const clients = await employeesUseCare(
    scenario, seekersOf(scenario.plot, actors.employer, members));
  await look({});
  await someCancel(scenario, clients);
  await look({});
  const therapists = await therapistsReturn(scenario, actors.therapists);
  await therapistsClaim(scenario, therapists, clients);
  await look({});
  await scenario.clock.moveTo(`${calendar.closes}T08:00:00.000Z`);
  await look({});
  // The evening before the release.
  const released = readReport(calendar.report)?.releases ?? '';
  await scenario.clock.moveTo(`${daysAfter(released, -1)}T20:00:00.000Z`);
  await look({});
}

it('until the year\'s release an employer gets the same bytes whether or not one person had care', async () => {
  const [, first, second] = clusters as [TestCluster, TestCluster, TestCluster];
  const without = await liveThrough(first, FEW);
  const withOneMore = await liveThrough(second, FEW + 1);
  expect(without.before.length).toBeGreaterThan(50);
  expect(withOneMore.before).toEqual(without.before);
  // The comparison sees what there is to be seen: the release itself differs.
  expect(withOneMore.after).not.toEqual(without.after);
}, 240_000);
