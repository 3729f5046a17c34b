import { Inject, Injectable } from '@nestjs/common';
import { MalformedJob, type PayloadOf } from '#contracts/contract';
import { reportReleased } from '#contracts/jobs';
import { REPORT } from '#disclosure/year/statement';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { seen } from '#platform/queue/inbox';
import { JobDeclined, type Delivery } from '#platform/queue/job-worker';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import { CLOCK } from '../foundation/tokens.ts';
import { ProgrammesStore } from '../programmes/programmes.store.ts';
import { VaultVerifier } from '../statements/vault-verifier.ts';
import { ReportArrivals } from './report-arrivals.service.ts';

/** The vault tells of a reporting period: verified, stored as it was signed, settled. */
@Injectable()
@Handles(reportReleased)
export class ReportReleasedProcessor implements JobProcessor<
  PayloadOf<typeof reportReleased>, JobDeclined | undefined> {
  constructor(
    private readonly db: Database,
    private readonly arrivals: ReportArrivals,
    private readonly programmes: ProgrammesStore,
    private readonly verifier: VaultVerifier,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A refusal is noted for good, and the log has its reason: nothing of what the report says. */
  async process(
    statement: PayloadOf<typeof reportReleased>, { id }: Delivery,
  ): Promise<JobDeclined | undefined> {
    const report = await this.verifier.read(statement, REPORT);
    const refusal = await this.db.transaction('store-report', async (tx) => {
      if (await seen(tx, id, this.clock)) return null;
      if (!await this.programmes.findAny(tx, report.programme)) {
        throw new MalformedJob(reportReleased.name, 'the programme is not known here');
      }
      return this.arrivals.arrive(tx, { report, signed: statement });
    });
    return refusal ? new JobDeclined(refusal) : undefined;
  }
}
