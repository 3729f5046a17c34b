import type { Succession } from '#pseudonym/succession';
import type { Clock } from './clock.ts';
import type { Documents } from './documents.ts';
import { Exchange, type ExchangePorts } from './exchange.ts';
import { fetchDirectory, openHere, type Directory, type OpenDirectory } from './directory.ts';
import { GatewayClient } from './gateway.ts';
import { atOnce, type Line } from './line.ts';
import type { Transport } from './transport.ts';
import { VaultClient, type VaultOptions } from './vault.ts';

/** What the doors are made with. */
export interface DoorPorts extends ExchangePorts {
  /** To the gateway, for claiming; the same where the gateway mounts the courier. */
  readonly claiming?: Transport;
  readonly documents: Documents;
  /** Keys of the vault that the one before has signed, for wallets that pinned an earlier one. */
  readonly successions?: readonly Succession[];
  /** The way to the vault; where it is left out, each request leaves as soon as it is asked. */
  readonly line?: Line;
  /** Where the directory is read; in the thread that asks, where it is left out. */
  readonly openDirectory?: OpenDirectory;
}

/** The ways out, all as nobody: the gateway for claiming, sealed requests to the vault, files. */
export class Doors {
  readonly vaultKey: string;
  readonly successions: readonly Succession[];
  readonly transport: Transport;
  readonly clock: Clock;
  readonly openDirectory: OpenDirectory;
  private directory: Promise<Directory> | undefined;

  constructor(
    ports: DoorPorts, readonly gateway = new GatewayClient(claimingPorts(ports)),
    readonly vault = new VaultClient(vaultOptions(ports)),
  ) {
    this.vaultKey = ports.vaultKey;
    this.successions = ports.successions ?? [];
    this.transport = ports.transport;
    this.clock = ports.clock;
    this.openDirectory = ports.openDirectory ?? openHere;
  }

  /**
   * All therapists, whole and signed by the vault: whoever downloads all of it has looked for
   * nobody. It is asked for once.
   *
   * @throws Refusal `NOT_THE_VAULT` when the vault did not sign it.
   */
  readDirectory(): Promise<Directory> {
    this.directory ??= fetchDirectory(this);
    this.directory.catch(() => { this.directory = undefined; });
    return this.directory;
  }

  /**
   * The directory, if somebody asked for it before: whoever needs it for what only some wallets do
   * must not have it fetched, or who serves it would know which do.
   *
   * @returns null where it was not asked for, or did not come.
   */
  async directoryIfThere(): Promise<Directory | null> {
    return await this.directory?.catch(() => null) ?? null;
  }

  /** What was read is no good: it is asked for again. */
  forgetDirectory(): void {
    this.directory = undefined;
  }
}

/** How the gateway is asked: claiming goes to it alone. */
export function claimingPorts({ transport, claiming = transport, documents, clock }: DoorPorts) {
  return { transport: claiming, documents, clock };
}

/** What a door to the vault is made with. */
export function vaultOptions({ line, ...ports }: DoorPorts): VaultOptions {
  return { documents: ports.documents, line: line ?? atOnce(new Exchange(ports)) };
}
