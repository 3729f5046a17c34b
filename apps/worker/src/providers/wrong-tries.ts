import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/database';
import { CodedError } from '#server/coded-error';
import { CLOCK } from '../foundation/tokens.ts';
import { SignInThrottleStore, throttleMark } from './sign-in-throttle.store.ts';

const MOST_WRONG = 10;
const WINDOW_MS = 15 * 60 * 1000;

/**
 * Counts tries of what is soon guessed: six digits, or the password of who left her console open.
 * Only who is signed in, or knows the password, gets as far as here: a stranger stops nobody.
 */
@Injectable()
export class WrongTries {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly throttle: SignInThrottleStore,
  ) {}

  /**
   * Count a try before it is made. Of many at once each is counted after the one before it.
   *
   * @throws CodedError RATE_LIMITED when too many were wrong.
   */
  async begin(tx: Tx, what: 'code' | 'password', whose: string): Promise<void> {
    const now = this.clock.now();
    const windowStart = new Date(now.getTime() - WINDOW_MS);
    const mark = throttleMark(what, whose);
    if (await this.throttle.count(tx, mark, windowStart, now) > MOST_WRONG) {
      throw new CodedError('RATE_LIMITED',
        'Too many wrong tries: wait a quarter of an hour, then try again.');
    }
  }

  /** It was right: nothing is counted any more. */
  forgive(tx: Tx, what: 'code' | 'password', whose: string): Promise<void> {
    return this.throttle.forgive(tx, throttleMark(what, whose));
  }
}
