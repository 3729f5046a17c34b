import { Injectable } from '@nestjs/common';
import { periodsListed } from '#contracts/jobs';
import { Database } from '#platform/database';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import type { PayloadOf } from '#contracts/contract';
import { keepAnswer } from './question.store.ts';

/** Hears, after a restore of this vault, which periods the gateway knows. */
@Injectable()
@Handles(periodsListed)
export class ListPeriodsProcessor implements JobProcessor<PayloadOf<typeof periodsListed>> {
  constructor(private readonly db: Database) {}

  /** Naturally repeatable. */
  process(answer: PayloadOf<typeof periodsListed>): Promise<void> {
    return this.db.transaction('list-periods', (tx) => keepAnswer(tx, answer));
  }
}
