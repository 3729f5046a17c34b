import { Injectable } from '@nestjs/common';
import { PasswordQueueFull, Places } from '#server/places';

/** Fewer than the hasher has places: who has signed in, and the operator, find some free. */
const MOST_SIGNING_IN = 24;

/**
 * Each try takes a password's hash, and whoever is right is not slowed: so few of them are made at
 * once for one login, and for one account that has signed in, and the others wait where they keep
 * nobody else out. Who only knows a login takes no place of her who has signed in with it. Logins
 * can be invented, so all who sign in are counted too: each more makes the next one cost more.
 */
@Injectable()
export class PasswordPlaces {
  private readonly perLogin = new Places({ atOnce: 2, mostWaiting: 32 });
  private readonly perProvider = new Places({ atOnce: 2, mostWaiting: 12 });

  private signingIn = 0;

  /** How many sign in at this moment, whatever their logins: those that wait for their own not. */
  get crowd(): number {
    return this.signingIn;
  }

  /**
   * Do what hashes passwords to sign in.
   *
   * @param work told how many others are at it, as none comes between.
   * @throws PasswordQueueFull
   */
  ofLogin<T>(loginHash: Buffer, work: (crowd: number) => Promise<T>): Promise<T> {
    return this.perLogin.during(loginHash.toString('hex'), async () => {
      if (this.signingIn >= MOST_SIGNING_IN) throw new PasswordQueueFull();
      this.signingIn += 1;
      try {
        return await work(this.signingIn - 1);
      } finally {
        this.signingIn -= 1;
      }
    });
  }

  /** Do what hashes passwords, for a therapist who has signed in. @throws PasswordQueueFull */
  ofProvider<T>(providerId: string, work: () => Promise<T>): Promise<T> {
    return this.perProvider.during(providerId, work);
  }
}
