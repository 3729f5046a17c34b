import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { AuditStore, type Actor } from '../audit/audit.store.ts';
import type { HrCaller } from '../door/caller.ts';
import { EmployersStore } from '../employers/employers.store.ts';
import { CLOCK } from '../parts.ts';
import { SecondFactorSecrets } from './second-factor.secrets.ts';
import { SecondFactorStore } from './second-factor.store.ts';
import { enrolment, newTotpSecret, stepOfCode } from './totp.ts';

/** What a caller is told when a step with the authenticator did not work. */
export interface FactorRefusal {
  readonly kind: 'refused';
  readonly code: 'WRONG_CODE' | 'ALREADY_ON' | 'NOT_ON';
  readonly message: string;
}
/** Outcome of beginning to enrol. */
export type Enrolment =
  | { readonly kind: 'begun'; readonly uri: string; readonly typed: string } | FactorRefusal;
/** Outcome of confirming, or of asking for fresh recovery codes. */
export type Recovery = { readonly kind: 'on'; readonly recoveryCodes: string[] } | FactorRefusal;
/** Outcome of switching the second factor off. */
export type SwitchedOff =
  | { readonly kind: 'off'; readonly secondFactor: false } | FactorRefusal;

const WRONG_CODE: FactorRefusal = {
  kind: 'refused', code: 'WRONG_CODE',
  message: 'This code is not right, or was used before. Wait for the next one and enter that.',
};
const ALREADY_ON: FactorRefusal = {
  kind: 'refused', code: 'ALREADY_ON', message: 'You have a second factor. Switch it off first.',
};
const NOT_ON: FactorRefusal = {
  kind: 'refused', code: 'NOT_ON', message: 'You have no second factor. Set one up first.',
};

/** Authenticator apps as a second factor (TOTP, RFC 6238), with recovery codes. */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly db: Database,
    private readonly store: SecondFactorStore,
    private readonly secrets: SecondFactorSecrets,
    private readonly employers: EmployersStore,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Make a secret for an app; it counts once a code of it was confirmed. */
  begin(caller: HrCaller): Promise<Enrolment> {
    const secret = newTotpSecret();
    return this.db.transaction('begin-second-factor', async (tx) => {
      const user = await this.employers.findUser(tx, caller.userId);
      const wrapped = this.secrets.wrap(caller.userId, secret);
      if (!user || !await this.store.begin(tx, caller.userId, wrapped)) return ALREADY_ON;
      return { kind: 'begun', ...enrolment(secret, user.email) };
    });
  }

  /** Switch it on by a first right code; the recovery codes are told this once. */
  confirm(caller: HrCaller, code: string): Promise<Recovery> {
    return this.db.transaction('confirm-second-factor', async (tx) => {
      const row = await this.store.lock(tx, caller.userId);
      if (!row) return NOT_ON;
      if (row.isConfirmed) return ALREADY_ON;
      if (!await this.isRight(tx, caller.userId, row.wrapped, code)) return WRONG_CODE;
      await this.store.confirm(tx, caller.userId, today(this.clock));
      await this.audit.add(tx, caller, 'SECOND_FACTOR_ON', '', this.clock.now());
      return { kind: 'on', recoveryCodes: await this.renew(tx, caller.userId) };
    });
  }

  /** Fresh recovery codes; those before them are void. */
  renewRecovery(caller: HrCaller, code: string): Promise<Recovery> {
    return this.db.transaction('renew-recovery', async (tx) => {
      if (!await this.store.isOn(tx, caller.userId)) return NOT_ON;
      if (await this.use(tx, caller, code) !== 'app') return WRONG_CODE;
      await this.audit.add(tx, caller, 'RECOVERY_CODES_RENEWED', '', this.clock.now());
      return { kind: 'on', recoveryCodes: await this.renew(tx, caller.userId) };
    });
  }

  /** Switch it off, by a code of the app or a recovery code. */
  switchOff(caller: HrCaller, code: string): Promise<SwitchedOff> {
    return this.db.transaction('switch-off-second-factor', async (tx) => {
      if (!await this.store.isOn(tx, caller.userId)) return NOT_ON;
      if (!await this.use(tx, caller, code)) return WRONG_CODE;
      await this.store.remove(tx, caller.userId);
      await this.audit.add(tx, caller, 'SECOND_FACTOR_OFF', '', this.clock.now());
      return { kind: 'off', secondFactor: false };
    });
  }

  /** Use a code up, of the app or for recovery; undefined when it is neither. */
  async use(tx: Tx, actor: Actor, code: string): Promise<'app' | 'recovery' | undefined> {
    const row = await this.store.lock(tx, actor.userId);
    if (!row?.isConfirmed) return undefined;
    if (/^\d{6}$/.test(code)) {
      const right = await this.isRight(tx, actor.userId, row.wrapped, code);
      return right ? 'app' : undefined;
    }
    const hash = this.secrets.hashOf(actor.userId, code);
    if (!await this.store.useRecovery(tx, actor.userId, hash)) return undefined;
    await this.audit.add(tx, actor, 'RECOVERY_CODE_USED', '', this.clock.now());
    return 'recovery';
  }

  /** A right code that was not used before: its step is used up (RFC 6238, section 5.2). */
  private async isRight(tx: Tx, userId: string, wrapped: Buffer, code: string): Promise<boolean> {
    const step = stepOfCode(this.secrets.unwrap(userId, wrapped), code, this.clock.now());
    return step !== null && this.store.useStep(tx, userId, step);
  }

  private async renew(tx: Tx, userId: string): Promise<string[]> {
    const codes = this.secrets.newRecoveryCodes();
    const hashes = codes.map((code) => this.secrets.hashOf(userId, code));
    await this.store.replaceRecovery(tx, userId, hashes);
    return codes;
  }
}
