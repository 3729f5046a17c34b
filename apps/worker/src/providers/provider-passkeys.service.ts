import { Inject, Injectable } from '@nestjs/common';
import type { WorkerConfig } from '#platform/settings/config';
import { Database } from '#platform/database';
import type { OwnPasskey } from '#server/passkey.rows';
import { UNKNOWN_PASSKEY, type PasskeyBegun, type PasskeysChanged } from '#server/passkeys';
import { ProviderFactorStore } from '../auth/provider-factor.store.ts';
import { WORKER_CONFIG } from '../foundation/tokens.ts';
import { PasskeyRules } from './factor-rules.ts';
import { PresentFactor, type FactorNeeded, type Proof } from './present-factor.ts';
import { ProviderPasskeyStore } from './provider-passkey.store.ts';
import { ProvidersStore } from './providers.store.ts';

/** Therapists' passkeys. */
@Injectable()
export class ProviderPasskeys {
  private readonly host: string | null;

  constructor(
    @Inject(WORKER_CONFIG) config: WorkerConfig,
    private readonly db: Database,
    private readonly store: ProviderPasskeyStore,
    private readonly factors: ProviderFactorStore,
    private readonly providers: ProvidersStore,
    private readonly passkeys: PasskeyRules,
    private readonly present: PresentFactor,
  ) {
    this.host = config.passkeys?.rpId ?? null;
  }

  /** Passkeys of a therapist, and the host name at which they are good; null: at none. */
  async list(providerId: string): Promise<{ host: string | null; passkeys: OwnPasskey[] }> {
    const passkeys = await this.db.read('provider-passkeys', (tx) =>
      this.store.list(tx, providerId));
    return { host: this.host, passkeys };
  }

  /** What the browser is asked to make a passkey. */
  begin(providerId: string, proof: Proof): Promise<PasskeyBegun | FactorNeeded> {
    return this.present.during<PasskeyBegun>('begin-passkey', providerId, proof,
      (tx, { login, passwordHash, hadFactor }) => this.passkeys.begin(tx, {
        owner: providerId, use: hadFactor ? 'add' : 'add-first', passwordHash }, login));
  }

  /** Keep the passkey that the browser has made. */
  add(providerId: string, answer: string, name: string): Promise<PasskeysChanged> {
    return this.db.transaction('add-passkey', async (tx) => {
      const known = await this.providers.lockCredentials(tx, providerId);
      const use = await this.factors.hasAny(tx, providerId) ? 'add' : 'add-first';
      const attempt = { owner: providerId, use, passwordHash: known?.passwordHash ?? '' } as const;
      const outcome = await this.passkeys.add(tx, attempt, answer, name);
      // An app that is not confirmed yet was begun by the password alone: it must not be now.
      const isFirst = use === 'add-first' && outcome.kind !== 'refused';
      if (isFirst) await this.factors.forgetBegun(tx, providerId);
      return this.present.heard(outcome);
    });
  }

  /** Call a passkey something else. */
  rename(providerId: string, id: string, name: string): Promise<PasskeysChanged> {
    return this.db.transaction('rename-passkey', async (tx) =>
      await this.store.rename(tx, providerId, id, name)
        ? this.passkeys.changed(tx, providerId) : UNKNOWN_PASSKEY);
  }

  /** Remove a passkey. */
  remove(providerId: string, id: string, proof: Proof): Promise<PasskeysChanged | FactorNeeded> {
    return this.present.during<PasskeysChanged>('remove-passkey', providerId, proof, async (tx) =>
      await this.store.remove(tx, providerId, id) === undefined
        ? UNKNOWN_PASSKEY : this.passkeys.changed(tx, providerId));
  }
}
