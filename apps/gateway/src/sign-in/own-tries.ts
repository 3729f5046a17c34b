import { Injectable } from '@nestjs/common';
import type { HrCaller } from '../http/caller.ts';
import { Throttle } from '../http/throttle.ts';

const QUARTER_HOUR = 15 * 60_000;

/** Six digits are soon tried: wrong ones, and passwords, count for each user from anywhere. */
@Injectable()
export class OwnTries {
  private readonly wrong = new Throttle(10, QUARTER_HOUR);

  /** Count a try before it is made; one that was right is given back. @throws CodedError */
  async counted<T extends { kind: string }>(
    { userId }: HrCaller, work: () => Promise<T>,
  ): Promise<T> {
    const giveBack = this.wrong.begin(userId);
    const outcome = await work();
    if (outcome.kind !== 'refused') giveBack();
    return outcome;
  }
}
