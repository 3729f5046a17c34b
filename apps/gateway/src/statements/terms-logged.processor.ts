import { Injectable } from '@nestjs/common';
import type { PayloadOf } from '#contracts/contract';
import { termsLogged } from '#contracts/jobs';
import { Database } from '#platform/database';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import { PeriodLeavesStore } from './period-leaves.store.ts';

/** A period has its leaf in the vault's log: letters can carry the words that are made of it. */
@Injectable()
@Handles(termsLogged)
export class TermsLoggedProcessor implements JobProcessor<PayloadOf<typeof termsLogged>> {
  constructor(private readonly db: Database, private readonly leaves: PeriodLeavesStore) {}

  /** Naturally repeatable: a period has one leaf, the first. */
  process({ programme, period, leaf }: PayloadOf<typeof termsLogged>): Promise<void> {
    return this.db.transaction('keep-leaf', (tx) => this.leaves.keep(tx, programme, period, leaf));
  }
}
