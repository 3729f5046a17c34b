import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { vaultAccount } from '#billing/accounts';
import { isNothing } from '#billing/caps';
import { journalItem } from '#billing/journal';
import { money } from '#billing/money';
import { withdrawCredits } from '#billing/overdraft';
import { creditsWithdrawn } from '#contracts/jobs';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { CLOCK } from '../foundation/tokens.ts';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import type { PayloadOf } from '#contracts/contract';
import { LedgerStore } from '#server/ledger/ledger.store';
import { CapsStore } from './caps.store.ts';
import { FlatYears, isFlat } from './flat-years.ts';
import { FundingService } from './funding.service.ts';
import { FundingStore, type RecordedFunding } from './funding.store.ts';

/** Shrinks a programme's fund by a funding whose payment was taken back. */
@Injectable()
@Handles(creditsWithdrawn)
export class WithdrawCreditsProcessor
implements JobProcessor<PayloadOf<typeof creditsWithdrawn>> {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly ledger: LedgerStore,
    private readonly fundings: FundingStore,
    private readonly caps: CapsStore,
    private readonly waiting: FundingService,
    private readonly flats: FlatYears,
  ) {}

  /** Once, however often it is delivered. One that overtakes its funding is tried again. */
  process({ programme, funding: id }: PayloadOf<typeof creditsWithdrawn>): Promise<void> {
    const day = today(this.clock);
    return this.db.transaction('withdraw-credits', async (tx) => {
      // Else a confirmation that has just read what waits would take what is withdrawn here.
      await this.caps.lock(tx, programme);
      const funding = await this.fundings.lock(tx, id);
      if (funding?.programme !== programme) throw new Error('this funding has not come yet');
      if (funding.withdrawn) return;
      await this.fundings.withdraw(tx, id, day);
      // What waits beyond the terms never came into the fund.
      if (isNothing(funding.taken)) return;
      if (isFlat(funding)) await this.flats.empty(tx, funding);
      else await this.shrink(tx, programme, funding, day);
      // Its room is free now: another funding may have waited for it.
      await this.waiting.takeWaiting(tx, programme);
    });
  }

  private async shrink(
    tx: Tx, programme: string, { taken, currency }: RecordedFunding, day: string,
  ): Promise<void> {
    const amount = money(taken.minor, currency);
    const units = ['SES' as const, amount.currency];
    const families = ['fund:programme', 'funding:programme', 'overdraft:programme'] as const;
    await this.ledger.open(tx, families.flatMap((family) =>
      units.map((unit) => vaultAccount(family, programme, unit))));
    const [sessions = 0n, minor = 0n] = await this.ledger.balances(
      tx, units.map((unit) => vaultAccount('fund:programme', programme, unit)));
    const entries = withdrawCredits(programme, { sessions: taken.sessions, amount },
      { sessions, amount: money(minor, amount.currency) });
    await this.ledger.mustPost(
      tx, entries.map((entry) => journalItem(randomUUID(), day, entry)));
  }
}
