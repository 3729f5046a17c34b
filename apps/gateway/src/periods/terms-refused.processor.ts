import { Inject, Injectable } from '@nestjs/common';
import type { PayloadOf } from '#contracts/contract';
import { termsRefused } from '#contracts/jobs';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import { CLOCK } from '../foundation/tokens.ts';
import { PeriodsStore } from '../programmes/periods.store.ts';

/** The vault puts the terms of a period before nobody: HR and the operator are to know why. */
@Injectable()
@Handles(termsRefused)
export class TermsRefusedProcessor implements JobProcessor<PayloadOf<typeof termsRefused>> {
  constructor(
    private readonly db: Database,
    private readonly periods: PeriodsStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Naturally repeatable: it is about one proposal, and not about another in its place. */
  process({ programme, period, proposal, reason }: PayloadOf<typeof termsRefused>): Promise<void> {
    return this.db.transaction('refuse-terms', (tx) =>
      this.periods.refuse(tx, programme, period, { proposal, reason, day: today(this.clock) }));
  }
}
