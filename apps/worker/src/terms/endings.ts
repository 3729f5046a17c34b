import { Inject, Injectable } from '@nestjs/common';
import { termsRefused } from '#contracts/jobs';
import type { TermsRefusal } from '#contracts/refusals';
import { today, type Clock } from '#platform/clock';
import type { Tx } from '#platform/database';
import { put } from '#platform/queue/outbox';
import { CLOCK } from '../foundation/tokens.ts';
import { TermsStore, type PeriodName, type Proposal } from './terms.store.ts';

/** Where terms that wait come to nothing: declined by the operator, or withdrawn by HR. */
@Injectable()
export class Endings {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly store: TermsStore,
  ) {}

  /**
   * Forget terms that wait: others can be proposed in their place. Each proposal that said just
   * this is refused, and the gateway told. They are locked, and were not confirmed.
   */
  async end(
    tx: Tx, of: PeriodName, { proposals, text, proposedOn }: Proposal, reason: TermsRefusal,
  ): Promise<void> {
    await this.store.forget(tx, of);
    for (const [at, proposal] of proposals.entries()) {
      const kept = at === 0 ? { kept: { text, proposedOn } } : {};
      await this.store.refuse(tx, of, { proposal, reason, day: today(this.clock), ...kept });
      await this.tell(tx, of, proposal, reason);
    }
  }

  /** Refuse a proposal that does not wait here; what it was refused for before is said again. */
  async refuse(tx: Tx, of: PeriodName, proposal: string, reason: TermsRefusal): Promise<void> {
    await this.store.refuse(tx, of, { proposal, reason, day: today(this.clock) });
    await this.tell(tx, of, proposal, await this.store.refusalOf(tx, of, proposal) ?? reason);
  }

  private async tell(
    tx: Tx, { programme, period }: PeriodName, proposal: string, reason: TermsRefusal,
  ): Promise<void> {
    await put(tx, { contract: termsRefused, payload: { programme, period, proposal, reason } });
  }
}
