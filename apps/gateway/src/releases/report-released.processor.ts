import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { MalformedJob, type PayloadOf } from '#contracts/contract';
import { reportReleased } from '#contracts/jobs';
import { REPORT } from '#disclosure/year/statement';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { seen } from '#platform/queue/inbox';
import type { Delivery } from '#platform/queue/job-worker';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import { CLOCK } from '../foundation/tokens.ts';
import { ProgrammesStore } from '../programmes/programmes.store.ts';
import { VaultVerifier } from '../statements/vault-verifier.ts';
import { ReportsStore } from './reports.store.ts';
import { SettlementsService } from './settlements.service.ts';

/** The vault tells of a reporting period: verified, stored as it was signed, settled. */
@Injectable()
@Handles(reportReleased)
export class ReportReleasedProcessor implements JobProcessor<PayloadOf<typeof reportReleased>> {
  constructor(
    private readonly db: Database,
    private readonly store: ReportsStore,
    private readonly programmes: ProgrammesStore,
    private readonly settlements: SettlementsService,
    private readonly verifier: VaultVerifier,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async process(statement: PayloadOf<typeof reportReleased>, { id }: Delivery): Promise<void> {
    const report = await this.verifier.read(statement, REPORT);
    await this.db.transaction('store-report', async (tx) => {
      if (await seen(tx, id, this.clock)) return;
      const standing = await this.store.add(tx, report, statement, randomUUID());
      const known = await this.programmes.findAny(tx, report.programme);
      if (!known || standing !== statement.body) {
        throw new MalformedJob(reportReleased.name, 'the period is not known here, or stands otherwise');
      }
      await this.settlements.postWaiting(tx, known.employerId);
    });
  }
}
