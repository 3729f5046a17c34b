import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import type { Log } from '#platform/logging';
import { CodedError } from '#server/coded-error';
import type {
  Account, Accounts, Owner, OwnParts, OwnRecord, Tries, Verdict,
} from '#server/own-account/owner';
import { Passwords } from '#server/passwords';
import { ProviderFactorStore } from '../auth/provider-factor.store.ts';
import { CLOCK, LOG } from '../foundation/tokens.ts';
import { AppRules, PasskeyRules } from './factor-rules.ts';
import { PasswordPlaces } from './password-places.ts';
import { ProviderPasskeyStore } from './provider-passkey.store.ts';
import { ProvidersStore } from './providers.store.ts';
import { SignInThrottleStore, throttleMark } from './sign-in-throttle.store.ts';

const MOST_WRONG = 10;
const WINDOW_MS = 15 * 60 * 1000;

/** Accounts of therapists: a login and a password. */
@Injectable()
export class ProviderAccounts implements Accounts {
  constructor(private readonly providers: ProvidersStore) {}

  async find(tx: Tx, owner: string): Promise<Account | null> {
    const known = await this.providers.credentialsOf(tx, owner);
    return known && { name: known.login, passwordHash: known.passwordHash };
  }

  async lock(tx: Tx, owner: string): Promise<Account | null> {
    const known = await this.providers.lockCredentials(tx, owner);
    return known && { name: known.login, passwordHash: known.passwordHash };
  }
}

/** Tries are counted in the database: several workers serve one therapist. */
@Injectable()
export class ProviderTries implements Tries<Owner> {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly places: PasswordPlaces,
    private readonly throttle: SignInThrottleStore,
  ) {}

  ofPassword<T extends Verdict>({ owner }: Owner, work: () => Promise<T>): Promise<T> {
    const mark = throttleMark('password', owner);
    return this.places.ofProvider(owner, async () => {
      await this.db.transaction('count-password-try', (tx) => this.count(tx, mark));
      const outcome = await work();
      if (outcome.kind !== 'refused') {
        await this.db.transaction('give-password-try-back', (tx) =>
          this.throttle.giveBack(tx, mark));
      }
      return outcome;
    });
  }

  async ofCode<T extends Verdict>(
    tx: Tx, owner: string, passwordHash: string | null, work: () => Promise<T>,
  ): Promise<T> {
    const mark = throttleMark('code', passwordHash === null ? owner : `${owner} ${passwordHash}`);
    await this.count(tx, mark);
    const outcome = await work();
    if (outcome.kind !== 'refused') await this.throttle.giveBack(tx, mark);
    return outcome;
  }

  /** Of many at once each is counted after the one before it. */
  private async count(tx: Tx, mark: Buffer): Promise<void> {
    const now = this.clock.now();
    const windowStart = new Date(now.getTime() - WINDOW_MS);
    if (await this.throttle.count(tx, mark, windowStart, now) > MOST_WRONG) {
      throw new CodedError('RATE_LIMITED',
        'Too many wrong tries: wait a quarter of an hour, then try again.');
    }
  }
}

/** There is no record of therapists: whoever watches the log reads how often, and never whose. */
@Injectable()
export class ProviderRecord implements OwnRecord {
  constructor(@Inject(LOG) private readonly log: Log) {}

  add(...[, , deed, what]: Parameters<OwnRecord['add']>): Promise<void> {
    if (deed === 'SIGN_INS_ENDED') {
      this.log.write('info', { event: 'sign-ins-ended', count: Number(what) });
    }
    return Promise.resolve();
  }

  refused(code: string): void {
    this.log.write('warn', { event: 'second-factor-refused', code });
  }
}

/** What therapists' own second factors and passkeys are served over. */
@Injectable()
export class ProviderOwnParts implements OwnParts<Owner> {
  constructor(
    readonly db: Database,
    readonly passwords: Passwords,
    readonly factorRows: ProviderFactorStore,
    readonly passkeyRows: ProviderPasskeyStore,
    readonly apps: AppRules,
    readonly passkeys: PasskeyRules,
    readonly accounts: ProviderAccounts,
    readonly tries: ProviderTries,
    readonly record: ProviderRecord,
  ) {}
}
