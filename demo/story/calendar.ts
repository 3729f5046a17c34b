import { daysAfter } from '#calendar/days';
import {
  nextPeriod, readPeriod, type BenefitPeriod, type ReportingPeriod,
} from '#calendar/periods';

/**
 * Three months of the story: people come, sessions are held and billed, and what was counted is
 * released. Moments are ISO 8601 in UTC, days `YYYY-MM-DD`.
 */
export interface Months {
  /** The reporting period. */
  readonly report: string;
  /** Some people ask for care. */
  readonly care: string;
  readonly firstSession: string;
  readonly lastSession: string;
  /** Therapists bill what they delivered; payouts run. */
  readonly billing: string;
  /** The first day after the reporting period. */
  readonly closes: string;
  /** A morning after the day of the release, which is thirty days after its last day. */
  readonly release: string;
}

/**
 * The story's time: a year that is over and reported by the day on which it is played, so that
 * clocks, authenticators and calendars of whoever looks at what it left agree with it. Of its
 * months, those in which the story is now are its own; at first they are the first.
 */
export interface StoryCalendar extends Months {
  /** The programme year. */
  readonly period: string;
  readonly opens: string;
  /** The last day of the year. */
  readonly yearEnds: string;
  /** HR sets the programme up and pays. */
  readonly setUp: string;
  /** Letters are entered and credits issued. */
  readonly claiming: string;
  /** Some change their mind in time. */
  readonly changes: string;
  /** All months of the year. */
  readonly quarters: readonly Months[];
  /** Three days before the end: an ordinary day of the next year is made ready from here. */
  readonly eve: string;
  /** When the story ends. */
  readonly present: string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MONDAY = 1;
/** Of what was held, weeks later: but before the next months, and after the last release. */
const BILLING_DAY = 77;

/**
 * The calendar of a story that ends at `present`: of the last year that is reported as a whole
 * three days earlier, with the working weeks counted from the first Monday of each three months.
 */
export function storyCalendar(present: string): StoryCalendar {
  const eve = Date.parse(present) - 3 * DAY_MS;
  const year = lastReported(eve);
  const at = momentsFrom(firstWorkingMonday(year.opens));
  const quarters = Object.freeze(year.reports.map(monthsOf));
  return Object.freeze({
    ...quarters[0] as Months,
    period: year.label,
    opens: year.opens,
    yearEnds: year.last,
    setUp: at(0, '09:00'),
    claiming: at(2, '09:00'),
    changes: at(18, '12:00'),
    quarters,
    eve: new Date(eve).toISOString(),
    present,
  });
}

/** The calendar in other months of the year. */
export function during(calendar: StoryCalendar, months: Months): StoryCalendar {
  return { ...calendar, ...months };
}

/** The calendar of the year that follows, of which the present is an ordinary day. */
export function yearAfter(calendar: StoryCalendar): StoryCalendar {
  const { label, opens, last } = nextPeriod(calendar.period);
  return { ...calendar, period: label, opens, yearEnds: last };
}

/** The working days from `first` to `last` (`YYYY-MM-DD`, both included), in order. */
export function workingDays(first: string, last: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += DAY_MS) {
    const weekday = new Date(at).getUTCDay();
    if (weekday !== 0 && weekday !== 6) days.push(dayOf(at));
  }
  return days;
}

/** The year that began last of those that are reported as a whole at a moment. */
function lastReported(moment: number): BenefitPeriod {
  let first = dayOf(moment).slice(0, 7);
  for (;;) {
    const year = readPeriod(first);
    const last = year?.reports.at(-1);
    if (!year || !last) throw new RangeError('there is no year so early');
    if (releaseOf(last) <= moment) return year;
    first = daysAfter(year.opens, -1).slice(0, 7);
  }
}

function monthsOf(report: ReportingPeriod): Months {
  const monday = firstWorkingMonday(report.opens);
  const at = momentsFrom(monday);
  return Object.freeze({
    report: report.label,
    care: at(14, '18:30'),
    firstSession: dayOf(monday + 21 * DAY_MS),
    // What is shown of times is this week and the next three.
    lastSession: dayOf(monday + 39 * DAY_MS),
    billing: at(BILLING_DAY, '10:00'),
    closes: report.closes,
    release: new Date(releaseOf(report)).toISOString(),
  });
}

function momentsFrom(monday: number) {
  return (days: number, hour: string) => `${dayOf(monday + days * DAY_MS)}T${hour}:00.000Z`;
}

/** Two days after its release is due, at eight. */
function releaseOf({ releases }: ReportingPeriod): number {
  return Date.parse(releases) + 2 * DAY_MS + 8 * HOUR_MS;
}

/** The first Monday of months on which the programme can have opened before. */
function firstWorkingMonday(start: string): number {
  let at = Date.parse(start) + 2 * DAY_MS;
  while (new Date(at).getUTCDay() !== MONDAY) at += DAY_MS;
  return at;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
