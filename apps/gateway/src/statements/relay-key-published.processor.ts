import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { relayKeyPublished } from '#contracts/jobs';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { seen } from '#platform/inbox';
import { handle } from '#platform/job-worker';
import { MOST_BITS } from '#pseudonym/issued-buckets';
import { CLOCK } from '../parts.ts';
import type { JobProcessor } from '../treaty/job-processor.ts';
import { StatementsStore } from './statements.store.ts';
import { VaultVerifier } from './vault-verifier.ts';

const BODY = z.object({
  statedAt: z.iso.datetime(), notAfter: z.iso.date(), issuedBits: z.int().min(0).max(MOST_BITS),
});

/** When the keys were stated: the ids of keys are in no order, and a lost key is made anew. */
function rank(body: string): number {
  const { statedAt } = BODY.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  return Date.parse(statedAt);
}

/** The vault publishes the keys that requests are sealed for: kept as they were signed. */
@Injectable()
export class RelayKeyPublishedProcessor implements JobProcessor {
  readonly handler = handle(relayKeyPublished, async (statement, { id }) => {
    await this.verifier.read(statement, BODY);
    await this.db.transaction('publish-relay-key', async (tx) => {
      if (!await seen(tx, id, this.clock)) {
        await this.store.keepNewest(tx, statement, rank);
      }
    });
  });

  constructor(
    private readonly db: Database,
    private readonly store: StatementsStore,
    private readonly verifier: VaultVerifier,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}
}
