import { hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import type { WorkerConfig } from '#platform/config';
import { Database, type Tx } from '#platform/database';
import type { Log } from '#platform/logging';
import type { PasskeyUse } from '#server/passkey-challenges';
import {
  isAppCode, SecondFactors, type Enrolment, type Recovery, type SwitchedOff,
} from '#server/second-factor';
import { SecondFactorSecrets } from '#server/second-factor.secrets';
import { CLOCK, LOG, WORKER_CONFIG } from '../foundation/tokens.ts';
import { OwnPassword } from './own-password.ts';
import { ProviderFactorStore } from './provider-factor.store.ts';
import { ProviderPasskeys } from './provider-passkeys.service.ts';
import type { Credentials } from './providers.store.ts';
import { WrongTries } from './wrong-tries.ts';

/** What is asked of a therapist who has a second factor. */
export interface FactorAsked {
  /** A code of her app, or a recovery code, is taken. */
  readonly authenticator: boolean;
  /** What to give to the browser for a passkey, as JSON; null where she has none. */
  readonly passkey: string | null;
}

/** What she gave. */
export interface FactorGiven {
  readonly code: string | null;
  readonly passkey: string | null;
}

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
    private readonly tries: WrongTries,
    private readonly password: OwnPassword,
    private readonly passkeys: ProviderPasskeys,
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
    return this.password.during('begin-second-factor', providerId, password, (tx, { login }) =>
      this.factors.begin(tx, providerId, login));
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
    return this.password.during('switch-off-second-factor', providerId, password, (tx) =>
      this.counted(tx, providerId, () => this.factors.switchOff(tx, providerId, code)));
  }

  /** What this account asks for beside the password; null where that alone opens it. */
  async asked(tx: Tx, known: Credentials, use: PasskeyUse): Promise<FactorAsked | null> {
    if (!await this.rows.hasAny(tx, known.providerId)) return null;
    return {
      authenticator: await this.rows.isOn(tx, known.providerId),
      passkey: await this.passkeys.ask(tx, known, use),
    };
  }

  /** What her second factor came to, within a transaction and after a right password. */
  async check(
    tx: Tx, known: Credentials, { code, passkey }: FactorGiven, use: PasskeyUse,
  ): Promise<'right' | 'wrong-code' | 'wrong-passkey'> {
    if (passkey !== null) {
      return await this.passkeys.use(tx, known, use, passkey) ? 'right' : 'wrong-passkey';
    }
    return await this.use(tx, known, code ?? '') ? 'right' : 'wrong-code';
  }

  /**
   * Use a code up; false when it is wrong. Wrong ones of an app count for that password: who knows
   * an old one uses none of the new one's tries up.
   */
  private async use(
    tx: Tx, { providerId, passwordHash }: Credentials, code: string,
  ): Promise<boolean> {
    const whose = `${providerId} ${passwordHash}`;
    await this.rows.lock(tx, providerId);
    if (isAppCode(code)) await this.tries.begin(tx, 'code', whose);
    const used = await this.factors.use(tx, providerId, code);
    if (used) await this.tries.forgive(tx, 'code', whose);
    return used !== undefined;
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
