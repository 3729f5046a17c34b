import { Inject, Injectable } from '@nestjs/common';
import { overlap, readPeriod } from '#calendar/periods';
import { isCurrency, LARGEST_AMOUNT } from '#billing/money';
import { termsProposed } from '#contracts/jobs';
import type { TermsRefusal } from '#contracts/refusals';
import { followsFrom } from '#disclosure/before';
import { planTerms, termsText, type PlannedTerms, type Terms } from '#disclosure/terms';
import { today, type Clock } from '#platform/clock';
import type { WorkerConfig } from '#platform/settings/config';
import { Database, type Tx } from '#platform/database';
import type { Log } from '#platform/logging';
import { readStanding } from '#platform/restores/standing-store';
import { DeedsService } from '#server/deeds/deeds.service';
import { CLOCK, LOG, WORKER_CONFIG } from '../foundation/tokens.ts';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import type { PayloadOf } from '#contracts/contract';
import { Confirmations } from './confirmations.ts';
import { Endings } from './endings.ts';
import { ownWord } from './own-word.ts';
import { TermsStore, type ConfirmedBy, type PeriodName, type Proposal } from './terms.store.ts';

type Proposed = PayloadOf<typeof termsProposed>;

/**
 * Takes terms that the gateway proposes, and plans them by itself. They wait for the operator;
 * what holds for a period is what came first; others for it, and for days of it, are refused and
 * alarmed.
 */
@Injectable()
@Handles(termsProposed)
export class ProposeTermsProcessor implements JobProcessor<Proposed> {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    @Inject(WORKER_CONFIG) private readonly config: WorkerConfig,
    private readonly db: Database,
    private readonly store: TermsStore,
    private readonly confirmations: Confirmations,
    private readonly endings: Endings,
    private readonly deeds: DeedsService,
  ) {}

  /** Naturally repeatable: the same terms again get the same word again, if it was given. */
  async process(proposed: Proposed): Promise<void> {
    const refusal = await this.db.transaction('propose-terms', async (tx) => {
      const { proposal, terms } = proposed;
      await this.store.lock(tx, terms);
      const reason = await this.take(tx, proposed);
      if (!reason) return null;
      await this.endings.refuse(tx, terms, proposal, reason);
      return reason;
    });
    if (refusal) this.log.write('error', { event: 'terms-refused', code: refusal });
  }

  private async take(tx: Tx, proposed: Proposed): Promise<TermsRefusal | null> {
    const { proposal, terms } = proposed;
    const text = termsText(terms);
    const known = await this.store.find(tx, terms);
    // An old job may come again: what was refused stays so, also where others say the same now.
    const before = await this.store.refusalOf(tx, terms, proposal);
    const isSame = known?.text === text;
    if (known?.confirmedBy && isSame) {
      await this.confirmations.tell(tx, terms, known.confirmedBy);
      return null;
    }
    const own = known?.confirmedBy ? null : await this.ownWord(tx, proposed);
    if (!own && (before || (known && !isSame))) return before ?? 'conflict';
    const plan = planTerms(terms);
    if (plan.kind === 'refused') return plan.fault;
    const inItsPlace = isSame ? [] : await this.inThePlaceOf(tx, terms, plan);
    if (inItsPlace.some(({ confirmedBy }) => confirmedBy || !own)) return 'conflict';
    // What it has confirmed itself, a vault that was restored may know before the year before it.
    if (!own && !followsFrom(terms, await this.store.lastYear(tx, terms))) return 'other-before';
    const isBillable = isCurrency(terms.currency) && BigInt(plan.careMinor) <= LARGEST_AMOUNT;
    if (!isBillable) return 'odd-terms';
    if (!own && today(this.clock) >= plan.closes) return 'too-late';
    // It came to nothing before those were confirmed: by whom is forgotten.
    for (const { of, ...old } of inItsPlace) await this.endings.end(tx, of, old, 'withdrawn');
    if (known && isSame) await this.store.proposeAgain(tx, terms, proposal);
    else await this.store.propose(tx, terms, { plan, proposal, text, day: today(this.clock) });
    if (own) await this.deeds.byOwnWord(tx, 'confirmTerms', terms);
    const by = own ?? (this.config.confirmsAutomatically ? 'automatic' : null);
    if (by) await this.confirmations.confirm(tx, terms, plan, by, own !== null);
    return null;
  }

  /**
   * Who confirmed terms before this vault was restored, by the word that it asked back. A word that
   * comes when nobody asked is no operator's: it may be of a restore that is over, or by a seed of
   * old that somebody has. Its terms wait like any others.
   */
  private async ownWord(
    tx: Tx, { terms, confirmation }: Proposed,
  ): Promise<ConfirmedBy | null> {
    const by = await ownWord(this.config, terms, confirmation);
    if (!by) return null;
    const isAsked = (await readStanding(tx)).closed === 'restored';
    const event = isAsked ? 'terms-confirmed-before' : 'own-word-unasked';
    this.log.write(isAsked ? 'warn' : 'error', { event });
    return isAsked ? by : null;
  }

  /**
   * What is here for a day of terms: nobody has two periods of a programme on one day, as a person
   * would count, and cost, twice.
   */
  private async inThePlaceOf(
    tx: Tx, { programme }: Terms, plan: PlannedTerms,
  ): Promise<(Proposal & { readonly of: PeriodName })[]> {
    const found = [];
    for (const period of await this.store.periods(tx, programme)) {
      const year = readPeriod(period);
      const proposal = year && overlap(year, plan)
        ? await this.store.find(tx, { programme, period }) : undefined;
      if (proposal) found.push({ ...proposal, of: { programme, period } });
    }
    return found;
  }
}
