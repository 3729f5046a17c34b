import { Injectable } from '@nestjs/common';
import { Places } from '#server/places';
import { networkOf, ONE_SITE } from '#server/network';

/**
 * Whoever is right is not slowed, and each try takes a password's hash: so few of them are made at
 * once for one network, and for one account that has signed in, and the others wait where they
 * keep nobody else out. A sign-in has no account yet: whoever names one must not fill its places.
 * A mark is kept while its tries run, as the connections are.
 */
@Injectable()
export class PasswordPlaces {
  private readonly perSite = new Places({ atOnce: 4, mostWaiting: 128 });
  private readonly perUser = new Places({ atOnce: 2, mostWaiting: 12 });

  /** Do what hashes passwords, for a stranger. @throws PasswordQueueFull */
  ofStranger<T>(ip: string, work: () => Promise<T>): Promise<T> {
    return this.perSite.during(networkOf(ip, ONE_SITE), work);
  }

  /** Do what hashes passwords, for somebody who has signed in. @throws PasswordQueueFull */
  ofUser<T>(ip: string, userId: string, work: () => Promise<T>): Promise<T> {
    return this.perUser.during(userId, () => this.ofStranger(ip, work));
  }
}
