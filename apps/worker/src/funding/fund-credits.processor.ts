import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { vaultAccount } from '#billing/accounts';
import { journalItem } from '#billing/journal';
import { money, type Money } from '#billing/money';
import { repayOverdraft } from '#billing/overdraft';
import { fundCredits } from '#billing/purchase';
import { creditsFunded } from '#contracts/jobs';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { CLOCK } from '../foundation/tokens.ts';
import { Handles, type JobProcessor } from '../jobs/handles.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { FundingStore, type Funding } from './funding.store.ts';

/** Grows a programme's fund by what its employer has paid for. */
@Injectable()
@Handles(creditsFunded)
export class FundCreditsProcessor implements JobProcessor<Funding> {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly ledger: LedgerStore,
    private readonly fundings: FundingStore,
  ) {}

  /** The funding's own id makes it take effect once, however often it is delivered. */
  process(funding: Funding): Promise<void> {
    const day = today(this.clock);
    const amount = money(BigInt(funding.amountMinor), funding.currency);
    return this.db.transaction('fund-credits', async (tx) => {
      if (!await this.fundings.record(tx, funding, day)) return;
      const units = ['SES' as const, amount.currency];
      await this.ledger.open(tx, units.flatMap((unit) => [
        vaultAccount('funding:programme', funding.programme, unit),
        vaultAccount('fund:programme', funding.programme, unit),
      ]));
      const entry = fundCredits(funding.programme, BigInt(funding.sessions), amount);
      await this.ledger.mustPost(tx, [journalItem(funding.funding, day, entry)]);
      await this.repay(tx, funding.programme, amount, day);
    });
  }

  /** What care was lent while the fund was short goes back first. */
  private async repay(tx: Tx, programme: string, { currency }: Money, day: string): Promise<void> {
    const accounts = (['overdraft:programme', 'fund:programme'] as const).flatMap((family) =>
      (['SES', currency] as const).map((unit) => vaultAccount(family, programme, unit)));
    const [owedSessions = 0n, owed = 0n, sessions = 0n, inFund = 0n] =
      await this.ledger.balances(tx, accounts);
    const repayment = repayOverdraft(programme, {
      owed: { sessions: owedSessions, amount: money(owed, currency) },
      inFund: { sessions, amount: money(inFund, currency) },
    });
    if (repayment.kind === 'nothing-to-repay') return;
    await this.ledger.mustPost(tx, [journalItem(randomUUID(), day, repayment.entry)]);
  }
}
