import { hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import type { WorkerConfig } from '#platform/config';
import { Database, type Tx } from '#platform/database';
import type { Log } from '#platform/logging';
import { Passwords } from '#server/passwords';
import {
  isAppCode, SecondFactors, WRONG_PASSWORD, type Enrolment, type FactorRefusal, type Recovery,
  type SwitchedOff,
} from '#server/second-factor';
import { SecondFactorSecrets } from '#server/second-factor.secrets';
import { CLOCK, LOG, WORKER_CONFIG } from '../foundation/tokens.ts';
import { PasswordPlaces } from './password-places.ts';
import { ProviderFactorStore } from './provider-factor.store.ts';
import { ProvidersStore, type Credentials } from './providers.store.ts';
import { WrongTries } from './wrong-tries.ts';

/** Therapists' second factors. */
@Injectable()
export class ProviderFactorService {
  private readonly factors: SecondFactors;

  constructor(
    @Inject(WORKER_CONFIG) config: WorkerConfig,
    @Inject(CLOCK) clock: Clock,
    @Inject(LOG) private readonly log: Log,
    private readonly db: Database,
    private readonly rows: ProviderFactorStore,
    private readonly providers: ProvidersStore,
    private readonly tries: WrongTries,
    private readonly passwords: Passwords,
    private readonly places: PasswordPlaces,
  ) {
    const key = (purpose: string) =>
      new Uint8Array(hkdfSync('sha256', config.kek, '', `sotto/${purpose}/v1`, 32));
    const secrets = new SecondFactorSecrets(key('second-factor'), key('recovery-code'));
    this.factors = new SecondFactors(rows, secrets, clock);
  }

  /**
   * Make a secret for an app, by the password: who finds an open console must not make it hers. It
   * counts once a code of it was confirmed.
   */
  begin(providerId: string, password: string): Promise<Enrolment> {
    return this.places.ofProvider(providerId, () =>
      this.withPassword('begin-second-factor', providerId, password, (tx, { login }) =>
        this.factors.begin(tx, providerId, login)));
  }

  /** Switch it on by a first right code; the recovery codes are told this once. */
  confirm(providerId: string, code: string): Promise<Recovery> {
    return this.db.transaction('confirm-second-factor', (tx) =>
      this.counted(tx, providerId, () => this.factors.confirm(tx, providerId, code)));
  }

  /** Fresh recovery codes; those before them are void. */
  renewRecovery(providerId: string, code: string): Promise<Recovery> {
    return this.db.transaction('renew-recovery', (tx) =>
      this.counted(tx, providerId, () => this.factors.renew(tx, providerId, code)));
  }

  /** Switch it off, by the password and a code of the app or a recovery code. */
  switchOff(providerId: string, password: string, code: string): Promise<SwitchedOff> {
    return this.places.ofProvider(providerId, () =>
      this.withPassword('switch-off-second-factor', providerId, password, (tx) =>
        this.counted(tx, providerId, () => this.factors.switchOff(tx, providerId, code))));
  }

  /** Whether this account needs a code. */
  isOn(tx: Tx, providerId: string): Promise<boolean> {
    return this.rows.isOn(tx, providerId);
  }

  /**
   * Use a code up within a transaction, after a right password; false when it is wrong. Wrong ones
   * of an app count for that password: who knows an old one uses none of the new one's tries up.
   */
  async use(
    tx: Tx, { providerId, passwordHash }: Credentials, code: string,
  ): Promise<boolean> {
    const whose = `${providerId} ${passwordHash}`;
    await this.rows.lock(tx, providerId);
    if (isAppCode(code)) await this.tries.begin(tx, 'code', whose);
    const used = await this.factors.use(tx, providerId, code);
    if (used) await this.tries.forgive(tx, 'code', whose);
    return used !== undefined;
  }

  /**
   * Do something in a transaction when this is her password, and is so still. The try is counted
   * before it is looked at, so that many at once are too.
   */
  private async withPassword<T extends Enrolment | SwitchedOff>(
    name: string, providerId: string, password: string,
    work: (tx: Tx, known: Credentials) => Promise<T>,
  ): Promise<T | FactorRefusal> {
    await this.db.transaction('count-password-try', (tx) =>
      this.tries.begin(tx, 'password', providerId));
    const known = await this.db.read('find-password', (tx) =>
      this.providers.credentialsOf(tx, providerId));
    const isRight = await this.passwords.check(known?.passwordHash, password);
    if (!known || !isRight) return this.heard(WRONG_PASSWORD);
    return this.db.transaction<T | FactorRefusal>(name, async (tx) => {
      const now = await this.providers.lockCredentials(tx, providerId);
      if (now?.passwordHash !== known.passwordHash) return this.heard(WRONG_PASSWORD);
      await this.tries.forgive(tx, 'password', providerId);
      return work(tx, known);
    });
  }

  /** Under the row's lock, so that of many at once no more are tried than one after another. */
  private async counted<T extends Recovery | SwitchedOff>(
    tx: Tx, providerId: string, work: () => Promise<T>,
  ): Promise<T> {
    await this.rows.lock(tx, providerId);
    await this.tries.begin(tx, 'code', providerId);
    const outcome = await work();
    if (outcome.kind === 'refused') return this.heard(outcome);
    await this.tries.forgive(tx, 'code', providerId);
    return outcome;
  }

  /** What was refused is for whoever watches the log: how often, and never whom. */
  private heard<T extends Recovery | SwitchedOff>(outcome: T): T {
    if (outcome.kind === 'refused') {
      this.log.write('warn', { event: 'second-factor-refused', code: outcome.code });
    }
    return outcome;
  }
}
