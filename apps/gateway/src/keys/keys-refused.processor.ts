import { Inject, Injectable } from '@nestjs/common';
import type { PayloadOf } from '#contracts/contract';
import { keysRefused } from '#contracts/jobs';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import { CLOCK } from '../foundation/tokens.ts';
import { KeysStore } from './keys.store.ts';

/** The vault does not take the keys of a period: HR and the operator are to know why. */
@Injectable()
@Handles(keysRefused)
export class KeysRefusedProcessor implements JobProcessor<PayloadOf<typeof keysRefused>> {
  constructor(
    private readonly db: Database,
    private readonly store: KeysStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Naturally repeatable: the first reason is kept. */
  process({ programme, period, reason }: PayloadOf<typeof keysRefused>): Promise<void> {
    return this.db.transaction('refuse-keys', (tx) =>
      this.store.markRefused(tx, programme, period, reason, today(this.clock)));
  }
}
