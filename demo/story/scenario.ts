import { randomUUID } from 'node:crypto';
import { vaultOptions, type DoorPorts } from '#wallet/doors';
import type { GatewayClient } from '#wallet/gateway';
import type { Ports } from '#wallet/ports';
import type { Transport } from '#wallet/transport';
import { VaultClient } from '#wallet/vault';
import type { Narrator } from '../telling/narrator.ts';
import type { AttackLog } from './attack-log.ts';
import type { StoryCalendar } from './calendar.ts';
import type { Books, Said } from './gateway-hand.ts';
import type { Plot } from './plot.ts';
import type { Stolen } from './stolen.ts';
import type { Tape } from './tape.ts';

/** All that the client is told about the system: what real users' programs are told. */
export interface Brief {
  /** The public address. */
  readonly origin: string;
  readonly gatewayOperatorToken: string;
  readonly vaultOperatorToken: string;
  /** Ed25519, 64 hex digits: pinned in every client. */
  readonly vaultSigningPublicKey: string;
  readonly members: number;
  readonly providers: number;
  readonly seed: number;
  /** When the story ends, ISO 8601 in UTC: the machine's own time in the demo. */
  readonly present: string;
}

/** The story's time: the service's clock, which only the demo and tests may move. */
export interface StoryClock {
  now(): Date;
  /** Move every process's clock to an instant (ISO 8601). */
  moveTo(instant: string): Promise<void>;
}

/** What every act of the story has at hand. */
export interface Scenario {
  readonly brief: Brief;
  readonly plot: Plot;
  readonly calendar: StoryCalendar;
  readonly narrator: Narrator;
  readonly clock: StoryClock;
  /** What members' wallets are made with. */
  readonly ports: Ports;
  /** What doors are made with, for those who need one of their own. */
  readonly doorPorts: DoorPorts;
  /** The gateway in a browser of its own, which keeps a cookie. */
  readonly browser: () => GatewayClient;
  /** The gateway as the public sees it; `as` makes it another party's. */
  readonly gateway: GatewayClient;
  readonly gatewayOperator: GatewayClient;
  /** The vault's sealed door with nobody's authorisation. */
  readonly vault: VaultClient;
  readonly vaultOperator: VaultClient;
  readonly attacks: AttackLog;
  /** Of whoever carries the sealed requests. */
  readonly tape: Tape;
  /** What a thief of both servers has now; she is no part of the client. */
  steal(): Promise<Stolen>;
  /** What whoever runs the gateway tells the vault; resolves, with her books, once it was heard. */
  sayAsGateway(said: readonly Said[]): Promise<Books>;
}

/** How many people act at once. */
export const CROWD = 24;

/** The vault over a connection of its own, as whoever has this authorisation. */
export function vaultOver(
  { doorPorts }: Scenario, transport: Transport, authorization?: string,
): VaultClient {
  return new VaultClient({
    ...vaultOptions({ ...doorPorts, transport }), ...(authorization ? { authorization } : {}) });
}

/** Move time on to an instant, unless it is that late already. */
export async function reach({ clock }: Pick<Scenario, 'clock'>, instant: string): Promise<void> {
  if (clock.now() < new Date(instant)) await clock.moveTo(instant);
}

/** A fresh idempotency key. */
export function newKey(): string {
  return randomUUID();
}
