import { hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import type { WorkerConfig } from '#platform/config';
import { Database, type Tx } from '#platform/database';
import { Passwords } from '#server/passwords';
import {
  SecondFactors, WRONG_PASSWORD, type Enrolment, type Recovery, type SwitchedOff,
} from '#server/second-factor';
import { SecondFactorSecrets } from '#server/second-factor.secrets';
import { CLOCK, WORKER_CONFIG } from '../foundation/tokens.ts';
import { ProviderFactorStore } from './provider-factor.store.ts';
import { ProvidersStore } from './providers.store.ts';
import { WrongTries } from './wrong-tries.ts';

/** Therapists' second factors. */
@Injectable()
export class ProviderFactorService {
  private readonly factors: SecondFactors;

  constructor(
    @Inject(WORKER_CONFIG) config: WorkerConfig,
    @Inject(CLOCK) clock: Clock,
    private readonly db: Database,
    private readonly rows: ProviderFactorStore,
    private readonly providers: ProvidersStore,
    private readonly tries: WrongTries,
    private readonly passwords: Passwords,
  ) {
    const key = (purpose: string) =>
      new Uint8Array(hkdfSync('sha256', config.kek, '', `sotto/${purpose}/v1`, 32));
    const secrets = new SecondFactorSecrets(key('second-factor'), key('recovery-code'));
    this.factors = new SecondFactors(rows, secrets, clock);
  }

  /** Make a secret for an app; it counts once a code of it was confirmed. */
  begin(providerId: string): Promise<Enrolment> {
    return this.db.transaction('begin-second-factor', async (tx) => {
      const { login } = await this.providers.account(tx, providerId);
      return this.factors.begin(tx, providerId, login);
    });
  }

  /** Switch it on by a first right code; the recovery codes are told this once. */
  confirm(providerId: string, code: string): Promise<Recovery> {
    return this.counted('confirm-second-factor', providerId, (tx) =>
      this.factors.confirm(tx, providerId, code));
  }

  /** Fresh recovery codes; those before them are void. */
  renewRecovery(providerId: string, code: string): Promise<Recovery> {
    return this.counted('renew-recovery', providerId, (tx) =>
      this.factors.renew(tx, providerId, code));
  }

  /** Switch it off, by the password and a code of the app or a recovery code. */
  async switchOff(providerId: string, password: string, code: string): Promise<SwitchedOff> {
    const known = await this.db.read('find-password', (tx) =>
      this.providers.credentialsOf(tx, providerId));
    const isRight = await this.passwords.check(known?.passwordHash, password);
    return this.counted<SwitchedOff>('switch-off-second-factor', providerId, (tx) =>
      isRight ? this.factors.switchOff(tx, providerId, code) : Promise.resolve(WRONG_PASSWORD));
  }

  /** Whether this account needs a code. */
  isOn(tx: Tx, providerId: string): Promise<boolean> {
    return this.rows.isOn(tx, providerId);
  }

  /** Use a code up within a transaction; false when it is wrong, which is counted. */
  async use(tx: Tx, providerId: string, code: string): Promise<boolean> {
    await this.beginTry(tx, providerId);
    const used = await this.factors.use(tx, providerId, code);
    if (used) await this.tries.forgive(tx, 'code', providerId);
    return used !== undefined;
  }

  private counted<T extends { readonly kind: string }>(
    name: string, providerId: string, work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    return this.db.transaction(name, async (tx) => {
      await this.beginTry(tx, providerId);
      const outcome = await work(tx);
      if (outcome.kind !== 'refused') await this.tries.forgive(tx, 'code', providerId);
      return outcome;
    });
  }

  /** Under the row's lock, so that of many at once no more are tried than one after another. */
  private async beginTry(tx: Tx, providerId: string): Promise<void> {
    await this.rows.lock(tx, providerId);
    await this.tries.begin(tx, 'code', providerId);
  }
}
