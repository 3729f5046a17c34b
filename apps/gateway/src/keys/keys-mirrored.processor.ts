import { Inject, Injectable } from '@nestjs/common';
import { keysMirrored } from '#contracts/jobs';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { seen } from '#platform/inbox';
import { handle } from '#platform/job-worker';
import { CLOCK } from '../parts.ts';
import type { JobProcessor } from '../treaty/job-processor.ts';
import { KeysStore } from './keys.store.ts';

/** The vault holds its own copy of issuer keys: they may sign from now on. */
@Injectable()
export class KeysMirroredProcessor implements JobProcessor {
  readonly handler = handle(keysMirrored, ({ programme, period, keyIds }, { id }) =>
    this.db.transaction('mirror-keys', async (tx) => {
      if (await seen(tx, id, this.clock)) return;
      await this.store.markMirrored(tx, programme, period, keyIds, today(this.clock));
    }));

  constructor(
    private readonly db: Database,
    private readonly store: KeysStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}
}
