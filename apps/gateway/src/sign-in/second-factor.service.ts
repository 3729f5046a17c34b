import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import type { GatewayConfig } from '#platform/config';
import { Database, type Tx } from '#platform/database';
import { Passwords } from '#server/passwords';
import {
  SecondFactors, WRONG_PASSWORD, type Enrolment, type FactorRefusal, type Recovery,
  type SwitchedOff,
} from '#server/second-factor';
import { SecondFactorSecrets } from '#server/second-factor.secrets';
import { AuditStore, type Actor } from '../audit/audit.store.ts';
import type { HrCaller } from '../door/caller.ts';
import { EmployersStore } from '../employers/employers.store.ts';
import { CLOCK, CONFIG, purposeKey } from '../parts.ts';
import { SecondFactorStore } from './second-factor.store.ts';

/** HR's second factors, and the record of what was done with them. */
@Injectable()
export class SecondFactor {
  private readonly factors: SecondFactors;

  constructor(
    private readonly db: Database,
    store: SecondFactorStore,
    private readonly employers: EmployersStore,
    private readonly passwords: Passwords,
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
    return this.withPassword<Enrolment>('begin-second-factor', userId, password, (tx, email) =>
      this.factors.begin(tx, userId, email));
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
    return this.withPassword('switch-off-second-factor', userId, password, async (tx) => {
      const outcome: SwitchedOff = await this.factors.switchOff(tx, userId, code);
      if (outcome.kind === 'off') {
        await this.audit.add(tx, caller, 'SECOND_FACTOR_OFF', '', this.clock.now());
      }
      return outcome;
    });
  }

  /** Do something in a transaction when this is the password of a user, and is so still. */
  private async withPassword<T>(
    name: string, userId: string, password: string, work: (tx: Tx, email: string) => Promise<T>,
  ): Promise<T | FactorRefusal> {
    const known = await this.db.read('find-password', (tx) =>
      this.employers.findPassword(tx, userId));
    const isRight = await this.passwords.check(known?.passwordHash, password);
    if (!known || !isRight) return WRONG_PASSWORD;
    return this.db.transaction(name, async (tx) =>
      await this.employers.lockPassword(tx, userId, known.passwordHash)
        ? work(tx, known.user.email) : WRONG_PASSWORD);
  }

  /** Use a code up, of the app or for recovery; undefined when it is neither. */
  async use(tx: Tx, actor: Actor, code: string): Promise<'app' | 'recovery' | undefined> {
    const used = await this.factors.use(tx, actor.userId, code);
    if (used === 'recovery') {
      await this.audit.add(tx, actor, 'RECOVERY_CODE_USED', '', this.clock.now());
    }
    return used;
  }
}
