import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { UNKNOWN_PASSKEY, type PasskeyBegun, type PasskeysChanged } from '#server/passkeys';
import { AuditStore } from '../audit/audit.store.ts';
import type { HrCaller } from '../http/caller.ts';
import { EmployersStore } from '../employers/employers.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { PasskeyRules } from './factor-rules.ts';
import { PasskeyStore } from './passkey.store.ts';
import { PresentFactor, type FactorNeeded, type Proof } from './present-factor.ts';
import { SecondFactorStore } from './second-factor.store.ts';

/** HR's passkeys, and the record of what was done with them. */
@Injectable()
export class OwnPasskeys {
  constructor(
    private readonly db: Database,
    private readonly store: PasskeyStore,
    private readonly factors: SecondFactorStore,
    private readonly employers: EmployersStore,
    private readonly passkeys: PasskeyRules,
    private readonly present: PresentFactor,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What the browser is asked to make a passkey. */
  begin(caller: HrCaller, proof: Proof): Promise<PasskeyBegun | FactorNeeded> {
    return this.present.during<PasskeyBegun>('begin-passkey', caller, proof,
      (tx, { email, passwordHash, hadFactor }) => this.passkeys.begin(tx, {
        owner: caller.userId, use: hadFactor ? 'add' : 'add-first', passwordHash }, email));
  }

  /** Keep the passkey that the browser has made. */
  add(caller: HrCaller, answer: string, name: string): Promise<PasskeysChanged> {
    const { userId } = caller;
    return this.db.transaction('add-passkey', async (tx) => {
      await this.employers.lockUser(tx, userId);
      const passwordHash = (await this.employers.findPassword(tx, userId))?.passwordHash ?? '';
      const use = await this.factors.hasAny(tx, userId) ? 'add' : 'add-first';
      const attempt = { owner: userId, use, passwordHash } as const;
      const outcome = await this.passkeys.add(tx, attempt, answer, name);
      if (outcome.kind === 'refused') return outcome;
      // An app that is not confirmed yet was begun by the password alone: it must not be now.
      if (use === 'add-first') await this.factors.forgetBegun(tx, userId);
      await this.note(tx, caller, 'PASSKEY_ADDED', name);
      return outcome;
    });
  }

  /** Call a passkey something else. */
  rename({ userId }: HrCaller, id: string, name: string): Promise<PasskeysChanged> {
    return this.db.transaction('rename-passkey', async (tx) =>
      await this.store.rename(tx, userId, id, name)
        ? this.passkeys.changed(tx, userId) : UNKNOWN_PASSKEY);
  }

  /** Remove a passkey. */
  remove(caller: HrCaller, id: string, proof: Proof): Promise<PasskeysChanged | FactorNeeded> {
    const { userId } = caller;
    return this.present.during<PasskeysChanged>('remove-passkey', caller, proof, async (tx) => {
      const name = await this.store.remove(tx, userId, id);
      if (name === undefined) return UNKNOWN_PASSKEY;
      await this.note(tx, caller, 'PASSKEY_REMOVED', name);
      return this.passkeys.changed(tx, userId);
    });
  }

  private note(
    tx: Tx, caller: HrCaller, action: 'PASSKEY_ADDED' | 'PASSKEY_REMOVED', name: string,
  ): Promise<void> {
    return this.audit.add(tx, caller, action, name, this.clock.now());
  }
}
