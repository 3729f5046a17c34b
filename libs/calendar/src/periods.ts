import { daysAfter } from './days.ts';

/*
 * Which days the labels of periods stand for, and nothing else decides it: neither domain takes a
 * date of a period from the other, and no wallet from either. Days are `YYYY-MM-DD`; no clock is
 * read here.
 *
 *   2026-10     the programme year of twelve months from October 2026 on
 *   2026-10.2   its second reporting period, January to March 2027
 */

/** Label of a benefit period, for which credits are issued: a programme year. */
export const PERIOD_LABEL = /^[12]\d{3}-(?:0[1-9]|1[0-2])$/;
/** Label of a reporting period of a programme year. */
export const REPORT_LABEL = /^[12]\d{3}-(?:0[1-9]|1[0-2])\.[1-4]$/;

/** Months of a reporting period. */
const REPORT_MONTHS = 3;
/** Reporting periods of a programme year. */
export const REPORTS_OF_YEAR = 4;
/** A year may be opened while it runs, or so many days before it begins. */
export const OPENS_AHEAD_DAYS = 366;
/** Days between the last day of a reporting period and the day on which its release appears. */
const RELEASE_DELAY_DAYS = 30;
/** So many days before a programme year opens its credits can be had, and book sessions of it. */
const EARLY_DAYS = 60;

/** Days in a row: the first, the last, and the first after them. */
export interface Days {
  readonly opens: string;
  readonly last: string;
  readonly closes: string;
}

/** What is closed and released at once. */
export interface ReportingPeriod extends Days {
  readonly label: string;
  /** The benefit period that it is of. */
  readonly period: string;
  /** The day on which its release appears. */
  readonly releases: string;
}

/** What an employer buys: its credits pay for sessions on its days. */
export interface BenefitPeriod extends Days {
  readonly label: string;
  /** First day on which its credits are issued, and can be spent on what is on its days. */
  readonly startsBooking: string;
  /** From end to end, in their order. */
  readonly reports: readonly ReportingPeriod[];
}

/** The benefit period of a label; null for what is none. Whatever is read is frozen. */
export function readPeriod(label: string): BenefitPeriod | null {
  if (!PERIOD_LABEL.test(label)) return null;
  const [year, month] = [Number(label.slice(0, 4)), Number(label.slice(5)) - 1];
  const days = daysOf(year, month, REPORTS_OF_YEAR * REPORT_MONTHS);
  const reports = Array.from({ length: REPORTS_OF_YEAR }, (_, at) => reportOf(
    label, at + 1, daysOf(year, month + at * REPORT_MONTHS, REPORT_MONTHS)));
  const startsBooking = daysAfter(days.opens, -EARLY_DAYS);
  return Object.freeze({ label, ...days, startsBooking, reports: Object.freeze(reports) });
}

/**
 * The reporting period of a label; null for what is none. A month, a range, a year to date or a
 * rolling window has no label: the difference of two windows that overlap is a table of its own
 * that nobody has protected.
 */
export function readReport(label: string): ReportingPeriod | null {
  if (!REPORT_LABEL.test(label)) return null;
  const [period = ''] = label.split('.');
  return readPeriod(period)?.reports.find((report) => report.label === label) ?? null;
}

/** The reporting period of a benefit period that a day lies in; null where it is not of it. */
export function reportOn(period: BenefitPeriod, day: string): ReportingPeriod | null {
  return period.reports.find((report) => holds(report, day)) ?? null;
}

/** Whether a day lies in a period. */
export function holds({ opens, last }: Days, day: string): boolean {
  return opens <= day && day <= last;
}

/** The benefit period that follows without a gap. @throws RangeError for what is no label. */
export function nextPeriod(label: string): BenefitPeriod {
  return yearsAfter(label, 1);
}

/** The benefit period that ends where this one begins. @throws RangeError for what is no label. */
export function periodBefore(label: string): BenefitPeriod {
  return yearsAfter(label, -1);
}

/** Whether two periods share a day. */
export function overlap(one: Days, other: Days): boolean {
  return one.opens <= other.last && other.opens <= one.last;
}

/** Whether two benefit periods share a day, by their labels; what is no label shares none. */
export function shareDays(one: string, other: string): boolean {
  const [first, second] = [readPeriod(one), readPeriod(other)];
  return first !== null && second !== null && overlap(first, second);
}

function reportOf(period: string, number: number, days: Days): ReportingPeriod {
  const releases = daysAfter(days.last, RELEASE_DELAY_DAYS);
  return Object.freeze({ label: `${period}.${number}`, period, ...days, releases });
}

/** The benefit period that begins so many years later, or before. */
function yearsAfter(label: string, years: number): BenefitPeriod {
  const period = PERIOD_LABEL.test(label)
    && readPeriod(`${Number(label.slice(0, 4)) + years}${label.slice(4)}`);
  if (!period) throw new RangeError('this is no label of a period');
  return period;
}

function daysOf(year: number, month: number, months: number): Days {
  const day = (monthIndex: number, dayOfMonth: number) =>
    new Date(Date.UTC(year, monthIndex, dayOfMonth)).toISOString().slice(0, 10);
  return { opens: day(month, 1), last: day(month + months, 0), closes: day(month + months, 1) };
}
