import { randomUUID } from 'node:crypto';
import type { Ports } from '#wallet/ports';
import type { Connection } from '../client/connection.ts';
import type { GatewayClient } from '../client/gateway.ts';
import type { VaultClient } from '../client/vault.ts';
import type { Narrator } from '../telling/narrator.ts';
import type { AttackLog } from '../attacks/attack-log.ts';
import type { StoryCalendar } from './calendar.ts';
import type { Plot } from './plot.ts';

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
export interface Stage {
  readonly brief: Brief;
  readonly plot: Plot;
  readonly calendar: StoryCalendar;
  readonly narrator: Narrator;
  readonly clock: StoryClock;
  /** What members' wallets are made with. */
  readonly ports: Ports;
  readonly connection: Connection;
  /** The gateway as the public sees it; `as` makes it another party's. */
  readonly gateway: GatewayClient;
  readonly gatewayOperator: GatewayClient;
  /** The vault's sealed door with nobody's authorisation. */
  readonly vault: VaultClient;
  readonly vaultOperator: VaultClient;
  readonly attacks: AttackLog;
}

/** How many people act at once. */
export const CROWD = 16;

/** A fresh idempotency key. */
export function newKey(): string {
  return randomUUID();
}
