import { Inject, Injectable } from '@nestjs/common';
import { REPORT_STATEMENT, type Report } from '#disclosure/year/statement';
import { today, type Clock } from '#platform/clock';
import type { Tx } from '#platform/database';
import { CLOCK } from '../foundation/tokens.ts';
import { PeriodsStore } from '../programmes/periods.store.ts';
import { VaultVerifier } from '../statements/vault-verifier.ts';
import { arrivalOf, type ReportRefusal } from './arrival.ts';
import { ReportsAsideStore } from './reports-aside.store.ts';
import { reportOf, ReportsStore, type SignedReport } from './reports.store.ts';
import { SettlementsService } from './settlements.service.ts';

/** A report that came, was verified, and is decided about with those that wait. */
interface Arriving {
  readonly report: Report;
  readonly signed: SignedReport;
}

/** Takes a year's reports in their order, however they come; what does not fit is put aside. */
@Injectable()
export class ReportArrivals {
  constructor(
    private readonly store: ReportsStore,
    private readonly aside: ReportsAsideStore,
    private readonly periods: PeriodsStore,
    private readonly settlements: SettlementsService,
    private readonly verifier: VaultVerifier,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Decide about a report: it is stored and settled with all that waited for it; or it waits; or it
   * is noted as refused, and why is answered.
   */
  async arrive(tx: Tx, arriving: Arriving): Promise<ReportRefusal | null> {
    const { report, signed } = arriving;
    await this.store.lock(tx, report.programme);
    const standing = await this.store.ofYear(tx, report);
    if (standing.some(({ body }) => body === signed.body)) {
      await this.aside.forget(tx, report, signed);
      return null;
    }
    const waiting = (await this.fitting(await this.aside.waiting(tx, report), false))
      .filter((one) => one.signed.body !== signed.body);
    const inOrder = [...waiting, arriving]
      .sort((a, b) => a.report.release.period - b.report.release.period);
    return this.takeInOrder(tx, standing.map(reportOf), inOrder, arriving);
  }

  /** A year's terms are confirmed: its reports that came before that wait no more for them. */
  async goOn(tx: Tx, year: Pick<Report, 'programme' | 'period'>): Promise<void> {
    await this.store.lock(tx, year.programme);
    const standing = await this.store.ofYear(tx, year);
    const waiting = await this.fitting(
      await this.aside.waiting(tx, year), standing.length === 0);
    await this.takeInOrder(tx, standing.map(reportOf), waiting);
  }

  /**
   * Of what waits, in order, what may be taken now: nothing that a key which the vault has left
   * signed follows what the present one did, since whoever checks the year would refuse it. The
   * vault tells such a one again, as it told what comes first.
   *
   * @param isFirst whether nothing of the year stands or arrives beside it.
   */
  private async fitting(waiting: readonly SignedReport[], isFirst: boolean): Promise<Arriving[]> {
    const fitting: Arriving[] = [];
    let isOfLeftKey = isFirst;
    for (const signed of waiting) {
      const isOurs = await this.verifier.isOurs({ type: REPORT_STATEMENT, ...signed });
      isOfLeftKey &&= !isOurs;
      if (isOurs || isOfLeftKey) fitting.push({ report: reportOf(signed), signed });
    }
    return fitting;
  }

  private async takeInOrder(
    tx: Tx, standing: readonly Report[], inOrder: readonly Arriving[], arriving?: Arriving,
  ): Promise<ReportRefusal | null> {
    const [first] = inOrder;
    if (!first) return null;
    const { programme, period } = first.report;
    const confirmed = await this.periods.confirmed(tx, programme, period);
    const taken = [...standing];
    let refusal: ReportRefusal | null = null;
    for (const one of inOrder) {
      const { report, signed } = one;
      const arrival = arrivalOf(report, confirmed, taken);
      if (arrival.kind === 'waits') {
        await this.aside.keep(tx, report, signed, today(this.clock));
      } else if (arrival.kind === 'refused') {
        await this.aside.refuse(tx, report, signed, arrival, today(this.clock));
        if (one === arriving) refusal = arrival.reason;
      } else {
        await this.store.add(tx, report, signed);
        await this.aside.forget(tx, report, signed);
        taken.push(report);
      }
    }
    if (taken.length > standing.length) await this.settlements.settle(tx, programme);
    return refusal;
  }
}
