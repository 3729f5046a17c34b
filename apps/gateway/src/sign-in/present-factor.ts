import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/database';
import type { PasskeyUse } from '#server/passkey-challenges';
import { WRONG_PASSKEY } from '#server/passkeys';
import {
  usingFactor, WRONG_CODE, WRONG_PASSWORD, type FactorAsked, type FactorGiven, type FactorRefusal,
} from '#server/second-factor';
import { AuditStore, type Actor } from '../audit/audit.store.ts';
import type { HrCaller } from '../http/caller.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { AppRules, PasskeyRules } from './factor-rules.ts';
import { OwnPassword, type RightPassword } from './own-password.ts';
import { SecondFactorStore } from './second-factor.store.ts';

/** The password is right, and the second factor is missing. */
export interface FactorNeeded extends FactorAsked {
  readonly kind: 'second-factor-needed';
  readonly message: string;
}

/** What is given by who changes her second factors: the password, and one that she has. */
export interface Proof extends FactorGiven {
  readonly password: string;
}

/** Who was right about both, and whether she had a second factor at all. */
interface Proven extends RightPassword {
  readonly hadFactor: boolean;
}

const NEEDED = 'Your second factor is needed too: a code of your authenticator app, a recovery '
  + 'code, or a passkey.';

/** Asks for the second factor that somebody has, beside a right password. */
@Injectable()
export class PresentFactor {
  constructor(
    private readonly store: SecondFactorStore,
    private readonly apps: AppRules,
    private readonly passkeys: PasskeyRules,
    private readonly password: OwnPassword,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * What is missing or wrong of somebody's second factor, who gave a right password; null where
   * nothing is, or she has none. A code is used up by it, and so is what a passkey has signed.
   */
  async amiss(
    tx: Tx, actor: Actor, passwordHash: string, given: FactorGiven, use: PasskeyUse,
  ): Promise<FactorNeeded | FactorRefusal | null> {
    const { userId } = actor;
    if (!await this.store.hasAny(tx, userId)) return null;
    const attempt = { owner: userId, use, passwordHash };
    if (given.passkey !== null) {
      return await this.passkeys.use(tx, attempt, given.passkey) ? null : WRONG_PASSKEY;
    }
    if (given.code !== null) {
      return await this.use(tx, actor, given.code) ? null : WRONG_CODE;
    }
    return {
      kind: 'second-factor-needed', message: NEEDED,
      authenticator: await this.store.isOn(tx, userId),
      passkey: await this.passkeys.ask(tx, attempt),
    };
  }

  /**
   * Change one's second factors in a transaction, by the password and one that is there: who finds
   * an open page and knows the password must neither take hers away nor add another. What it is
   * refused for uses none up.
   */
  during<T extends { readonly kind: string }>(
    name: string, caller: HrCaller, { password, ...given }: Proof,
    work: (tx: Tx, proven: Proven) => Promise<T>,
  ): Promise<T | FactorNeeded | FactorRefusal> {
    return this.password.during<T | FactorNeeded | FactorRefusal, FactorRefusal>(
      name, caller.userId, password, async (tx, right) => {
        const hadFactor = await this.store.hasAny(tx, caller.userId);
        return usingFactor<T, FactorNeeded | FactorRefusal>(tx,
          () => this.amiss(tx, caller, right.passwordHash, given, 'change-factors'),
          () => work(tx, { ...right, hadFactor }));
      }, WRONG_PASSWORD);
  }

  /** Use a code up, of the app or for recovery; undefined when it is neither. */
  private async use(tx: Tx, actor: Actor, code: string): Promise<'app' | 'recovery' | undefined> {
    const used = await this.apps.use(tx, actor.userId, code);
    if (used === 'recovery') {
      await this.audit.add(tx, actor, 'RECOVERY_CODE_USED', '', this.clock.now());
    }
    return used;
  }
}
