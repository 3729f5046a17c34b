import { Inject, Injectable } from '@nestjs/common';
import { reportReleased } from '#contracts/jobs';
import { reportFrom } from '#disclosure/calendar';
import { closePeriod } from '#disclosure/year/close';
import { planYear } from '#disclosure/year/plan';
import { groupsOf, reportTermsOf } from '#disclosure/year/report-terms';
import { REPORT_STATEMENT, type Report } from '#disclosure/year/statement';
import { today, type Clock } from '#platform/clock';
import type { Tx } from '#platform/database';
import { put } from '#platform/outbox';
import type { JsonValue } from '#pseudonym/canonical';
import { CLOCK } from '../foundation/tokens.ts';
import { Signer } from '../foundation/signer.ts';
import { ProgrammePeriodsStore, type ProgrammePeriod } from '../programmes/programme-periods.store.ts';
import { PeriodNotClosed } from './period-not-closed.ts';
import { ReportsStore } from './reports.store.ts';
import type { ReportDays } from './closing.store.ts';

/** Makes the report of a period that closes: all that its employer is told of it. */
@Injectable()
export class ReportsService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly signer: Signer,
    private readonly periods: ProgrammePeriodsStore,
    private readonly store: ReportsStore,
  ) {}

  /**
   * Count who is new, and keep, sign and send the report. The period is locked.
   *
   * @throws PeriodNotClosed for terms by which no report is planned; DisclosureError for facts that
   *   an earlier report does not agree with.
   */
  async release(tx: Tx, period: ProgrammePeriod, days: ReportDays): Promise<void> {
    const blocks = await this.periods.blocks(tx, period.programme, period.period);
    const terms = reportTermsOf(period,
      blocks.map(({ headcount, site }) => ({ people: headcount, site })));
    const plan = planYear(terms);
    if (plan.kind === 'refused') throw new PeriodNotClosed(`no-plan-${plan.fault}`);
    const told = await this.store.told(tx, days);
    await this.store.count(tx, days, told.length + 1);
    const groups = groupsOf(plan);
    const people = await this.store.counted(tx, days, period.sessionsPerMember);
    const release = closePeriod(plan, told.map((report) => report.release),
      people.map(({ block, waitDays, ...one }) => ({
        ...one, block: groups.get(block) ?? block, ...waitDays !== null && { waitDays } })));
    await this.keep(tx, {
      version: 1, programme: days.programme, period: days.period, report: days.report,
      releasedOn: reportFrom(days.report).releases, terms, release });
  }

  private async keep(tx: Tx, report: Report): Promise<void> {
    const payload = await this.signer.sign(REPORT_STATEMENT, report as unknown as JsonValue);
    const body = Buffer.from(payload.body, 'base64url').toString('utf8');
    const { programme, release } = report;
    await this.store.keep(tx, {
      programme, report: report.report, body, settledSessions: release.settled ?? 0,
    }, today(this.clock));
    await put(tx, { contract: reportReleased, payload });
  }
}
