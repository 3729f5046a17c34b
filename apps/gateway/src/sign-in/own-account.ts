import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import type {
  Account, Accounts, OwnParts, OwnRecord, Tries, Verdict,
} from '#server/own-account/owner';
import { Passwords } from '#server/passwords';
import { AuditStore } from '../audit/audit.store.ts';
import { EmployersStore } from '../employers/employers.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import type { HrOwner } from '../http/caller.ts';
import { Throttle } from '../http/throttle.ts';
import { AppRules, PasskeyRules } from './factor-rules.ts';
import { PasskeyStore } from './passkey.store.ts';
import { PasswordPlaces } from './password-places.ts';
import { SecondFactorStore } from './second-factor.store.ts';

const QUARTER_HOUR = 15 * 60_000;

/** Accounts of HR: an e-mail and a password. */
@Injectable()
export class HrAccounts implements Accounts {
  constructor(private readonly employers: EmployersStore) {}

  async find(tx: Tx, owner: string): Promise<Account | null> {
    const known = await this.employers.findPassword(tx, owner);
    return known ? { name: known.user.email, passwordHash: known.passwordHash } : null;
  }

  async lock(tx: Tx, owner: string): Promise<Account | null> {
    await this.employers.lockUser(tx, owner);
    return this.find(tx, owner);
  }
}

/** HR's tries are counted in memory, where those of addresses are: ten in a quarter of an hour. */
@Injectable()
export class HrTries implements Tries<HrOwner> {
  private readonly wrong = new Throttle(10, QUARTER_HOUR);

  constructor(private readonly places: PasswordPlaces) {}

  ofPassword<T extends Verdict>(
    { owner, ip }: HrOwner, work: () => Promise<T>,
  ): Promise<T> {
    return this.counted([owner], () => this.places.ofUser(ip, owner, work));
  }

  ofCode<T extends Verdict>(
    _tx: Tx, owner: string, passwordHash: string | null, work: () => Promise<T>,
  ): Promise<T> {
    return this.counted(passwordHash === null ? [owner] : [owner, passwordHash], work);
  }

  private async counted<T extends Verdict>(
    marks: readonly string[], work: () => Promise<T>,
  ): Promise<T> {
    const giveBack = this.wrong.begin(...marks);
    const outcome = await work();
    if (outcome.kind !== 'refused') giveBack();
    return outcome;
  }
}

/** A team reads what its people did; of a refusal of who has signed in nobody else is told. */
@Injectable()
export class HrRecord implements OwnRecord {
  constructor(
    private readonly audit: AuditStore,
    private readonly employers: EmployersStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async add(
    tx: Tx, owner: string, deed: Parameters<OwnRecord['add']>[2], what: string,
  ): Promise<void> {
    const user = await this.employers.findUser(tx, owner);
    if (!user) return;
    const actor = { userId: owner, employerId: user.employer.id };
    await this.audit.add(tx, actor, deed, what, this.clock.now());
  }

  refused(): void {}
}

/** What HR's own second factors and passkeys are served over. */
@Injectable()
export class HrOwnParts implements OwnParts<HrOwner> {
  constructor(
    readonly db: Database,
    readonly passwords: Passwords,
    readonly factorRows: SecondFactorStore,
    readonly passkeyRows: PasskeyStore,
    readonly apps: AppRules,
    readonly passkeys: PasskeyRules,
    readonly accounts: HrAccounts,
    readonly tries: HrTries,
    readonly record: HrRecord,
  ) {}
}
