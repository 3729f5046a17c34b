import { REPORTS_OF_YEAR } from '#calendar/periods';

/** A year of a programme, as its reports and the invoices of its shortfall are. */
export interface ReportedYear {
  /** Its releases so far in their order, at least one; one at a flat price settles nothing. */
  readonly releases: readonly { readonly period: number; readonly settled: number | null }[];
  /** Sessions of invoices of its shortfall: paid or to be paid. */
  readonly asked: number;
  /** Sessions of such invoices that an operator has cancelled. */
  readonly cancelled: number;
}

/** A shortfall that no invoice asks for, and the year, by its place, with which it came to be. */
export interface Shortfall {
  readonly sessions: number;
  readonly year: number;
}

/**
 * What is to be invoiced of sessions that were settled beyond those ordered; null: nothing. Orders
 * are for the earliest years first, an invoice of a shortfall is for its own, and one that was
 * cancelled is given up until HR orders what it was for. Invoicing what this answers, in the name
 * of that year, leaves nothing to be invoiced.
 *
 * @param ordered sessions of all invoices that stand, but for those at a flat price; `asked` too.
 * @param years in their order. One is told to its end with its last release, or once there is one
 *   of a later year: what it left untold may never come.
 */
export function shortfallToInvoice(
  ordered: number, years: readonly ReportedYear[],
): Shortfall | null {
  const unasked = unaskedIn(ordered, years);
  const sessions = unasked.at(-1) ?? 0;
  if (sessions === 0) return null;
  return { sessions, year: unasked.findLastIndex((before) => before < sessions) + 1 };
}

/** Sessions that could be asked for once each year was told to its end. */
function unaskedIn(ordered: number, years: readonly ReportedYear[]): number[] {
  let over = years.reduce((sum, { asked }) => sum + asked, -ordered);
  let givenUp = 0;
  return years.filter(isTold).map(({ releases, asked, cancelled }) => {
    over += (releases.at(-1)?.settled ?? 0) - asked;
    givenUp = Math.min(givenUp + cancelled, Math.max(0, over));
    return Math.max(0, over) - givenUp;
  });
}

function isTold({ releases }: ReportedYear, at: number, years: readonly ReportedYear[]): boolean {
  return at < years.length - 1 || releases.at(-1)?.period === REPORTS_OF_YEAR;
}
