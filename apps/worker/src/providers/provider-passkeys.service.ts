import { hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import type { WorkerConfig } from '#platform/config';
import { Database, type Tx } from '#platform/database';
import type { Log } from '#platform/logging';
import { PasskeyChallenges, type PasskeyUse } from '#server/passkey-challenges';
import type { OwnPasskey } from '#server/passkey.rows';
import {
  Passkeys, UNKNOWN_PASSKEY, type PasskeyBegun, type PasskeyLimits, type PasskeysChanged,
} from '#server/passkeys';
import { CLOCK, LOG, WORKER_CONFIG } from '../foundation/tokens.ts';
import { OwnPassword } from './own-password.ts';
import { ProviderPasskeyStore } from './provider-passkey.store.ts';
import { ProvidersStore, type Credentials } from './providers.store.ts';

/** What is asked of a browser goes in one sealed answer, what it says in one sealed request. */
const LIMITS: PasskeyLimits = { most: 5, longestId: 255 };

/** Therapists' passkeys. */
@Injectable()
export class ProviderPasskeys {
  private readonly host: string | null;
  private readonly passkeys: Passkeys;

  constructor(
    @Inject(WORKER_CONFIG) config: WorkerConfig,
    @Inject(CLOCK) clock: Clock,
    @Inject(LOG) private readonly log: Log,
    private readonly db: Database,
    private readonly store: ProviderPasskeyStore,
    private readonly providers: ProvidersStore,
    private readonly password: OwnPassword,
  ) {
    const key = new Uint8Array(hkdfSync('sha256', config.kek, '', 'sotto/passkey/v1', 32));
    this.host = config.passkeys?.rpId ?? null;
    this.passkeys = new Passkeys(
      store, new PasskeyChallenges(key), config.passkeys, clock, LIMITS);
  }

  /** Passkeys of a therapist, and the host name at which they are good; null: at none. */
  async list(providerId: string): Promise<{ host: string | null; passkeys: OwnPasskey[] }> {
    const passkeys = await this.db.read('provider-passkeys', (tx) =>
      this.store.list(tx, providerId));
    return { host: this.host, passkeys };
  }

  /** What the browser is asked to make a passkey, by the password. */
  begin(providerId: string, password: string): Promise<PasskeyBegun> {
    return this.password.during<PasskeyBegun>('begin-passkey', providerId, password,
      (tx, { login, passwordHash }) => this.passkeys.begin(
        tx, { owner: providerId, use: 'add', passwordHash }, login));
  }

  /** Keep the passkey that the browser has made. */
  add(providerId: string, answer: string, name: string): Promise<PasskeysChanged> {
    return this.db.transaction('add-passkey', async (tx) => {
      const known = await this.providers.lockCredentials(tx, providerId);
      const attempt = {
        owner: providerId, use: 'add', passwordHash: known?.passwordHash ?? '' } as const;
      return this.heard(await this.passkeys.add(tx, attempt, answer, name));
    });
  }

  /** Call a passkey something else. */
  rename(providerId: string, id: string, name: string): Promise<PasskeysChanged> {
    return this.db.transaction('rename-passkey', async (tx) =>
      await this.store.rename(tx, providerId, id, name)
        ? this.passkeys.changed(tx, providerId) : UNKNOWN_PASSKEY);
  }

  /** Remove a passkey, by the password. */
  remove(providerId: string, id: string, password: string): Promise<PasskeysChanged> {
    return this.password.during<PasskeysChanged>('remove-passkey', providerId, password,
      async (tx) => await this.store.remove(tx, providerId, id) === undefined
        ? UNKNOWN_PASSKEY : this.passkeys.changed(tx, providerId));
  }

  /** What the browser is asked so that a passkey signs; null where she has none. */
  ask(tx: Tx, { providerId, passwordHash }: Credentials, use: PasskeyUse): Promise<string | null> {
    return this.passkeys.ask(tx, { owner: providerId, use, passwordHash });
  }

  /** Whether a passkey of hers has signed for this. */
  use(
    tx: Tx, { providerId, passwordHash }: Credentials, use: PasskeyUse, answer: string,
  ): Promise<boolean> {
    return this.passkeys.use(tx, { owner: providerId, use, passwordHash }, answer);
  }

  /** What was refused is for whoever watches the log: how often, and never whom. */
  private heard(outcome: PasskeysChanged): PasskeysChanged {
    if (outcome.kind === 'refused') {
      this.log.write('warn', { event: 'second-factor-refused', code: outcome.code });
    }
    return outcome;
  }
}
