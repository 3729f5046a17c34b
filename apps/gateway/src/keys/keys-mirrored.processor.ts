import { Inject, Injectable } from '@nestjs/common';
import type { PayloadOf } from '#contracts/contract';
import { keysMirrored } from '#contracts/jobs';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { seen } from '#platform/queue/inbox';
import type { Delivery } from '#platform/queue/job-worker';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import { CLOCK } from '../foundation/tokens.ts';
import { KeysStore } from './keys.store.ts';

/** The vault holds its own copy of issuer keys: they may sign from now on. */
@Injectable()
@Handles(keysMirrored)
export class KeysMirroredProcessor implements JobProcessor<PayloadOf<typeof keysMirrored>> {
  constructor(
    private readonly db: Database,
    private readonly store: KeysStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  process(
    { programme, period, keyIds }: PayloadOf<typeof keysMirrored>, { id }: Delivery,
  ): Promise<void> {
    return this.db.transaction('mirror-keys', async (tx) => {
      if (await seen(tx, id, this.clock)) return;
      await this.store.markMirrored(tx, programme, period, keyIds, today(this.clock));
    });
  }
}
