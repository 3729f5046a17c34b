import { Inject, Injectable } from '@nestjs/common';
import { MalformedJob, type PayloadOf } from '#contracts/contract';
import { usageReleased } from '#contracts/jobs';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { seen } from '#platform/inbox';
import type { Delivery } from '#platform/job-worker';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import { CLOCK } from '../foundation/tokens.ts';
import { VaultVerifier } from '../statements/vault-verifier.ts';
import { usageBody } from './release-body.ts';
import { ReleasesStore } from './releases.store.ts';

/** The vault releases a period's usage: verified, stored as signed, never revised. */
@Injectable()
@Handles(usageReleased)
export class UsageReleasedProcessor implements JobProcessor<PayloadOf<typeof usageReleased>> {
  constructor(
    private readonly db: Database,
    private readonly store: ReleasesStore,
    private readonly verifier: VaultVerifier,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async process(statement: PayloadOf<typeof usageReleased>, { id }: Delivery): Promise<void> {
    const release = await this.verifier.read(statement, usageBody);
    await this.db.transaction('store-release', async (tx) => {
      if (await seen(tx, id, this.clock)) return;
      const { body, signature } = statement;
      const { programme, period: report, releasedOn, settledSessions } = release;
      const standing = await this.store.addUsage(tx, {
        programme, report, releasedOn, settledSessions, body, signature,
      });
      if (standing !== body) throw new MalformedJob(usageReleased.name, 'the period is not known here, or stands otherwise');
    });
  }
}
