import { Injectable } from '@nestjs/common';
import { termsLogged } from '#contracts/jobs';
import { Database } from '#platform/database';
import { handle } from '#platform/job-worker';
import type { JobProcessor } from '../treaty/job-processor.ts';
import { PeriodLeavesStore } from './period-leaves.store.ts';

/** A period has its leaf in the vault's log: letters can carry the words that are made of it. */
@Injectable()
export class TermsLoggedProcessor implements JobProcessor {
  /** Naturally repeatable: a period has one leaf, the first. */
  readonly handler = handle(termsLogged, ({ programme, period, leaf }) =>
    this.db.transaction('keep-leaf', (tx) => this.leaves.keep(tx, programme, period, leaf)));

  constructor(private readonly db: Database, private readonly leaves: PeriodLeavesStore) {}
}
