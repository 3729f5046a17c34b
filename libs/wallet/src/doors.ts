import type { Succession } from '#pseudonym/succession';
import type { Clock } from './clock.ts';
import type { Documents } from './documents.ts';
import { fetchDirectory, type Practice } from './directory.ts';
import { GatewayClient } from './gateway.ts';
import { IssuedFiles } from './issued.ts';
import type { Transport } from './transport.ts';
import { VaultClient, type Fare } from './vault.ts';

/** What the doors are made with. */
export interface DoorPorts {
  readonly transport: Transport;
  readonly documents: Documents;
  readonly clock: Clock;
  /** The vault's Ed25519 public key, hex, as the service shows it; a wallet pins it. */
  readonly vaultKey: string;
  /** Keys of the vault that the one before has signed, for wallets that pinned an earlier one. */
  readonly successions?: readonly Succession[];
  /** Hears how a sealed request fares. */
  readonly onFare?: (fare: Fare) => void;
}

/** The ways out, all as nobody: the gateway, the vault through sealed requests, and files. */
export class Doors {
  readonly issued: IssuedFiles;
  readonly vaultKey: string;
  readonly successions: readonly Succession[];
  private directory: Promise<readonly Practice[]> | undefined;

  constructor(
    ports: DoorPorts, readonly gateway = new GatewayClient(ports),
    readonly vault = new VaultClient(ports),
  ) {
    this.issued = new IssuedFiles(ports.transport, ports.clock);
    this.vaultKey = ports.vaultKey;
    this.successions = ports.successions ?? [];
  }

  /**
   * All therapists, whole and signed by the vault: whoever downloads all of it has looked for
   * nobody. It is asked for once.
   *
   * @throws Refusal `NOT_THE_VAULT` when the vault did not sign it.
   */
  readDirectory(): Promise<readonly Practice[]> {
    this.directory ??= fetchDirectory(this.gateway, this.vaultKey);
    this.directory.catch(() => { this.directory = undefined; });
    return this.directory;
  }
}
