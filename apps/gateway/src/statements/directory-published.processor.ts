import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { saidIn } from '#contracts/carried-statement';
import type { PayloadOf } from '#contracts/contract';
import { directoryPublished } from '#contracts/jobs';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { seen } from '#platform/queue/inbox';
import type { Delivery } from '#platform/queue/job-worker';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import { CLOCK } from '../foundation/tokens.ts';
import { StatementsStore } from './statements.store.ts';
import { VaultVerifier } from './vault-verifier.ts';

const BODY = z.object({ version: z.int() });

/** The version of a directory, which grows from one to the next. */
function rank(body: string): number {
  return BODY.parse(saidIn(body)).version;
}

/** The vault publishes its directory of providers: kept as it was signed. */
@Injectable()
@Handles(directoryPublished)
export class DirectoryPublishedProcessor
implements JobProcessor<PayloadOf<typeof directoryPublished>> {
  constructor(
    private readonly db: Database,
    private readonly store: StatementsStore,
    private readonly verifier: VaultVerifier,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async process(statement: PayloadOf<typeof directoryPublished>, { id }: Delivery): Promise<void> {
    await this.verifier.read(statement, BODY);
    await this.db.transaction('publish-directory', async (tx) => {
      if (!await seen(tx, id, this.clock)) {
        await this.store.keepNewest(tx, statement, rank);
      }
    });
  }
}
