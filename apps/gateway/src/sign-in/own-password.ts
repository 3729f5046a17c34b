import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#platform/database';
import { Passwords } from '#server/passwords';
import { EmployersStore } from '../employers/employers.store.ts';

/** Whose password it was, and its hash. */
export interface RightPassword {
  readonly email: string;
  readonly passwordHash: string;
}

/** Asks for the password of who has signed in: who finds an open page must not make it hers. */
@Injectable()
export class OwnPassword {
  constructor(
    private readonly db: Database,
    private readonly employers: EmployersStore,
    private readonly passwords: Passwords,
  ) {}

  /** Do something in a transaction when this is the password of a user, and is so still. */
  async during<T, R>(
    name: string, userId: string, password: string,
    work: (tx: Tx, right: RightPassword) => Promise<T>, wrong: R,
  ): Promise<T | R> {
    const known = await this.db.read('find-password', (tx) =>
      this.employers.findPassword(tx, userId));
    const isRight = await this.passwords.check(known?.passwordHash, password);
    if (!known || !isRight) return wrong;
    const { passwordHash, user: { email } } = known;
    return this.db.transaction(name, async (tx) =>
      await this.employers.lockPassword(tx, userId, passwordHash)
        ? work(tx, { email, passwordHash }) : wrong);
  }
}
