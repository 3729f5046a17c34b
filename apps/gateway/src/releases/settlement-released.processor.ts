import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { MalformedJob, type PayloadOf } from '#contracts/contract';
import { settlementReleased } from '#contracts/jobs';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { seen } from '#platform/inbox';
import type { Delivery } from '#platform/job-worker';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import { CLOCK } from '../foundation/tokens.ts';
import { ProgrammesStore } from '../programmes/programmes.store.ts';
import { VaultVerifier } from '../statements/vault-verifier.ts';
import { settlementBody } from './release-body.ts';
import { ReleasesStore } from './releases.store.ts';

/** The vault says what a period takes from the prepayment: verified, stored. */
@Injectable()
@Handles(settlementReleased)
export class SettlementReleasedProcessor
implements JobProcessor<PayloadOf<typeof settlementReleased>> {
  constructor(
    private readonly db: Database,
    private readonly store: ReleasesStore,
    private readonly programmes: ProgrammesStore,
    private readonly verifier: VaultVerifier,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async process(statement: PayloadOf<typeof settlementReleased>, { id }: Delivery): Promise<void> {
    const settlement = await this.verifier.read(statement, settlementBody);
    await this.db.transaction('settle-period', async (tx) => {
      if (await seen(tx, id, this.clock)) return;
      const { body, signature } = statement;
      const { programme, period: report, settledSessions } = settlement;
      const standing = await this.store.addSettlement(tx, {
        programme, report, settledSessions, body, signature, entryId: randomUUID(),
      });
      const known = await this.programmes.findAny(tx, programme);
      if (!known || standing !== body) {
        throw new MalformedJob(settlementReleased.name, 'the period is not known here, or stands otherwise');
      }
    });
  }
}
