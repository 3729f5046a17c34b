import { daysAfter, readPeriod, type BenefitPeriod } from '#calendar/periods';

/**
 * The story's time: a year whose first reporting period is over and reported by the day on which it
 * is played, so that clocks, authenticators and calendars of whoever looks at what it left agree
 * with it.
 * Moments are ISO 8601 in UTC, days `YYYY-MM-DD`.
 */
export interface StoryCalendar {
  /** The programme year. */
  readonly period: string;
  /** Its first reporting period, in which the story plays. */
  readonly report: string;
  readonly opens: string;
  /** The first day after the reporting period. */
  readonly closes: string;
  /** HR sets the programme up and pays. */
  readonly setUp: string;
  /** Everyone claims and is issued credits. */
  readonly claiming: string;
  /** Weeks later, some of them ask for care. */
  readonly care: string;
  /** Some change their mind in time. */
  readonly changes: string;
  readonly firstSession: string;
  readonly lastSession: string;
  /** Therapists bill what they delivered; payouts run. */
  readonly billing: string;
  /** A morning after the day of the release, which is thirty days after its last day. */
  readonly release: string;
  /** A working day after the release. */
  readonly later: string;
  /** Two days before the end: an ordinary day of the year is made ready from here. */
  readonly eve: string;
  /** When the story ends. */
  readonly present: string;
  /** The last day of the year. */
  readonly yearEnds: string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MONDAY = 1;

/**
 * The calendar of a story that ends at `present`: of a year whose first months were the last that
 * are reported two days earlier, with the working weeks counted from its first Monday but the first
 * two days'.
 */
export function storyCalendar(present: string): StoryCalendar {
  const eve = Date.parse(present) - 2 * DAY_MS;
  const story = lastReported(eve);
  const monday = firstWorkingMonday(story.opens);
  const at = (days: number, hour: string) => `${dayOf(monday + days * DAY_MS)}T${hour}:00.000Z`;
  const released = releaseOf(story);
  return Object.freeze({
    period: story.label,
    report: story.reports[0]?.label ?? '',
    opens: story.opens,
    closes: story.reports[0]?.closes ?? '',
    setUp: at(0, '09:00'),
    claiming: at(2, '09:00'),
    care: at(14, '18:30'),
    changes: at(18, '12:00'),
    firstSession: dayOf(monday + 21 * DAY_MS),
    lastSession: dayOf(monday + 74 * DAY_MS),
    billing: at(77, '10:00'),
    release: new Date(released).toISOString(),
    later: `${workingDays(dayOf(released + 7 * DAY_MS), dayOf(released + 10 * DAY_MS))[0]}`
      + 'T08:00:00.000Z',
    eve: new Date(eve).toISOString(),
    present,
    yearEnds: story.last,
  });
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

/** The year that began last of those whose first months are reported at a moment. */
function lastReported(moment: number): BenefitPeriod {
  let first = dayOf(moment).slice(0, 7);
  for (;;) {
    const year = readPeriod(first);
    if (!year) throw new RangeError('there is no year so early');
    if (releaseOf(year) <= moment) return year;
    first = daysAfter(year.opens, -1).slice(0, 7);
  }
}

/** Two days after its first release is due, at eight. */
function releaseOf({ reports: [report] }: BenefitPeriod): number {
  return Date.parse(report?.releases ?? '') + 2 * DAY_MS + 8 * HOUR_MS;
}

/** The first Monday of a year on which the programme can have opened before. */
function firstWorkingMonday(start: string): number {
  let at = Date.parse(start) + 2 * DAY_MS;
  while (new Date(at).getUTCDay() !== MONDAY) at += DAY_MS;
  return at;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
