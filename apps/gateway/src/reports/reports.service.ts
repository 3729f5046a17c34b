import { Injectable } from '@nestjs/common';
import { periodBefore } from '#calendar/periods';
import { planYear, type ReportTerms } from '#disclosure/year/plan';
import { Database, type Tx } from '#platform/database';
import { CodedError } from '#server/coded-error';
import type { HrCaller } from '../http/caller.ts';
import { InvoicesStore } from '../invoices/invoices.store.ts';
import { PeriodsStore, type SeatRange } from '../programmes/periods.store.ts';
import { ProgrammesStore, type ProgrammeRow } from '../programmes/programmes.store.ts';
import { BalancesService } from '../releases/balances.service.ts';
import { reportOf, ReportsStore, type SignedReport } from '../releases/reports.store.ts';
import type { Balance } from './reports.graphql.ts';
import { siteNames } from './site-names.ts';
import { yearView, type YearReports, type YearView } from './year-view.ts';

/** A release of a year, and the bytes that say so. */
export interface SaidReport extends SignedReport {
  /** Label of the reporting period. */
  readonly report: string;
  /** YYYY-MM-DD. */
  readonly releasedOn: string;
}

/** A programme year with all that was told of it. */
export interface ReportedYear extends YearView {
  /** Label of the year. */
  readonly period: string;
  readonly statements: readonly SaidReport[];
}

interface ReadYear extends YearReports {
  readonly period: string;
  readonly terms: ReportTerms;
  readonly statements: readonly SaidReport[];
}

/** Reads signed reports as HR does: nothing here knows more than they say. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly db: Database,
    private readonly store: ReportsStore,
    private readonly programmes: ProgrammesStore,
    private readonly periods: PeriodsStore,
    private readonly invoices: InvoicesStore,
    private readonly balances: BalancesService,
  ) {}

  /** Years of which something was released, in order. @throws CodedError NOT_FOUND */
  async years(caller: HrCaller, programmeId: string): Promise<ReportedYear[]> {
    return (await this.read(caller, programmeId)).years;
  }

  /** One of them, with whose it is. @throws CodedError NOT_FOUND */
  async year(
    caller: HrCaller, programmeId: string, period: string,
  ): Promise<{ readonly programme: ProgrammeRow; readonly year: ReportedYear }> {
    const { programme, years } = await this.read(caller, programmeId);
    const year = years.find((one) => one.period === period);
    if (!year) throw new CodedError('NOT_FOUND', 'Nothing was released of that year.');
    return { programme, year };
  }

  /** Sessions that were bought, by what reports settle; and until when flat prices are paid. */
  balance(caller: HrCaller, programmeId: string): Promise<Balance> {
    return this.db.read('balance', async (tx) => {
      const programme = await this.own(tx, caller, programmeId);
      const { purchased, left, shortfall, asked, last } = await this.balances.of(tx, programme.id);
      return { purchased, displayed: left, shortfall, shortfallInvoiced: asked,
        asOfRelease: last?.report ?? null, releasedOn: last?.releasedOn ?? null,
        paidUntil: await this.invoices.paidUntil(tx, programme.id) };
    });
  }

  private async own(tx: Tx, caller: HrCaller, programmeId: string): Promise<ProgrammeRow> {
    const programme = await this.programmes.find(tx, programmeId, caller.employerId);
    if (!programme) throw new CodedError('NOT_FOUND', 'You have no such programme.');
    return programme;
  }

  private read(caller: HrCaller, programmeId: string) {
    return this.db.read('reports', async (tx) => {
      const programme = await this.own(tx, caller, programmeId);
      const read = readYears(await this.store.list(tx, programme.id));
      const years: ReportedYear[] = [];
      for (const year of read) {
        const before = read.find(({ period }) => period === periodBefore(year.period).label);
        const names = await this.names(tx, programme.id, year);
        const { period, statements } = year;
        years.push({ period, statements, ...yearView(year, before ?? null, names) });
      }
      return { programme, years };
    });
  }

  /** Names of blocks; none where what is known here are other groups than were counted. */
  private async names(tx: Tx, programmeId: string, { period, terms }: ReadYear) {
    const ranges = await this.periods.ranges(tx, programmeId, period);
    const people = (number: number) => ranges.filter(({ block }) => placeOf(block) === number)
      .reduce((sum, { headcount }) => sum + headcount, 0);
    const areThese = terms.departments.every((one) => people(one.number) === one.people);
    return siteNames(areThese ? ranges.map(placed) : []);
  }
}

/** Reports by the year that they are of. */
function readYears(signed: readonly SignedReport[]): ReadYear[] {
  const read = signed.map((one) => ({ ...reportOf(one), ...one }));
  return [...Map.groupBy(read, ({ period }) => period)].map(([period, reports]) => {
    const [first] = reports;
    const plan = first && planYear(first.terms);
    if (!first || plan?.kind !== 'planned') throw new Error('a signed report has no plan');
    return { period, plan, terms: first.terms, releases: reports.map(({ release }) => release),
      statements: reports.map(({ report, releasedOn, body, signature }) =>
        ({ report, releasedOn, body, signature })) };
  });
}

function placed({ block, site, department }: SeatRange) {
  return { block: placeOf(block), site, department };
}

/** Blocks are B1, B2, …: in a report each is known by its place. */
function placeOf(block: string): number {
  return Number(block.slice(1));
}
