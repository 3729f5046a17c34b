/** A session as a calendar file has to know it. */
export interface Dated {
  /** UTC, ISO 8601. */
  readonly startsAt: string;
  readonly minutes: number;
}

/**
 * A calendar file (RFC 5545) that says when, and nothing else: no link, no attendee, no place, and
 * an identifier that is random.
 *
 * @param summary such as "Appointment". @param now when the file is made.
 */
export function calendarFile({ startsAt, minutes }: Dated, summary: string, now: Date): string {
  const start = new Date(startsAt);
  const end = new Date(start.getTime() + minutes * 60_000);
  const stamp = (at: Date) => at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Calendar//EN', 'BEGIN:VEVENT',
    `UID:${crypto.randomUUID()}`, `DTSTAMP:${stamp(now)}`, `DTSTART:${stamp(start)}`,
    `DTEND:${stamp(end)}`, `SUMMARY:${summary}`, 'CLASS:PRIVATE', 'END:VEVENT', 'END:VCALENDAR', '',
  ].join('\r\n');
}
