import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { saidIn } from '#contracts/carried-statement';
import { MalformedJob, type PayloadOf } from '#contracts/contract';
import { logPublished } from '#contracts/jobs';
import type { Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { seen } from '#platform/queue/inbox';
import type { Delivery } from '#platform/queue/job-worker';
import type { JsonValue } from '#pseudonym/canonical';
import { faultSince, LOG_TYPE, readLog, type TermsLog } from '#pseudonym/terms-log';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import { CLOCK } from '../foundation/tokens.ts';
import { StatementsStore } from './statements.store.ts';
import { VaultVerifier } from './vault-verifier.ts';

const BODY = z.custom<TermsLog>((body) => readLog(body as JsonValue) !== null);

/** The log of a statement's body. */
function logIn(body: string): TermsLog {
  return BODY.parse(saidIn(body));
}

/**
 * The vault publishes its log of terms. This gateway is a witness of it: it passes on no log that
 * does not go on from the one that it passed on before.
 */
@Injectable()
@Handles(logPublished)
export class LogPublishedProcessor implements JobProcessor<PayloadOf<typeof logPublished>> {
  constructor(
    private readonly db: Database,
    private readonly store: StatementsStore,
    private readonly verifier: VaultVerifier,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async process(statement: PayloadOf<typeof logPublished>, { id }: Delivery): Promise<void> {
    const log = await this.verifier.read(statement, BODY);
    await this.db.transaction('publish-log', async (tx) => {
      if (await seen(tx, id, this.clock)) return;
      await this.expectToGoOn(tx, log);
      await this.store.keepNewest(tx, statement, (body) => logIn(body).head.size);
    });
  }

  /** A shorter one comes late, or from a vault that was restored: the one that stands, stays. */
  private async expectToGoOn(tx: Tx, log: TermsLog): Promise<void> {
    const standing = await this.store.find(tx, LOG_TYPE);
    const fault = standing && faultSince(logIn(standing.body).head, log);
    if (fault && fault !== 'log-shrunk') throw new MalformedJob(logPublished.name, fault);
  }
}
