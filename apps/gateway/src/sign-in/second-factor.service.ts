import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import type { GatewayConfig } from '#platform/config';
import { Database, type Tx } from '#platform/database';
import type { PasskeyUse } from '#server/passkey-challenges';
import {
  SecondFactors, WRONG_PASSWORD, type Enrolment, type Recovery, type SwitchedOff,
} from '#server/second-factor';
import { SecondFactorSecrets } from '#server/second-factor.secrets';
import { AuditStore, type Actor } from '../audit/audit.store.ts';
import type { HrCaller } from '../door/caller.ts';
import { CLOCK, CONFIG, purposeKey } from '../parts.ts';
import { OwnPasskeys, type Asked } from './own-passkeys.service.ts';
import { OwnPassword } from './own-password.ts';
import { SecondFactorStore } from './second-factor.store.ts';

/** What is asked of somebody who has a second factor. */
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

/** HR's second factors, and the record of what was done with them. */
@Injectable()
export class SecondFactor {
  private readonly factors: SecondFactors;

  constructor(
    private readonly db: Database,
    private readonly store: SecondFactorStore,
    private readonly password: OwnPassword,
    private readonly passkeys: OwnPasskeys,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) config: GatewayConfig,
  ) {
    const secrets = new SecondFactorSecrets(
      purposeKey(config.kek, 'second-factor'), purposeKey(config.sessionKey, 'recovery-code'));
    this.factors = new SecondFactors(store, secrets, clock);
  }

  /**
   * Make a secret for an app, by the password: who finds an open page must not make it hers. It
   * counts once a code of it was confirmed.
   */
  begin({ userId }: HrCaller, password: string): Promise<Enrolment> {
    return this.password.during<Enrolment, Enrolment>('begin-second-factor', userId, password,
      (tx, { email }) => this.factors.begin(tx, userId, email), WRONG_PASSWORD);
  }

  /** Switch it on by a first right code; the recovery codes are told this once. */
  confirm(caller: HrCaller, code: string): Promise<Recovery> {
    return this.db.transaction('confirm-second-factor', async (tx) => {
      const outcome = await this.factors.confirm(tx, caller.userId, code);
      if (outcome.kind === 'on') {
        await this.audit.add(tx, caller, 'SECOND_FACTOR_ON', '', this.clock.now());
      }
      return outcome;
    });
  }

  /** Fresh recovery codes; those before them are void. */
  renewRecovery(caller: HrCaller, code: string): Promise<Recovery> {
    return this.db.transaction('renew-recovery', async (tx) => {
      const outcome = await this.factors.renew(tx, caller.userId, code);
      if (outcome.kind === 'on') {
        await this.audit.add(tx, caller, 'RECOVERY_CODES_RENEWED', '', this.clock.now());
      }
      return outcome;
    });
  }

  /** Switch it off, by the password and a code of the app or a recovery code. */
  switchOff(caller: HrCaller, password: string, code: string): Promise<SwitchedOff> {
    const { userId } = caller;
    const work = async (tx: Tx) => {
      const outcome = await this.factors.switchOff(tx, userId, code);
      if (outcome.kind === 'off') {
        await this.audit.add(tx, caller, 'SECOND_FACTOR_OFF', '', this.clock.now());
      }
      return outcome;
    };
    return this.password.during<SwitchedOff, SwitchedOff>(
      'switch-off-second-factor', userId, password, work, WRONG_PASSWORD);
  }

  /** Whether somebody has a second factor, and what to ask of her: a code, or what is signed. */
  async asked(tx: Tx, whose: Asked, use: PasskeyUse): Promise<FactorAsked | null> {
    if (!await this.store.hasAny(tx, whose.userId)) return null;
    return {
      authenticator: await this.store.isOn(tx, whose.userId),
      passkey: await this.passkeys.ask(tx, whose, use),
    };
  }

  /**
   * What a person's second factor came to, which goes with a right password: a code is used up, and
   * so is the challenge that a passkey has signed.
   */
  async check(
    tx: Tx, actor: Actor, passwordHash: string, given: FactorGiven, use: PasskeyUse,
  ): Promise<'right' | 'wrong-code' | 'wrong-passkey'> {
    const { userId } = actor;
    if (given.passkey !== null) {
      return await this.passkeys.use(tx, { userId, passwordHash }, use, given.passkey)
        ? 'right' : 'wrong-passkey';
    }
    return await this.use(tx, actor, given.code ?? '') ? 'right' : 'wrong-code';
  }

  /** Use a code up, of the app or for recovery; undefined when it is neither. */
  private async use(tx: Tx, actor: Actor, code: string): Promise<'app' | 'recovery' | undefined> {
    const used = await this.factors.use(tx, actor.userId, code);
    if (used === 'recovery') {
      await this.audit.add(tx, actor, 'RECOVERY_CODE_USED', '', this.clock.now());
    }
    return used;
  }
}
