import { Injectable } from '@nestjs/common';
import { vaultAccount, type Account } from '#billing/accounts';
import { isCurrency } from '#billing/money';
import { periodOpened } from '#contracts/jobs';
import { Database } from '#platform/database';
import { Handles, type JobProcessor } from '../jobs/handles.ts';
import type { PayloadOf } from '../jobs/payload.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { ProgrammePeriodsStore } from './programme-periods.store.ts';

type Opening = PayloadOf<typeof periodOpened>;

/** Stores a benefit period that has opened, and opens the accounts that its bookings move. */
@Injectable()
@Handles(periodOpened)
export class OpenPeriodProcessor implements JobProcessor<Opening> {
  constructor(
    private readonly db: Database,
    private readonly ledger: LedgerStore,
    private readonly periods: ProgrammePeriodsStore,
  ) {}

  /** Naturally repeatable: a period is kept once, an account is opened once. */
  process({ blocks, ...period }: Opening): Promise<void> {
    return this.db.transaction('open-period', async (tx) => {
      await this.periods.keep(tx, period, blocks);
      await this.ledger.open(tx, accountsOf(period.programme, period.currency));
    });
  }
}

function accountsOf(programme: string, currency: string): Account[] {
  if (!isCurrency(currency)) throw new Error('a period opened in a currency that is not billed in');
  const families = ['fund:programme', 'hold:programme', 'overdraft:programme'] as const;
  return families.flatMap((family) =>
    [currency, 'SES' as const].map((unit) => vaultAccount(family, programme, unit)));
}
