import { Inject, Injectable } from '@nestjs/common';
import { Database, type Tx } from '#platform/database';
import type { Log } from '#platform/logging';
import { Passwords } from '#server/passwords';
import { WRONG_PASSWORD, type FactorRefusal } from '#server/second-factor';
import { LOG } from '../foundation/tokens.ts';
import { PasswordPlaces } from './password-places.ts';
import { ProvidersStore, type Credentials } from './providers.store.ts';
import { WrongTries } from './wrong-tries.ts';

/** Asks for the password of who has signed in: who finds an open console must not make it hers. */
@Injectable()
export class OwnPassword {
  constructor(
    @Inject(LOG) private readonly log: Log,
    private readonly db: Database,
    private readonly providers: ProvidersStore,
    private readonly tries: WrongTries,
    private readonly passwords: Passwords,
    private readonly places: PasswordPlaces,
  ) {}

  /**
   * Do something in a transaction when this is her password, and is so still. The try is counted
   * before it is looked at, so that many at once are too.
   */
  during<T>(
    name: string, providerId: string, password: string,
    work: (tx: Tx, known: Credentials) => Promise<T>,
  ): Promise<T | FactorRefusal> {
    return this.places.ofProvider(providerId, () =>
      this.inPlace(name, providerId, password, work));
  }

  private async inPlace<T>(
    name: string, providerId: string, password: string,
    work: (tx: Tx, known: Credentials) => Promise<T>,
  ): Promise<T | FactorRefusal> {
    await this.db.transaction('count-password-try', (tx) =>
      this.tries.begin(tx, 'password', providerId));
    const known = await this.db.read('find-password', (tx) =>
      this.providers.credentialsOf(tx, providerId));
    const isRight = await this.passwords.check(known?.passwordHash, password);
    if (!known || !isRight) return this.heard();
    return this.db.transaction<T | FactorRefusal>(name, async (tx) => {
      const now = await this.providers.lockCredentials(tx, providerId);
      if (now?.passwordHash !== known.passwordHash) return this.heard();
      await this.tries.forgive(tx, 'password', providerId);
      return work(tx, known);
    });
  }

  /** What was refused is for whoever watches the log: how often, and never whom. */
  private heard(): FactorRefusal {
    this.log.write('warn', { event: 'second-factor-refused', code: WRONG_PASSWORD.code });
    return WRONG_PASSWORD;
  }
}
