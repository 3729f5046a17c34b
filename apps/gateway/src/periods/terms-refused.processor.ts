import { Inject, Injectable } from '@nestjs/common';
import { termsRefused } from '#contracts/jobs';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { handle } from '#platform/job-worker';
import { CLOCK } from '../parts.ts';
import type { JobProcessor } from '../treaty/job-processor.ts';
import { PeriodsStore } from './periods.store.ts';

/** The vault puts the terms of a period before nobody: HR and the operator are to know why. */
@Injectable()
export class TermsRefusedProcessor implements JobProcessor {
  /** Naturally repeatable: it is about one proposal, and not about another in its place. */
  readonly handler = handle(termsRefused, ({ programme, period, proposal, reason }) =>
    this.db.transaction('refuse-terms', (tx) =>
      this.periods.refuse(tx, programme, period, { proposal, reason, day: today(this.clock) })));

  constructor(
    private readonly db: Database,
    private readonly periods: PeriodsStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}
}
