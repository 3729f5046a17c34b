import { today, type Clock } from '#platform/clock';
import type { Database } from '#platform/database';
import { forgetSeen } from '#platform/inbox';
import { compactPeople, rewritePeople } from '#platform/people';
import { nameOf } from '#platform/unavailable';
import { sealLedger } from './ledger/seal-ledger.ts';

const EVERY_MS = 10 * 60_000;
/** The queue keeps failed jobs for a week: after two, none is delivered again. */
const INBOX_DAYS = 14;

/**
 * What is done once a day: the ledger is sealed, jobs long done are forgotten, and the tables that
 * list people are written anew.
 */
export class Housekeeping {
  private timer: NodeJS.Timeout | undefined;
  private doneOn: string | undefined;
  /** Whether rows of before the night are still in the files. */
  private uncompacted = false;
  private underWay: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly onFault: (name: string) => void,
  ) {}

  /** Begin: at the first look of each day. */
  start(): void {
    const look = () => {
      this.underWay = this.tidy().catch((error: unknown) => {
        this.onFault(nameOf(error));
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
    if (this.doneOn !== day) await this.night();
    this.doneOn = day;
    if (!this.uncompacted) return;
    this.uncompacted = !await compactPeople(this.db);
    if (this.uncompacted) this.onFault('rows-of-before-kept');
  }

  private async night(): Promise<void> {
    const forgotten = new Date(this.clock.now().getTime() - INBOX_DAYS * 86_400_000);
    await this.db.transaction('forget-jobs', (tx) =>
      forgetSeen(tx, forgotten.toISOString().slice(0, 10)));
    await this.db.transaction('seal-ledger', sealLedger);
    await rewritePeople(this.db);
    this.uncompacted = true;
  }
}
