import * as fc from 'fast-check';
import { appointmentTimes } from '../../demo/ready/ready.ts';
import { storyCalendar } from '../../demo/story/calendar.ts';

/** Any moment of ten years, to the minute. */
const presents = fc.integer({ min: 0, max: 10 * 366 * 1_440 })
  .map((minutes) => new Date(Date.parse('2026-01-01') + minutes * 60_000).toISOString());

describe('the calendar of a story that ends today', () => {
  it('goes forward, within three months, and is over before its last two days', () => {
    fc.assert(fc.property(presents, (present) => {
      const story = storyCalendar(present);
      const inOrder = [
        story.opens, story.setUp, story.claiming, story.care, story.changes,
        story.firstSession, story.lastSession, story.billing, story.closes,
        story.release, story.eve, story.present,
      ];
      expect([...inOrder].sort()).toEqual(inOrder);
      expect(story.later > story.release).toBe(true);
      const days = [story.setUp, story.firstSession, story.lastSession, story.billing, story.later];
      for (const day of days) expect(new Date(day).getUTCDay() % 6).not.toBe(0);
    }), { numRuns: 2_000 });
  });

  it('ends at the present, in a year of which more is to come', () => {
    fc.assert(fc.property(presents, (present) => {
      const { yearEnds, eve, ...story } = storyCalendar(present);
      expect(story.present).toBe(present);
      expect(story.report).toBe(`${story.period}.1`);
      expect(story.closes <= eve && present.slice(0, 10) < yearEnds).toBe(true);
    }));
  });

  it('leaves a therapist sessions to confirm', () => {
    fc.assert(fc.property(presents, (present) => {
      const story = storyCalendar(present);
      const times = appointmentTimes(story);
      expect(new Set(times).size).toBe(times.length);
      expect([...times].sort()).toEqual(times);
      for (const time of times) {
        expect(Date.parse(time) - Date.parse(story.eve)).toBeGreaterThan(24 * 3_600_000);
        expect(time.slice(0, 10) <= story.yearEnds).toBe(true);
      }
      const over = times.filter((time) => time < present);
      // More than three who can be over, as one in five is withheld.
      expect(over.length).toBeGreaterThan(4);
    }));
  });
});
