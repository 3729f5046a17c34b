import { Injectable } from '@nestjs/common';
import { shortfallToInvoice } from '#billing/shortfall';
import { balanceOf, type Balance } from '#disclosure/year/money';
import type { Report } from '#disclosure/year/statement';
import type { Tx } from '#platform/database';
import { InvoicesStore } from '../invoices/invoices.store.ts';
import { reportOf, ReportsStore } from './reports.store.ts';

/** A balance, with what it follows from. */
export interface StandingBalance extends Balance {
  /** The latest report; null: none is released. */
  readonly last: Report | null;
  /**
   * Settled of years that are told to their end, beyond all that was asked for: invoiced now, in
   * the name of a year; null: nothing.
   */
  readonly toInvoice: { readonly sessions: number; readonly year: string } | null;
}

/** The balance of a programme, in sessions, by its invoices and its signed reports. */
@Injectable()
export class BalancesService {
  constructor(
    private readonly invoices: InvoicesStore,
    private readonly reports: ReportsStore,
  ) {}

  /** As it stands in `tx`. */
  async of(tx: Tx, programmeId: string): Promise<StandingBalance> {
    const reports = (await this.reports.list(tx, programmeId)).map(reportOf);
    const years = [...Map.groupBy(reports, ({ period }) => period)].map(([label, all]) =>
      ({ label, releases: all.map(({ release }) => release) }));
    const ordered = await this.invoices.ordered(tx, programmeId);
    const sums = new Map((await this.invoices.shortfalls(tx, programmeId))
      .map((one) => [one.year, one]));
    const shortfall = shortfallToInvoice(ordered.paid + ordered.open, years.map((year) =>
      ({ ...year, ...sums.get(year.label) ?? { asked: 0, cancelled: 0 } })));
    const label = shortfall && years[shortfall.year]?.label;
    return {
      ...balanceOf(ordered, years.map(({ releases }) => releases)), last: reports.at(-1) ?? null,
      toInvoice: shortfall && label ? { sessions: shortfall.sessions, year: label } : null,
    };
  }
}
