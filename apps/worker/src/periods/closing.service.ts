import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { vaultAccount } from '#billing/accounts';
import { journalItem } from '#billing/journal';
import { money } from '#billing/money';
import { releaseHold } from '#billing/release';
import { markReleased } from '#billing/settlement';
import { settlementReleased, usageReleased } from '#contracts/jobs';
import { NOTHING_CARRIED } from '#disclosure/balance';
import { makeRelease, type Disclosure } from '#disclosure/release';
import { withinHeads } from '#disclosure/within-heads';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { put } from '#platform/outbox';
import type { JsonValue } from '#pseudonym/canonical';
import { CLOCK } from '../foundation/tokens.ts';
import { Signer } from '../foundation/signer.ts';
import { FundingStore } from '../funding/funding.store.ts';
import { Concern, Modality } from '../graphql/terms.graphql.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { PeriodsBook } from '../programmes/periods-book.service.ts';
import type { ProgrammePeriod } from '../programmes/programme-periods.store.ts';
import { ClosingStore, type DueReport, type ReportDays } from './closing.store.ts';
import { PeriodNotClosed } from './period-not-closed.ts';
import { ReportsService } from './reports.service.ts';

/**
 * Closes a reporting period on its release day: what nobody claimed of its days goes back to the
 * fund, and its usage goes through disclosure control, is verified, signed, stored for good and
 * sent.
 */
@Injectable()
export class ClosingService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly signer: Signer,
    private readonly periods: PeriodsBook,
    private readonly fundings: FundingStore,
    private readonly ledger: LedgerStore,
    private readonly store: ClosingStore,
    private readonly reports: ReportsService,
  ) {}

  /**
   * Close one reporting period; nothing is done when a rival has closed it.
   *
   * @throws PeriodNotClosed, DisclosureError, LedgerRefused or what the database throws: then
   *   nothing was done, and it can be tried again.
   */
  async close(due: DueReport): Promise<void> {
    const report = await this.db.read('find-report', (tx) => this.store.find(tx, due));
    const period = report && await this.periods.find(due.programme, report.period);
    if (!period) throw new PeriodNotClosed('never-opened');
    await this.db.transaction('close-period', async (tx) => {
      const earliest = await this.store.lock(tx, report);
      if (earliest === undefined) return;
      if (earliest !== due.report) throw new PeriodNotClosed('earlier-is-open');
      await this.expireHolds(tx, report);
      const disclosure = await this.disclose(tx, period, report);
      await this.settle(tx, period, disclosure.release.settledSessions);
      await this.publish(tx, due, disclosure);
      await this.reports.release(tx, period, report);
    });
  }

  private async expireHolds(tx: Tx, report: ReportDays): Promise<void> {
    const day = today(this.clock);
    const open = await this.store.expire(tx, report);
    await this.ledger.mustPost(tx, open.map(({ holdId, feeCapMinor, currency }) => {
      const held = { programme: report.programme, price: money(BigInt(feeCapMinor), currency) };
      return journalItem(randomUUID(), day, releaseHold(held, 'unclaimed').entry, holdId);
    }));
  }

  /** Its one release, verified. @throws DisclosureError rather than release more. */
  private async disclose(
    tx: Tx, period: ProgrammePeriod, report: ReportDays,
  ): Promise<Disclosure> {
    const { carried, settled } = await this.store.before(tx, report);
    const funded = await this.fundings.sessions(tx, period.programme);
    const heads = await this.store.blocks(tx, report);
    // Which departments a block stands for is unknown here: the gateway adds their names.
    const blocks = heads.map(({ block, headcount, site }) =>
      ({ block, label: block, headcount, site: site === null ? null : String(site) }));
    const { cases, beyond } = withinHeads({ blocks }, await this.store.cases(tx, report));
    return makeRelease({
      programme: period.programme,
      period: report.report,
      rules: { k: period.k },
      layout: {
        blocks,
        modalities: Object.values(Modality),
        concerns: Object.values(Concern),
        crossed: ['modality', 'concern', 'band'],
        creditsPerMember: period.sessionsPerMember,
      },
      cases,
      bearerSessions: await this.store.bearerSessions(tx, report) + beyond,
      carried: carried ?? NOTHING_CARRIED,
      fundedSessions: Math.max(0, funded - settled),
    });
  }

  private async settle(tx: Tx, { programme }: ProgrammePeriod, sessions: number): Promise<void> {
    const settlement = markReleased(programme, BigInt(sessions));
    if (settlement.kind === 'nothing-to-settle') return;
    if (settlement.kind === 'refused') throw new PeriodNotClosed(`settlement-${settlement.reason}`);
    const families = ['delivered:programme', 'released:programme'] as const;
    await this.ledger.open(tx, families.map((family) => vaultAccount(family, programme, 'SES')));
    await this.ledger.mustPost(tx,
      [journalItem(randomUUID(), today(this.clock), settlement.entry)]);
  }

  private async publish(tx: Tx, due: DueReport, disclosure: Disclosure): Promise<void> {
    const { release, certificate, carried } = disclosure;
    const { settledSessions } = release;
    const usage = await this.signer.sign('usage', release as unknown as JsonValue);
    const { programme, report: period } = due;
    const settlement = await this.signer.sign(
      'settlement', { programme, period, version: 1, settledSessions });
    const body = Buffer.from(usage.body, 'base64url').toString('utf8');
    await this.store.keep(tx, { ...due, body, certificate, settledSessions, carried },
      today(this.clock));
    await put(tx, { contract: usageReleased, payload: usage });
    await put(tx, { contract: settlementReleased, payload: settlement });
  }
}
