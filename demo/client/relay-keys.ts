import type { KeyConfig } from '#pseudonym/ohttp';
import { readRelayKey } from '#pseudonym/relay-key';
import type { SignedStatement } from '#pseudonym/signed';
import type { GatewayClient } from './gateway.ts';
import { awaited } from './together.ts';
import { NotTheVault, publicKeyOf, withText } from './trust.ts';

const STATEMENTS = 'query { vaultStatements { relayKey { type body signature } } }';

/** The keys that requests are sealed for, each for a day, as the gateway hands them on. */
export class RelayKeys {
  private day = '';
  private fetched: Promise<KeyConfig> | undefined;

  /** @param pinned the vault's Ed25519 public key, hex. */
  constructor(
    private readonly gateway: GatewayClient, private readonly pinned: string,
    private readonly clock: { now(): Date },
  ) {}

  /** Today's. @throws NotTheVault when another than the pinned vault signed it. */
  current(): Promise<KeyConfig> {
    const day = this.clock.now().toISOString().slice(0, 10);
    if (day !== this.day) this.forget();
    this.day = day;
    return this.fetched ??= this.fetch();
  }

  /** Fetch it anew at the next use: after a crash the vault makes another one. */
  forget(): void {
    this.fetched = undefined;
  }

  /** The statement that the gateway hands on, once there is one. */
  statement(): Promise<SignedStatement> {
    return awaited('the vault\'s relay key', async () => {
      const { vaultStatements } = await this.gateway.ask<{
        vaultStatements: { relayKey: SignedStatement | null } }>(STATEMENTS);
      return vaultStatements.relayKey ?? undefined;
    });
  }

  /** One that is out of date stands only for a moment: the vault is making the next. */
  private fetch(): Promise<KeyConfig> {
    return awaited('the vault\'s relay key of today', async () => {
      const statement = withText(await this.statement());
      const reading = await readRelayKey(publicKeyOf(this.pinned), statement, this.day);
      if (reading.kind === 'invalid') throw new NotTheVault('the relay key is not the vault\'s');
      return reading.kind === 'valid' ? reading.config : undefined;
    });
  }
}
