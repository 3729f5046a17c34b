import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { CarriedStatement } from '#contracts/carried-statement';
import { MalformedJob } from '#contracts/contract';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { IssuerKeys } from '../keys/issuer-keys.ts';
import { KeysStore } from '../keys/keys.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { StatementsStore } from '../statements/statements.store.ts';
import { VaultVerifier } from '../statements/vault-verifier.ts';

const RELAY_KEY = z.object({ notAfter: z.iso.date() });

/** Whether the gateway's keys open what is stored, and the vault's key to seal for stands. */
@Injectable()
export class KeysHealth {
  constructor(
    private readonly db: Database,
    private readonly issuerKeys: IssuerKeys,
    private readonly keys: KeysStore,
    private readonly statements: StatementsStore,
    private readonly verifier: VaultVerifier,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Null when all is well, else what is wrong. */
  async look(): Promise<string | null> {
    const { statement, newest } = await this.db.read('keys-health', async (tx) => ({
      statement: await this.statements.find(tx, 'relay-key'),
      newest: await this.keys.newest(tx),
    }));
    try {
      if (newest) this.issuerKeys.unwrap(newest);
    } catch {
      return 'GATEWAY_KEK does not open the issuer keys: give the one that they were wrapped by';
    }
    return this.lookAtStatement(statement);
  }

  private async lookAtStatement(statement: CarriedStatement | null): Promise<string | null> {
    if (!statement) return 'the vault has published no relay key yet: start its worker';
    try {
      const { notAfter } = await this.verifier.read(statement, RELAY_KEY);
      return notAfter >= today(this.clock) ? null
        : 'the relay key that the vault published has expired: start its worker';
    } catch (error) {
      if (!(error instanceof MalformedJob)) throw error;
      return 'the vault\'s relay key is not signed by VAULT_SIGNING_PUBLIC_KEY: pin the vault\'s own';
    }
  }
}
