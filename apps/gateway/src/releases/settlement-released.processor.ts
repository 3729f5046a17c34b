import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { MalformedJob } from '#contracts/contract';
import { settlementReleased } from '#contracts/jobs';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { seen } from '#platform/inbox';
import { handle } from '#platform/job-worker';
import { CLOCK } from '../parts.ts';
import { ProgrammesStore } from '../programmes/programmes.store.ts';
import { VaultVerifier } from '../statements/vault-verifier.ts';
import type { JobProcessor } from '../treaty/job-processor.ts';
import { settlementBody } from './release-body.ts';
import { ReleasesStore } from './releases.store.ts';
import { SettlementsService } from './settlements.service.ts';

/** The vault says what a period takes from the prepayment: verified, stored, posted. */
@Injectable()
export class SettlementReleasedProcessor implements JobProcessor {
  readonly handler = handle(settlementReleased, async (statement, { id }) => {
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
      await this.settlements.postWaiting(tx, known.employerId);
    });
  });

  constructor(
    private readonly db: Database,
    private readonly store: ReleasesStore,
    private readonly programmes: ProgrammesStore,
    private readonly settlements: SettlementsService,
    private readonly verifier: VaultVerifier,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}
}
