import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import type { GatewayConfig } from '#platform/config';
import { Database, type Tx } from '#platform/database';
import { PasskeyChallenges, type PasskeyUse } from '#server/passkey-challenges';
import {
  Passkeys, UNKNOWN_PASSKEY, type PasskeyBegun, type PasskeysChanged,
} from '#server/passkeys';
import { WRONG_PASSWORD } from '#server/second-factor';
import { AuditStore } from '../audit/audit.store.ts';
import type { HrCaller } from '../door/caller.ts';
import { EmployersStore } from '../employers/employers.store.ts';
import { CLOCK, CONFIG, purposeKey } from '../parts.ts';
import { OwnPassword } from './own-password.ts';
import { PasskeyStore } from './passkey.store.ts';

/** Whose passkey is asked for, and the password that was right before. */
export interface Asked {
  readonly userId: string;
  readonly passwordHash: string;
}

/** HR's passkeys, and the record of what was done with them. */
@Injectable()
export class OwnPasskeys {
  private readonly passkeys: Passkeys;

  constructor(
    private readonly db: Database,
    private readonly store: PasskeyStore,
    private readonly employers: EmployersStore,
    private readonly password: OwnPassword,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) config: GatewayConfig,
  ) {
    const challenges = new PasskeyChallenges(purposeKey(config.sessionKey, 'passkey'));
    this.passkeys = new Passkeys(store, challenges, config.passkeys, clock);
  }

  /** What the browser is asked to make a passkey, by the password. */
  begin({ userId }: HrCaller, password: string): Promise<PasskeyBegun> {
    return this.password.during<PasskeyBegun, PasskeyBegun>(
      'begin-passkey', userId, password,
      (tx, { email, passwordHash }) => this.passkeys.begin(
        tx, { owner: userId, use: 'add', passwordHash }, email), WRONG_PASSWORD);
  }

  /** Keep the passkey that the browser has made. */
  add(caller: HrCaller, answer: string, name: string): Promise<PasskeysChanged> {
    return this.db.transaction('add-passkey', async (tx) => {
      const passwordHash = (await this.employers.findPassword(tx, caller.userId))?.passwordHash ?? '';
      const attempt = { owner: caller.userId, use: 'add', passwordHash } as const;
      const outcome = await this.passkeys.add(tx, attempt, answer, name);
      if (outcome.kind !== 'refused') await this.note(tx, caller, 'PASSKEY_ADDED', name);
      return outcome;
    });
  }

  /** Call a passkey something else. */
  rename({ userId }: HrCaller, id: string, name: string): Promise<PasskeysChanged> {
    return this.db.transaction('rename-passkey', async (tx) =>
      await this.store.rename(tx, userId, id, name)
        ? this.passkeys.changed(tx, userId) : UNKNOWN_PASSKEY);
  }

  /** Remove a passkey, by the password. */
  remove(caller: HrCaller, id: string, password: string): Promise<PasskeysChanged> {
    const { userId } = caller;
    return this.password.during<PasskeysChanged, PasskeysChanged>(
      'remove-passkey', userId, password, async (tx) => {
        const name = await this.store.remove(tx, userId, id);
        if (name === undefined) return UNKNOWN_PASSKEY;
        await this.note(tx, caller, 'PASSKEY_REMOVED', name);
        return this.passkeys.changed(tx, userId);
      }, WRONG_PASSWORD);
  }

  /** What the browser is asked so that a passkey signs; null where she has none. */
  ask(tx: Tx, { userId, passwordHash }: Asked, use: PasskeyUse): Promise<string | null> {
    return this.passkeys.ask(tx, { owner: userId, use, passwordHash });
  }

  /** Whether a passkey of hers has signed for this. */
  use(tx: Tx, { userId, passwordHash }: Asked, use: PasskeyUse, answer: string): Promise<boolean> {
    return this.passkeys.use(tx, { owner: userId, use, passwordHash }, answer);
  }

  private note(
    tx: Tx, caller: HrCaller, action: 'PASSKEY_ADDED' | 'PASSKEY_REMOVED', name: string,
  ): Promise<void> {
    return this.audit.add(tx, caller, action, name, this.clock.now());
  }
}
