import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { journalItem } from '#billing/journal';
import { money } from '#billing/money';
import { releaseHold } from '#billing/release';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { LedgerStore } from '#server/ledger/ledger.store';
import { CLOCK } from '../foundation/tokens.ts';
import { PeriodsBook } from '../programmes/periods-book.service.ts';
import { ClosingStore, type DueReport, type ReportDays } from './closing.store.ts';
import { PeriodNotClosed } from './period-not-closed.ts';
import { nameOfFacts, reportOf, ReportsService } from './reports.service.ts';

/**
 * Closes a reporting period on its release day: what nobody claimed of its days goes back to the
 * fund, and its report is made, settled, signed, stored for good and sent.
 */
@Injectable()
export class ClosingService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly periods: PeriodsBook,
    private readonly ledger: LedgerStore,
    private readonly store: ClosingStore,
    private readonly reports: ReportsService,
  ) {}

  /**
   * Close one reporting period: its facts are frozen in one transaction, its report is made of them
   * in none, and is kept, settled and sent in another if they still are as they were. Again, after
   * a kill anywhere, it goes on from there. Nothing is done when a rival has closed it.
   *
   * @throws PeriodNotClosed, DisclosureError, LedgerRefused or what the database throws: then
   *   nothing was released, and it can be tried again.
   */
  async close(due: DueReport): Promise<void> {
    const report = await this.db.read('find-report', (tx) => this.store.find(tx, due));
    const period = report && await this.periods.find(due.programme, report.period);
    if (!period) throw new PeriodNotClosed('never-opened');
    const facts = await this.db.transaction('freeze-period', async (tx) => {
      if (!await this.isNext(tx, report)) return null;
      await this.store.freeze(tx, report, today(this.clock));
      await this.expireHolds(tx, report);
      await this.reports.count(tx, report);
      return this.reports.facts(tx, period, report);
    });
    if (!facts) return;
    const made = reportOf(period, report, facts);
    await this.db.transaction('release-period', async (tx) => {
      if (!await this.isNext(tx, report)) return;
      const now = await this.reports.facts(tx, period, report);
      if (nameOfFacts(now) !== nameOfFacts(facts)) throw new PeriodNotClosed('facts-changed');
      await this.reports.release(tx, made, facts.published);
    });
  }

  /** Whether it is the next of its programme; false where it is closed. Rivals wait for `tx`. */
  private async isNext(tx: Tx, report: ReportDays): Promise<boolean> {
    const earliest = await this.store.lock(tx, report);
    if (earliest === undefined) return false;
    if (earliest !== report.report) throw new PeriodNotClosed('earlier-is-open');
    return true;
  }

  private async expireHolds(tx: Tx, report: ReportDays): Promise<void> {
    const day = today(this.clock);
    const open = await this.store.expire(tx, report);
    await this.ledger.mustPost(tx, open.map(({ holdId, feeCapMinor, currency }) => {
      const held = { programme: report.programme, price: money(BigInt(feeCapMinor), currency) };
      return journalItem(randomUUID(), day, releaseHold(held, 'unclaimed').entry, holdId);
    }));
  }
}
