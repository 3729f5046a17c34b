import * as fc from 'fast-check';
import { appointmentTimes } from '../../demo/ready/ready.ts';
import { storyCalendar, yearAfter } from '../../demo/story/calendar.ts';

/** Any moment of ten years, to the minute. */
const presents = fc.integer({ min: 0, max: 10 * 366 * 1_440 })
  .map((minutes) => new Date(Date.parse('2026-01-01') + minutes * 60_000).toISOString());

describe('the calendar of a story that ends today', () => {
  it('goes forward, three months by three months, and is over before its last three days', () => {
    fc.assert(fc.property(presents, (present) => {
      const story = storyCalendar(present);
      const inOrder = [
        story.opens, story.setUp, story.claiming,
        ...story.quarters.flatMap((months, place) => [
          months.care, ...place === 0 ? [story.changes] : [], months.firstSession,
          months.lastSession, months.billing, months.closes]),
        story.quarters.at(-1)!.release, story.eve, story.present,
      ];
      expect([...inOrder].sort()).toEqual(inOrder);
      const days = [story.setUp, ...story.quarters.flatMap(
        ({ firstSession, lastSession, billing }) => [firstSession, lastSession, billing])];
      for (const day of days) expect(new Date(day).getUTCDay() % 6).not.toBe(0);
    }), { numRuns: 2_000 });
  });

  it('reads each report before that of the next months, while therapists bill those', () => {
    fc.assert(fc.property(presents, (present) => {
      const { quarters } = storyCalendar(present);
      for (const [place, { billing }] of quarters.slice(1).entries()) {
        expect(quarters[place]!.release < billing).toBe(true);
        expect(quarters[place + 1]!.closes > billing).toBe(true);
      }
    }));
  });

  it('ends at the present, in the year after, of which more is to come', () => {
    fc.assert(fc.property(presents, (present) => {
      const story = storyCalendar(present);
      const next = yearAfter(story);
      expect([story.present, next.present]).toEqual([present, present]);
      expect(story.report).toBe(`${story.period}.1`);
      expect(next.opens > story.yearEnds && next.opens < story.eve).toBe(true);
      expect(present.slice(0, 10) < next.yearEnds).toBe(true);
    }));
  });

  it('leaves a therapist sessions to confirm', () => {
    fc.assert(fc.property(presents, (present) => {
      const story = yearAfter(storyCalendar(present));
      const times = appointmentTimes(story);
      expect(new Set(times).size).toBe(times.length);
      expect([...times].sort()).toEqual(times);
      for (const time of times) {
        expect(Date.parse(time) - Date.parse(story.eve)).toBeGreaterThan(24 * 3_600_000);
        expect(time.slice(0, 10) <= story.yearEnds).toBe(true);
      }
      // Three are to be over, two to come: of each enough are left where one in five is withheld.
      const over = times.filter((time) => time < present);
      expect([over.length, times.length - over.length]).toEqual([12, 8]);
    }));
  });
});
