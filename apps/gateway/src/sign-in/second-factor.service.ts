import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import type { Enrolment, Recovery, SwitchedOff } from '#server/second-factor';
import { AuditStore } from '../audit/audit.store.ts';
import type { HrCaller } from '../http/caller.ts';
import { EmployersStore } from '../employers/employers.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { AppRules } from './factor-rules.ts';
import { PresentFactor, type FactorNeeded, type Proof } from './present-factor.ts';

/** HR's authenticator apps, and the record of what was done with them. */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly db: Database,
    private readonly apps: AppRules,
    private readonly present: PresentFactor,
    private readonly employers: EmployersStore,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Make a secret for an app. It counts once a code of it was confirmed. */
  begin(caller: HrCaller, proof: Proof): Promise<Enrolment | FactorNeeded> {
    return this.present.during<Enrolment>('begin-second-factor', caller, proof,
      (tx, { email }) => this.apps.begin(tx, caller.userId, email));
  }

  /** Switch it on by a first right code; the recovery codes are told this once. */
  confirm(caller: HrCaller, code: string): Promise<Recovery> {
    return this.db.transaction('confirm-second-factor', async (tx) => {
      await this.employers.lockUser(tx, caller.userId);
      const outcome = await this.apps.confirm(tx, caller.userId, code);
      if (outcome.kind === 'on') await this.note(tx, caller, 'SECOND_FACTOR_ON');
      return outcome;
    });
  }

  /** Fresh recovery codes; those before them are void. */
  renewRecovery(caller: HrCaller, code: string): Promise<Recovery> {
    return this.db.transaction('renew-recovery', async (tx) => {
      const outcome = await this.apps.renew(tx, caller.userId, code);
      if (outcome.kind === 'on') await this.note(tx, caller, 'RECOVERY_CODES_RENEWED');
      return outcome;
    });
  }

  /** Switch it off. */
  switchOff(caller: HrCaller, proof: Proof): Promise<SwitchedOff | FactorNeeded> {
    return this.present.during<SwitchedOff>('switch-off-second-factor', caller, proof,
      async (tx) => {
        const outcome = await this.apps.switchOff(tx, caller.userId);
        if (outcome.kind === 'off') await this.note(tx, caller, 'SECOND_FACTOR_OFF');
        return outcome;
      });
  }

  private note(
    tx: Tx, caller: HrCaller,
    action: 'SECOND_FACTOR_ON' | 'RECOVERY_CODES_RENEWED' | 'SECOND_FACTOR_OFF',
  ): Promise<void> {
    return this.audit.add(tx, caller, action, '', this.clock.now());
  }
}
