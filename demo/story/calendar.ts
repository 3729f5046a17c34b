/** The story's time. Only the demo and tests may move the clock, and only this many times. */
export const calendar = Object.freeze({
  /** The benefit period, a calendar quarter. */
  period: '2027-Q1',
  opens: '2027-01-01',
  /** The first day after the period. */
  closes: '2027-04-01',
  /** HR sets the programme up and pays. */
  setUp: '2027-01-04T09:00:00.000Z',
  /** Everyone claims and is issued credits. */
  claiming: '2027-01-06T09:00:00.000Z',
  /** Weeks later, some of them ask for care. */
  care: '2027-01-20T18:30:00.000Z',
  /** Some change their mind in time. */
  changes: '2027-01-21T12:00:00.000Z',
  firstSession: '2027-01-25',
  lastSession: '2027-03-19',
  /** Therapists bill what they delivered; payouts run. */
  billing: '2027-03-22T10:00:00.000Z',
  /** The day of the release, thirty days after the quarter has closed, and a margin. */
  release: '2027-05-03T08:00:00.000Z',
});

const DAY_MS = 86_400_000;

/** The working days from `first` to `last` (`YYYY-MM-DD`, both included), in order. */
export function workingDays(first: string, last: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += DAY_MS) {
    const weekday = new Date(at).getUTCDay();
    if (weekday !== 0 && weekday !== 6) days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}
