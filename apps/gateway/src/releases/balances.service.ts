import { Injectable } from '@nestjs/common';
import { REPORTS_OF_YEAR } from '#calendar/periods';
import { balanceOf, type Balance } from '#disclosure/year/money';
import type { Report } from '#disclosure/year/statement';
import type { Tx } from '#platform/database';
import { InvoicesStore } from '../invoices/invoices.store.ts';
import { reportOf, ReportsStore } from './reports.store.ts';

/** A balance, with what it follows from. */
export interface StandingBalance extends Balance {
  /** The latest report; null: none is released. */
  readonly last: Report | null;
  /** Label of the last year that is told to its end; null: none is. */
  readonly toldYear: string | null;
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
    const years = [...Map.groupBy(reports, ({ period }) => period).values()];
    const told = reports.findLast(({ release }) => release.period === REPORTS_OF_YEAR);
    return {
      ...balanceOf(await this.invoices.ordered(tx, programmeId),
        years.map((year) => year.map(({ release }) => release))),
      last: reports.at(-1) ?? null, toldYear: told?.period ?? null,
    };
  }
}
