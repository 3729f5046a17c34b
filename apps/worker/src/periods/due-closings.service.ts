import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import type { Log } from '#platform/logging';
import { Retries } from './retries.ts';
import { nameOf } from '#platform/unavailable';
import { CLOCK, LOG } from '../foundation/tokens.ts';
import { ClosingService } from './closing.service.ts';
import { ClosingStore, type DueReport } from './closing.store.ts';

/** Programmes that are closed side by side: many of them end a reporting period on one day. */
const SIDE_BY_SIDE = 2;

/**
 * Closes all periods that are due. One that fails is told with its reason, in the log and in the
 * operator's counts, and tried again after ever longer pauses.
 */
@Injectable()
export class DueClosings {
  private readonly retries: Retries;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    private readonly db: Database,
    private readonly store: ClosingStore,
    private readonly closing: ClosingService,
  ) {
    this.retries = new Retries(clock);
  }

  /**
   * Close every period that is due, a programme's in their order: one that can't be closed holds up
   * the later ones of its programme, which go on from what it carries, and no other programme's.
   */
  async closeDue(): Promise<{ closed: number; failed: number }> {
    const due = await this.db.read('periods-due', (tx) => this.store.due(tx, today(this.clock)));
    const programmes = Map.groupBy(due, ({ programme }) => programme).values();
    let closed = 0;
    const lane = async () => {
      for (const periods of programmes) {
        // Added up after the wait: the other lane counts meanwhile.
        const more = await this.closeInOrder(periods);
        closed += more;
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
    return { closed, failed: due.length - closed };
  }

  private async closeInOrder(periods: readonly DueReport[]): Promise<number> {
    let closed = 0;
    for (const period of periods) {
      if (!await this.tryToClose(period)) break;
      closed += 1;
    }
    return closed;
  }

  private async tryToClose(due: DueReport): Promise<boolean> {
    const what = `${due.programme} ${due.report}`;
    if (!this.retries.isDue(what)) return false;
    try {
      await this.closing.close(due);
      this.retries.succeeded(what);
      return true;
    } catch (error) {
      const attempt = this.retries.failed(what);
      this.log.write('error', { event: 'period-not-closed', code: nameOf(error), attempt });
      await this.note(due, nameOf(error));
      return false;
    }
  }

  /** The log has told of it already: a database that takes no note either holds up nobody. */
  private async note(due: DueReport, reason: string): Promise<void> {
    try {
      await this.db.transaction('closing-failed', (tx) =>
        this.store.noteFailure(tx, due, reason, today(this.clock)));
    } catch (error) {
      this.log.write('error', { event: 'failure-not-noted', code: nameOf(error) });
    }
  }
}
