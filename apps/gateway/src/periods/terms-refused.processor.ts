import { Inject, Injectable } from '@nestjs/common';
import { termsRefused } from '#contracts/jobs';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { handle } from '#platform/job-worker';
import { KeysStore } from '../keys/keys.store.ts';
import { CLOCK } from '../parts.ts';
import type { JobProcessor } from '../treaty/job-processor.ts';

/** The vault puts the terms of a period before nobody: HR and the operator are to know why. */
@Injectable()
export class TermsRefusedProcessor implements JobProcessor {
  /** Naturally repeatable: the first reason is kept. */
  readonly handler = handle(termsRefused, ({ programme, period, reason }) =>
    this.db.transaction('refuse-terms', (tx) =>
      this.keys.markRefused(tx, programme, period, reason, today(this.clock))));

  constructor(
    private readonly db: Database,
    private readonly keys: KeysStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}
}
