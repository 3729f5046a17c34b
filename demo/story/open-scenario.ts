import { Doors, type DoorPorts } from '#wallet/doors';
import { written } from '#wallet/documents';
import { GatewayClient } from '#wallet/gateway';
import { byText } from '#wallet/node/texts';
import { ThreadArithmetic } from '#wallet/node/threads';
import { connect } from '#wallet/node/undici';
import { codeOf } from '#wallet/refusal';
import type { VaultClient } from '#wallet/vault';
import type { Narrator } from '../telling/narrator.ts';
import { AttackLog } from './attack-log.ts';
import { withCookie } from './browser.ts';
import { storyCalendar } from './calendar.ts';
import type { Books, Said } from './gateway-hand.ts';
import { planStory } from './plot.ts';
import type { Brief, Scenario, StoryClock } from './scenario.ts';
import type { Stolen } from './stolen.ts';
import { Tape } from './tape.ts';
import { awaited } from './together.ts';

/** A scenario that is open, and how it ends. */
export interface OpenScenario {
  readonly scenario: Scenario;
  close(): Promise<void>;
}

/** What others hold, who are no part of the client. */
interface Others {
  stolen(period: string): Promise<Stolen>;
  said(all: readonly Said[]): Promise<Books>;
}

const CONNECTIONS = 64;
/** Of a vault that has not stated its key of the day yet. */
const NOT_YET = new Set(['STOPPED', 'OLD_KEY']);

/**
 * Open the scenario: wait for the vault's key, checked by the pinned one, start the wallets'
 * threads.
 *
 * @throws Refusal `NOT_THE_VAULT` for a relay key that the pinned vault did not sign.
 */
export async function openScenario(
  brief: Brief, narrator: Narrator, serviceClock: StoryClock,
  others: Others,
): Promise<OpenScenario> {
  const { transport: carried, close: closeConnections } = connect(brief.origin, CONNECTIONS);
  const walletClock = { now: () => serviceClock.now(), device: () => serviceClock.now() };
  const tape = new Tape();
  const transport = tape.over(carried, serviceClock);
  const doorPorts: DoorPorts = {
    transport, documents: byText, clock: walletClock, vaultKey: brief.vaultSigningPublicKey };
  const doors = new Doors(doorPorts);
  const { gateway, vault } = doors;
  await keyOfTheDay(vault);
  // Where time leaps, the vault makes the key of that day first.
  const clock: StoryClock = {
    now: () => serviceClock.now(),
    moveTo: async (instant) => {
      await serviceClock.moveTo(instant);
      await keyOfTheDay(vault);
    },
  };
  const arithmetic = new ThreadArithmetic();
  const scenario: Scenario = {
    brief, narrator, clock, doorPorts, gateway, vault, tape,
    steal: () => others.stolen(storyCalendar(brief.present).period),
    sayAsGateway: (said) => others.said(said),
    ports: { doors, arithmetic, clock: walletClock },
    browser: () => new GatewayClient({ ...doorPorts, transport: withCookie(transport) }),
    plot: planStory(brief.members, brief.providers, brief.seed),
    calendar: storyCalendar(brief.present),
    gatewayOperator: gateway.as(`Operator ${brief.gatewayOperatorToken}`),
    vaultOperator: vault.as(`Operator ${brief.vaultOperatorToken}`),
    attacks: new AttackLog(),
  };
  const close = async () => {
    await arithmetic.close();
    await closeConnections();
  };
  return { scenario, close };
}

/** Resolves once requests can be sealed for a key of the present day. */
async function keyOfTheDay(vault: VaultClient): Promise<void> {
  await awaited('the vault\'s relay key of today', () =>
    vault.ask(written<object>('query { vaultDay }')).catch((error: unknown) => {
      if (NOT_YET.has(codeOf(error))) return undefined;
      throw error;
    }));
}
