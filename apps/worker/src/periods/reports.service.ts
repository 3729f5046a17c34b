import { createHash, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { REPORTS_OF_YEAR } from '#calendar/periods';
import { vaultAccount } from '#billing/accounts';
import { journalItem } from '#billing/journal';
import { markReleased } from '#billing/settlement';
import { readReport } from '#calendar/periods';
import { signedText } from '#contracts/carried-statement';
import { reportReleased } from '#contracts/jobs';
import { closePeriod, type YearRelease } from '#disclosure/year/close';
import { planYear, type YearBefore } from '#disclosure/year/plan';
import { groupsOf, reportTermsOf } from '#disclosure/year/report-terms';
import { REPORT_STATEMENT, type Report } from '#disclosure/year/statement';
import { today, type Clock } from '#platform/clock';
import type { Tx } from '#platform/database';
import { put } from '#platform/queue/outbox';
import type { JsonValue } from '#pseudonym/canonical';
import { LedgerStore } from '#server/ledger/ledger.store';
import { CLOCK } from '../foundation/tokens.ts';
import { Signer } from '../foundation/signer.ts';
import { FlatYears } from '../funding/flat-years.ts';
import { ProgrammePeriodsStore, type ProgrammePeriod } from '../programmes/programme-periods.store.ts';
import type { ReportDays } from './closing.store.ts';
import { PeriodNotClosed } from './period-not-closed.ts';
import { ReportsStore, type CountedCase } from './reports.store.ts';

/** What a report is made from, as it stands in one transaction. */
export interface Facts {
  readonly blocks: readonly { readonly people: number; readonly site: number | null }[];
  readonly before: YearBefore | null;
  readonly published: readonly Report[];
  readonly people: readonly CountedCase[];
}

/** Makes the report of a period that closes: all that its employer is told of it. */
@Injectable()
export class ReportsService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly signer: Signer,
    private readonly ledger: LedgerStore,
    private readonly periods: ProgrammePeriodsStore,
    private readonly store: ReportsStore,
    private readonly flats: FlatYears,
  ) {}

  /** Count who is new in the period that closes, once; again: nobody more. It is frozen. */
  async count(tx: Tx, days: ReportDays): Promise<void> {
    const published = await this.store.published(tx, days);
    await this.store.count(tx, days, published.length + 1);
  }

  /** What its report is made from. */
  async facts(tx: Tx, period: ProgrammePeriod, days: ReportDays): Promise<Facts> {
    const blocks = await this.periods.blocks(tx, period.programme, period.period);
    return {
      blocks: blocks.map(({ headcount, site }) => ({ people: headcount, site })),
      before: await this.store.before(tx, days),
      published: await this.store.published(tx, days),
      people: await this.store.counted(tx, days, period.sessionsPerMember),
    };
  }

  /** Keep, settle and send a report that was made of facts that still are as they were. */
  async release(tx: Tx, report: Report, published: readonly Report[]): Promise<void> {
    const payload = await this.signer.sign(REPORT_STATEMENT, report as unknown as JsonValue);
    const body = signedText(payload.body);
    const { programme, release } = report;
    await this.store.keep(tx, {
      programme, report: report.report, body, settledSessions: release.settled ?? 0,
    }, today(this.clock));
    await this.settle(tx, programme, release, published.at(-1)?.release ?? null);
    if (release.period === REPORTS_OF_YEAR) await this.flats.close(tx, programme, report.period);
    await put(tx, { contract: reportReleased, payload });
  }

  private async settle(
    tx: Tx, programme: string, { settled }: YearRelease, before: YearRelease | null,
  ): Promise<void> {
    const settlement = markReleased(programme,
      { before: BigInt(before?.settled ?? 0), now: BigInt(settled ?? 0) });
    if (settlement.kind === 'nothing-to-settle') return;
    const families = ['delivered:programme', 'released:programme'] as const;
    await this.ledger.open(tx, families.map((family) => vaultAccount(family, programme, 'SES')));
    await this.ledger.mustPost(tx,
      [journalItem(randomUUID(), today(this.clock), settlement.entry)]);
  }
}

/**
 * The report that follows from facts; no transaction is open meanwhile.
 *
 * @throws PeriodNotClosed for terms by which no report is planned; DisclosureError for facts that
 *   an earlier report does not agree with.
 */
export function reportOf(
  period: ProgrammePeriod, { programme, report }: ReportDays,
  { blocks, before, published, people }: Facts,
): Report {
  const terms = reportTermsOf({ ...period, ...before && { before } }, blocks);
  const plan = planYear(terms);
  if (plan.kind === 'refused') throw new PeriodNotClosed(`no-plan-${plan.fault}`);
  const groups = groupsOf(plan);
  const release = closePeriod(plan, published.map((one) => one.release),
    people.map(({ block, waitDays, ...one }) => ({
      ...one, block: groups.get(block) ?? block, ...waitDays !== null && { waitDays } })));
  const days = readReport(report);
  if (!days) throw new PeriodNotClosed('odd-period');
  return { version: 1, programme, period: period.period, report, releasedOn: days.releases,
    terms, release };
}

/** Two facts with one name are the same: people come in one order. */
export function nameOfFacts(facts: Facts): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}
