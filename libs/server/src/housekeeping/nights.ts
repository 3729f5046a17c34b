import { daysAfter } from '#calendar/days';
import { today, type Clock } from '#platform/clock';
import type { Database } from '#platform/database';
import { forgetSeen } from '#platform/queue/inbox';
import type { Log } from '#platform/logging';
import { compactPeople, rewritePeople } from '#platform/people';
import { nameOf } from '#platform/unavailable';
import { sealLedger } from '../ledger/seal-ledger.ts';

const EVERY_MS = 10 * 60_000;
/** The queue keeps failed jobs for a week: after two, none is delivered again. */
const INBOX_DAYS = 14;

/**
 * What either domain does once a day: jobs long done are forgotten, the ledger is sealed, and the
 * tables that list people are written anew. A domain adds what is its own.
 */
export class Nights {
  private timer: NodeJS.Timeout | undefined;
  private doneOn: string | undefined;
  /** Whether rows of before the night are still in the files. */
  private uncompacted = false;
  private underWay: Promise<void> = Promise.resolve();

  constructor(
    protected readonly db: Database,
    protected readonly clock: Clock,
    protected readonly log: Log,
  ) {}

  /** Begin: at the first look of each day. */
  start(): void {
    const look = () => {
      this.underWay = this.look().catch((error: unknown) => {
        this.log.write('error', { event: 'housekeeping-failed', code: nameOf(error) });
      });
    };
    this.timer = setInterval(look, EVERY_MS);
    this.timer.unref();
    look();
  }

  /** End, once what is under way has finished. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.underWay;
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

  /** What is done at every look. */
  protected look(): Promise<void> {
    return this.tidy();
  }

  /** What is done once a day. */
  protected async night(_day: string): Promise<void> {
    await this.db.transaction('forget-jobs', (tx) => forgetSeen(tx, this.daysAgo(INBOX_DAYS)));
    await this.db.transaction('seal-ledger', sealLedger);
    await rewritePeople(this.db);
    this.uncompacted = true;
  }

  /** The day so many days ago, `YYYY-MM-DD`. */
  protected daysAgo(days: number): string {
    return daysAfter(today(this.clock), -days);
  }
}
