import { Injectable } from '@nestjs/common';
import type { PayloadOf } from '#contracts/contract';
import { termsWithdrawn } from '#contracts/jobs';
import type { Terms } from '#disclosure/terms';
import { Database } from '#platform/database';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import { Confirmations } from './confirmations.ts';
import { Endings } from './endings.ts';
import { TermsStore } from './terms.store.ts';

/**
 * HR took a proposal back. The gateway waits for this vault's answer before HR can propose others:
 * that it is refused now, or that it was confirmed before, and holds.
 */
@Injectable()
@Handles(termsWithdrawn)
export class WithdrawTermsProcessor implements JobProcessor<PayloadOf<typeof termsWithdrawn>> {
  constructor(
    private readonly db: Database,
    private readonly store: TermsStore,
    private readonly confirmations: Confirmations,
    private readonly endings: Endings,
  ) {}

  /** Naturally repeatable: the same again gets the same answer. */
  process({ programme, period, proposal }: PayloadOf<typeof termsWithdrawn>): Promise<void> {
    return this.db.transaction('withdraw-terms', async (tx) => {
      const of = { programme, period };
      await this.store.lock(tx, of);
      const known = await this.store.find(tx, of);
      const isIt = known?.proposals.includes(proposal) ?? false;
      if (known?.confirmedBy) {
        await this.confirmations.tell(tx, JSON.parse(known.text) as Terms, known.confirmedBy);
        if (isIt) return;
      } else if (known && isIt) {
        await this.endings.end(tx, of, known, 'withdrawn');
        return;
      }
      // It never came, or not as the one that waits: it is not to wait if it comes yet.
      await this.endings.refuse(tx, of, proposal, 'withdrawn');
    });
  }
}
