import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { relayKeyPublished } from '#contracts/jobs';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { seen } from '#platform/inbox';
import { handle } from '#platform/job-worker';
import { CLOCK } from '../parts.ts';
import type { JobProcessor } from '../treaty/job-processor.ts';
import { StatementsStore } from './statements.store.ts';
import { VaultVerifier } from './vault-verifier.ts';

const BODY = z.object({ keyId: z.int(), notAfter: z.iso.date() });
const DAY_MS = 86_400_000;
/** More days than any key is stated for. */
const DAYS = 1_000_000;

/** The id of a relay key, which grows from one to the next; of one key, the day it ends on. */
function rank(body: string): number {
  const { keyId, notAfter } = BODY.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  return keyId * DAYS + Date.parse(notAfter) / DAY_MS;
}

/** The vault publishes its key that requests are sealed for: kept as it was signed. */
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
