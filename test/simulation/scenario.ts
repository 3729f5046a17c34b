import { planStory, type Plot } from '../../demo/story/plot.ts';
import type { Brief, Scenario, StoryClock } from '../../demo/story/scenario.ts';
import { Narrator } from '../../demo/telling/narrator.ts';
import { moveClock, readOffset } from '#platform/clock';
import { claimingPorts, Doors, vaultOptions } from '#wallet/doors';
import { written } from '#wallet/documents';
import { byText } from '#wallet/node/texts';
import { ThreadArithmetic } from '#wallet/node/threads';
import { fetchSigned } from '#wallet/signed-files';
import { AttackLog } from '../../demo/story/attack-log.ts';
import { withCookie } from '../../demo/story/browser.ts';
import { sayAsGateway, type HandAt } from '../../demo/story/gateway-hand.ts';
import { steal, type Loot } from '../../demo/story/stolen.ts';
import { Tape } from '../../demo/story/tape.ts';
import { calendar } from './calendar.ts';
import { RecordedGateway, RecordedVault } from './wallet-recorder.ts';
import { RetryingConnection } from './retry.ts';
import { Transcript } from './transcript.ts';

/** A scenario in which the story's acts can be run, and what was said in it. */
export interface OpenScenario extends Scenario {
  readonly transcript: Transcript;
  readonly connection: RetryingConnection;
  /** End the client: its connections and threads. */
  close(): Promise<void>;
}

const CONNECTIONS = 32;

/** Names that are nowhere else, so that finding one means something. */
const OWN_NAMES = {
  employer: 'Quillfeather Marine Underwriting',
  ownerEmail: 'head-of-people@quillfeather.example',
  sites: ['Vlissingen', 'Oostkapelle'],
  departments: ['Hullwrights', 'Sextantry', 'Bilgeworks'],
};

/**
 * Open a scenario on a running service, as the demo does, with an ear on every word.
 *
 * @param courier the origin of a courier of its own; without, the gateway is the courier.
 */
export async function openScenario(
  brief: Brief, clockFile: string, loot: Loot & HandAt,
  courier = brief.origin,
): Promise<OpenScenario> {
  const transcript = new Transcript();
  const connection = new RetryingConnection(brief.origin, CONNECTIONS);
  const carrying = courier === brief.origin ? connection
    : new RetryingConnection(courier, CONNECTIONS);
  const arithmetic = new ThreadArithmetic();
  const clock = clockOn(clockFile);
  const walletClock = { now: () => clock.now(), device: () => clock.now() };
  const tape = new Tape();
  const { transport } = connection;
  const doorPorts = {
    transport: tape.over(carrying.transport, clock), claiming: transport, documents: byText,
    clock: walletClock,
    vaultKey: brief.vaultSigningPublicKey };
  const gateway = new RecordedGateway(claimingPorts(doorPorts), transcript);
  const vault = new RecordedVault(vaultOptions(doorPorts), transcript);
  const doors = new Doors(doorPorts, gateway, vault);
  // Nobody acts before the vault has started.
  await vault.ask(written('query { vaultDay }'));
  return {
    brief, plot: plotOf(brief), calendar,
    narrator: Narrator.silent(), clock, connection, doorPorts,
    ports: { doors, arithmetic, clock: walletClock }, gateway, vault,
    gatewayOperator: gateway.as(`Operator ${brief.gatewayOperatorToken}`),
    vaultOperator: vault.as(`Operator ${brief.vaultOperatorToken}`),
    browser: () => new RecordedGateway(
      { ...doorPorts, transport: withCookie(transport) }, transcript),
    attacks: new AttackLog(), transcript, tape,
    steal: () => steal(loot, calendar.period),
    sayAsGateway: (said) => sayAsGateway(loot, said),
    close: async () => {
      await Promise.all([arithmetic.close(), connection.close()]);
      if (carrying !== connection) await carrying.close();
    },
  };
}

/** What the vault has published through the gateway is public: both sides may hold it. */
export async function hearStatements(scenario: OpenScenario): Promise<void> {
  const { transcript, doorPorts: { transport }, clock } = scenario;
  for (const name of ['relay-key', 'directory'] as const) {
    const { body } = await fetchSigned(transport, clock, name);
    transcript.announce(Buffer.from(body).toString('base64url'));
  }
}

function clockOn(file: string): StoryClock {
  return {
    now: () => new Date(Date.now() + readOffset(file)),
    moveTo: (instant) => {
      moveClock(file, Date.parse(instant) - Date.now());
      return Promise.resolve();
    },
  };
}

/**
 * Everybody claims, of a year that is paid as a whole, and half of all are in care: the more there
 * are, the more an attacker could learn.
 */
function busier(plot: Plot, members: number): Plot {
  const claiming = [...Array(members).keys()];
  const taken = new Set([
    plot.greedy, plot.mallory, plot.curious, ...plot.people.map(({ member }) => member)]);
  const free = plot.choices.shuffled(claiming.filter((one) => !taken.has(one)));
  const wanted = Math.floor(members / 2) - plot.people.length;
  const more = free.slice(0, wanted).map((member, place) => (
    { ...plot.people[place % plot.people.length]!, member, sessions: 2, losesDevice: false }));
  return {
    ...plot, claiming, people: [...plot.people, ...more],
    bought: members * plot.sessionsPerMember,
  };
}

function plotOf({ members, providers, seed }: Brief): Plot {
  return busier(renamed(planStory(members, providers, seed)), members);
}

function renamed(plot: Plot): Plot {
  const sites = plot.sites.map(({ departments }, place) => ({
    name: OWN_NAMES.sites[place] ?? `Site ${place}`,
    departments: departments.map(({ headcount }, inner) => ({
      name: OWN_NAMES.departments[inner] ?? `Department ${inner}`, headcount })),
  }));
  return { ...plot, employer: OWN_NAMES.employer, ownerEmail: OWN_NAMES.ownerEmail, sites };
}
