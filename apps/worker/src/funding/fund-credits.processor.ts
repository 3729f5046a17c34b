import { Inject, Injectable } from '@nestjs/common';
import { creditsFunded } from '#contracts/jobs';
import { Database } from '#platform/database';
import type { Log } from '#platform/logging';
import { LOG } from '../foundation/tokens.ts';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import { FundingService } from './funding.service.ts';
import type { Funding } from './funding.store.ts';

/** Grows a programme's fund by what its employer has paid for. */
@Injectable()
@Handles(creditsFunded)
export class FundCreditsProcessor implements JobProcessor<Funding> {
  constructor(
    @Inject(LOG) private readonly log: Log,
    private readonly db: Database,
    private readonly fundings: FundingService,
  ) {}

  /** The funding's own id makes it take effect once, however often it is delivered. */
  async process(funding: Funding): Promise<void> {
    const outcome = await this.db.transaction('fund-credits', (tx) =>
      this.fundings.fund(tx, funding));
    if (outcome === 'beyond') this.log.write('error', { event: 'funding-beyond-terms' });
  }
}
