import { Inject, Injectable } from '@nestjs/common';
import { vaultAccount, type Account } from '#billing/accounts';
import { isCurrency } from '#billing/money';
import { keysRefused, periodOpened } from '#contracts/jobs';
import { Database } from '#platform/database';
import type { Log } from '#platform/logging';
import { put } from '#platform/outbox';
import { LOG } from '../foundation/tokens.ts';
import { Handles, type JobProcessor } from '../jobs/handles.ts';
import type { PayloadOf } from '../jobs/payload.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { TermsLogService } from '../log/terms-log.service.ts';
import { ProgrammePeriodsStore } from './programme-periods.store.ts';

type Opening = PayloadOf<typeof periodOpened>;

/** Stores a benefit period that has opened, and opens the accounts that its bookings move. */
@Injectable()
@Handles(periodOpened)
export class OpenPeriodProcessor implements JobProcessor<Opening> {
  constructor(
    @Inject(LOG) private readonly log: Log,
    private readonly db: Database,
    private readonly ledger: LedgerStore,
    private readonly periods: ProgrammePeriodsStore,
    private readonly termsLog: TermsLogService,
  ) {}

  /**
   * Naturally repeatable: a period is kept once, an account is opened once. A period that is known
   * otherwise stays as it was first opened, and the gateway is told so.
   */
  async process({ blocks, ...period }: Opening): Promise<void> {
    const isKnownOtherwise = await this.db.transaction('open-period', async (tx) => {
      if (!await this.periods.keep(tx, period, blocks)) {
        const { programme, period: label } = period;
        const payload = { programme, period: label, reason: 'other-shape' } as const;
        await put(tx, { contract: keysRefused, payload });
        return true;
      }
      await this.ledger.open(tx, accountsOf(period.programme, period.currency));
      await this.termsLog.appendIfComplete(tx, period);
      return false;
    });
    if (isKnownOtherwise) this.log.write('error', { event: 'period-refused' });
  }
}

function accountsOf(programme: string, currency: string): Account[] {
  if (!isCurrency(currency)) throw new Error('a period opened in a currency that is not billed in');
  const families = ['fund:programme', 'hold:programme', 'overdraft:programme'] as const;
  return families.flatMap((family) =>
    [currency, 'SES' as const].map((unit) => vaultAccount(family, programme, unit)));
}
