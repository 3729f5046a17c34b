import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { saidIn } from '#contracts/carried-statement';
import type { PayloadOf } from '#contracts/contract';
import { relayKeyPublished } from '#contracts/jobs';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { seen } from '#platform/queue/inbox';
import type { Delivery } from '#platform/queue/job-worker';
import { MOST_BITS } from '#pseudonym/issued-buckets';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import { CLOCK } from '../foundation/tokens.ts';
import { StatementsStore } from './statements.store.ts';
import { VaultVerifier } from './vault-verifier.ts';

const BODY = z.object({
  statedAt: z.iso.datetime(), notAfter: z.iso.date(), issuedBits: z.int().min(0).max(MOST_BITS),
});

/** When the keys were stated: the ids of keys are in no order, and a lost key is made anew. */
function rank(body: string): number {
  const { statedAt } = BODY.parse(saidIn(body));
  return Date.parse(statedAt);
}

/** The vault publishes the keys that requests are sealed for: kept as they were signed. */
@Injectable()
@Handles(relayKeyPublished)
export class RelayKeyPublishedProcessor
implements JobProcessor<PayloadOf<typeof relayKeyPublished>> {
  constructor(
    private readonly db: Database,
    private readonly store: StatementsStore,
    private readonly verifier: VaultVerifier,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async process(statement: PayloadOf<typeof relayKeyPublished>, { id }: Delivery): Promise<void> {
    await this.verifier.read(statement, BODY);
    await this.db.transaction('publish-relay-key', async (tx) => {
      if (!await seen(tx, id, this.clock)) {
        await this.store.keepNewest(tx, statement, rank);
      }
    });
  }
}
