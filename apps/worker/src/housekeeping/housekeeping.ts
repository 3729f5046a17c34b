import { today, type Clock } from '#platform/clock';
import type { Database } from '#platform/database';
import type { Log } from '#platform/logging';
import { Nights } from '#server/housekeeping/nights';
import { KeptAnswersStore } from '../sealed/kept-answers.store.ts';
import type { FreeTimes } from '../matching/free-times.service.ts';
import type { Idempotency } from '../foundation/idempotency.store.ts';
import { REFUSED_DAYS } from '../sessions/kept-refusals.ts';
import { RefusedBookings } from '../sessions/refused-bookings.store.ts';
import { TermsStore } from '../terms/terms.store.ts';
import { moneyAlarms, type Alarms } from './alarms.store.ts';

/** Nobody repeats a request for longer than three months. */
const IDEMPOTENCY_DAYS = 100;

/**
 * What the vault does beside that once a day: what is offered is settled, what is long over is
 * forgotten, and the operator is reminded of terms that wait for her too long. At every look the
 * alarms that bookings left are raised, and answers that were kept for two minutes are forgotten.
 */
export class Housekeeping extends Nights {
  private raised: Alarms = { beyond: 0, lent: 0 };

  constructor(
    db: Database,
    clock: Clock,
    log: Log,
    private readonly idempotency: Idempotency,
    private readonly times: FreeTimes,
  ) {
    super(db, clock, log);
  }

  protected override async look(): Promise<void> {
    await this.tidy();
    await this.alarm();
    await this.forget();
  }

  protected override async night(day: string): Promise<void> {
    await this.times.settleToday();
    await this.db.transaction('forget-answers', (tx) =>
      this.idempotency.forgetBefore(tx, this.daysAgo(IDEMPOTENCY_DAYS)));
    await this.db.transaction('forget-refusals', (tx) =>
      new RefusedBookings().forgetBefore(tx, this.daysAgo(REFUSED_DAYS - 1)));
    await super.night(day);
    await this.remind(day);
  }

  /** Tell the operator's log of forged credits and of care that is lent, when there is more. */
  async alarm(): Promise<void> {
    const { beyond, lent } = await this.db.read('alarms', (tx) =>
      moneyAlarms(tx, today(this.clock)));
    if (beyond > this.raised.beyond) {
      this.log.write('error', { event: 'credits-beyond-issued', count: beyond });
    }
    if (lent > this.raised.lent) this.log.write('warn', { event: 'care-is-lent', count: lent });
    this.raised = { beyond, lent };
  }

  /** What was kept for two minutes is forgotten, though nobody asked for anything since. */
  forget(): Promise<void> {
    return this.db.transaction('forget-kept', (tx) =>
      new KeptAnswersStore().forget(tx, this.clock.now()));
  }

  private async remind(day: string): Promise<void> {
    const { termsOverdue: count } = await this.db.read('terms-overdue', (tx) =>
      new TermsStore().waiting(tx, day));
    if (count > 0) this.log.write('warn', { event: 'terms-overdue', count });
  }
}
