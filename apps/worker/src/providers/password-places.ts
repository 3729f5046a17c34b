import { Injectable } from '@nestjs/common';
import { Places } from '#server/places';

/**
 * Each try takes a password's hash, and whoever is right is not slowed: so few of them are made at
 * once for one login, and for one account that has signed in, and the others wait where they keep
 * nobody else out. Who only knows a login takes no place of her who has signed in with it.
 */
@Injectable()
export class PasswordPlaces {
  private readonly perLogin = new Places({ atOnce: 2, mostWaiting: 32 });
  private readonly perProvider = new Places({ atOnce: 2, mostWaiting: 12 });

  /** Do what hashes passwords to sign in. @throws PasswordQueueFull */
  ofLogin<T>(loginHash: Buffer, work: () => Promise<T>): Promise<T> {
    return this.perLogin.during(loginHash.toString('hex'), work);
  }

  /** Do what hashes passwords, for a therapist who has signed in. @throws PasswordQueueFull */
  ofProvider<T>(providerId: string, work: () => Promise<T>): Promise<T> {
    return this.perProvider.during(providerId, work);
  }
}
