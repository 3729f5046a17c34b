import { today, type Clock } from '#platform/clock';
import type { Database } from '#platform/database';
import { forgetSeen } from '#platform/inbox';
import type { Log } from '#platform/logging';
import { compactPeople, rewritePeople } from '#platform/people';
import { nameOf } from '#platform/unavailable';
import { KeptAnswersStore } from '../door/kept-answers.store.ts';
import type { FreeTimes } from '../matching/free-times.service.ts';
import type { Idempotency } from '../foundation/idempotency.store.ts';
import { REFUSED_DAYS } from '../sessions/kept-refusals.ts';
import { RefusedBookings } from '../sessions/refused-bookings.store.ts';
import { TermsStore } from '../terms/terms.store.ts';
import { moneyAlarms, type Alarms } from './alarms.store.ts';
import { sealLedger } from './seal-ledger.store.ts';

const EVERY_MS = 10 * 60_000;
const DAY_MS = 86_400_000;
/** The queue keeps failed jobs for a week: after two, none is delivered again. */
const INBOX_DAYS = 14;
/** Nobody repeats a request for longer than three months. */
const IDEMPOTENCY_DAYS = 100;

/**
 * What is done once a day: what is offered is settled, what is long over is forgotten, the ledger
 * is sealed, the tables that list people are written anew, and the operator is reminded of terms
 * that wait for her too long. At every look the alarms that bookings left are raised, and answers
 * that were kept for two minutes are forgotten.
 */
export class Housekeeping {
  private timer: NodeJS.Timeout | undefined;
  private doneOn: string | undefined;
  /** Whether rows of before the night are still in the files. */
  private uncompacted = false;
  private raised: Alarms = { beyond: 0, lent: 0 };

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly idempotency: Idempotency,
    private readonly times: FreeTimes,
  ) {}

  /** Begin: at the first look of each day. */
  start(): void {
    const look = () => {
      this.tidy().then(() => this.alarm()).then(() => this.forget()).catch((error: unknown) => {
        this.log.write('error', { event: 'housekeeping-failed', code: nameOf(error) });
      });
    };
    this.timer = setInterval(look, EVERY_MS);
    this.timer.unref();
    look();
  }

  /** End; what is under way finishes with the database's pool. */
  stop(): void {
    clearInterval(this.timer);
  }

  /** Do what is due today, once; and what a night could not end, at every look until it is done. */
  async tidy(): Promise<void> {
    const day = today(this.clock);
    if (this.doneOn !== day) await this.night(day);
    this.doneOn = day;
    if (!this.uncompacted) return;
    this.uncompacted = !await compactPeople(this.db);
    if (this.uncompacted) this.log.write('warn', { event: 'rows-of-before-kept' });
  }

  private async night(day: string): Promise<void> {
    await this.times.settleToday();
    await this.db.transaction('forget-jobs', (tx) => forgetSeen(tx, this.daysAgo(INBOX_DAYS)));
    await this.db.transaction('forget-answers', (tx) =>
      this.idempotency.forgetBefore(tx, this.daysAgo(IDEMPOTENCY_DAYS)));
    await this.db.transaction('forget-refusals', (tx) =>
      new RefusedBookings().forgetBefore(tx, this.daysAgo(REFUSED_DAYS - 1)));
    await this.db.transaction('seal-ledger', sealLedger);
    await rewritePeople(this.db);
    this.uncompacted = true;
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

  private daysAgo(days: number): string {
    return new Date(this.clock.now().getTime() - days * DAY_MS).toISOString().slice(0, 10);
  }
}
