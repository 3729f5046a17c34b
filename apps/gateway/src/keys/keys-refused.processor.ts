import { Inject, Injectable } from '@nestjs/common';
import { keysRefused } from '#contracts/jobs';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { handle } from '#platform/job-worker';
import { CLOCK } from '../parts.ts';
import type { JobProcessor } from '../treaty/job-processor.ts';
import { KeysStore } from './keys.store.ts';

/** The vault does not take the keys of a period: HR and the operator are to know why. */
@Injectable()
export class KeysRefusedProcessor implements JobProcessor {
  /** Naturally repeatable: the first reason is kept. */
  readonly handler = handle(keysRefused, ({ programme, period, reason }) =>
    this.db.transaction('refuse-keys', (tx) =>
      this.store.markRefused(tx, programme, period, reason, today(this.clock))));

  constructor(
    private readonly db: Database,
    private readonly store: KeysStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}
}
