import { Inject, Injectable } from '@nestjs/common';
import { vaultAccount, type Account } from '#billing/accounts';
import { isCurrency } from '#billing/money';
import { termsConfirmed } from '#contracts/jobs';
import type { PlannedTerms, Terms } from '#disclosure/terms';
import { today, type Clock } from '#platform/clock';
import type { Tx } from '#platform/database';
import { put } from '#platform/queue/outbox';
import { CLOCK } from '../foundation/tokens.ts';
import { Signer } from '../foundation/signer.ts';
import { FundingService } from '../funding/funding.service.ts';
import { LedgerStore } from '#server/ledger/ledger.store';
import { ProgrammePeriodsStore } from '../programmes/programme-periods.store.ts';
import { signedTerms } from './own-word.ts';
import { TermsStore, type ConfirmedBy } from './terms.store.ts';

/** Where terms become confirmed: the only writer of periods and blocks. */
@Injectable()
export class Confirmations {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly signer: Signer,
    private readonly store: TermsStore,
    private readonly periods: ProgrammePeriodsStore,
    private readonly ledger: LedgerStore,
    private readonly fundings: FundingService,
  ) {}

  /**
   * Let terms hold from now on: their period and its blocks as this vault has planned them, the
   * accounts that bookings move, what was paid for them before, and the signed word to the gateway.
   * The terms are locked and proposed, and were not confirmed.
   *
   * @param isRecalled they were, before a restore: known by this vault's own word.
   */
  async confirm(
    tx: Tx, terms: Terms, plan: PlannedTerms, by: ConfirmedBy, isRecalled = false,
  ): Promise<void> {
    const { opens, closes, releases, startsBooking, reports } = plan;
    const { programme, period, k, rateBps, sessionsPerMember, currency, sessionPriceMinor } = terms;
    await this.periods.keep(tx, {
      programme, period, opens, closes, releases, startsBooking, k, rateBps, sessionsPerMember,
      currency, sessionPriceMinor, seatPriceMinor: terms.seatPriceMinor ?? null,
    }, reports, plan.blocks.map(({ block, people, spare, site }) =>
      ({ block, headcount: people, spare, site })));
    await this.store.confirm(tx, terms, by, today(this.clock), isRecalled);
    await this.ledger.open(tx, accountsOf(programme, currency));
    await this.fundings.takeWaiting(tx, programme);
    await this.tell(tx, terms, by);
  }

  /** Give the gateway the signed word, again too: it has the same bytes each time. */
  async tell(tx: Tx, terms: Terms, by: ConfirmedBy): Promise<void> {
    await put(tx, { contract: termsConfirmed, payload: await signedTerms(this.signer, terms, by) });
  }
}

function accountsOf(programme: string, currency: string): Account[] {
  if (!isCurrency(currency)) throw new Error('terms are in a currency that is not billed in');
  const families = ['fund:programme', 'hold:programme', 'overdraft:programme'] as const;
  return families.flatMap((family) =>
    [currency, 'SES' as const].map((unit) => vaultAccount(family, programme, unit)));
}
