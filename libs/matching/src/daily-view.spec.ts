import fc from 'fast-check';
import { SHOWN_WEEKS } from '#calendar/shown-weeks';
import {
  dailyView, drawsUnder, isWithheld, isWithinReach, MOST_TIMES_EACH, MOST_USUAL,
  type MidnightTime,
} from './daily-view.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** A Monday. */
const MONDAY = Date.UTC(2026, 10, 2);
const CASE = 'e2f2c1f0-0000-4000-8000-000000000001';

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const draws = key.map(drawsUnder);
/** Times within eight weeks, each hour of a therapist once. */
const times = fc.uniqueArray(
  fc.record({
    providerId: fc.constantFrom('ada', 'ben', 'cleo'), hour: fc.integer({ min: 0, max: 56 * 24 }),
    isUsual: fc.boolean(), isOwn: fc.constant(false), isUnlicensed: fc.constant(false),
  }), { selector: ({ providerId, hour }) => `${providerId} ${hour}`, maxLength: 120 },
).map((all) => all.map(({ providerId, hour, ...time }): MidnightTime => ({
  ...time, id: `${providerId} ${hour}`, providerId, startsAt: new Date(MONDAY + hour * HOUR_MS),
})));
const someone = fc.uuid().map((caseId) => ({ caseId, now: new Date(MONDAY) }));
const at = (day: number) => new Date(MONDAY + day * DAY_MS + HOUR_MS);

/** All hours of one therapist's eight weeks. */
const MANY = Array.from({ length: 56 * 24 }, (_, hour): MidnightTime => ({
  id: String(hour), providerId: 'ada', isUsual: false, isOwn: false, isUnlicensed: false,
  startsAt: new Date(MONDAY + hour * HOUR_MS) }));

describe('what a client is shown', () => {
  it('is a part of what was free, at most eight of a therapist, soonest first', () => {
    fc.assert(fc.property(times, someone, draws, (free, viewer, drawn) => {
      const shown = dailyView(free, viewer, drawn);
      expect(shown.every((time) => free.includes(time))).toBe(true);
      expect(new Set(shown).size).toBe(shown.length);
      const each = [...Map.groupBy(shown, ({ providerId }) => providerId).values()];
      expect(each.every((hers) => hers.length <= MOST_TIMES_EACH)).toBe(true);
      const starts = shown.map(({ startsAt }) => startsAt.getTime());
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    }));
  });

  it('is the same at every look of a day, whatever was booked since midnight', () => {
    const later = fc.nat(DAY_MS - 1);
    fc.assert(fc.property(times, fc.uuid(), draws, later, (free, caseId, drawn, ms) => {
      const seen = (at: number) => dailyView(free, { caseId, now: new Date(MONDAY + at) }, drawn);
      expect(seen(ms)).toEqual(seen(0));
    }));
  });

  it.each(['isOwn', 'isUnlicensed'] as const)('loses what %s, and no other time comes in', (why) => {
    fc.assert(fc.property(times, someone, draws, fc.infiniteStream(fc.boolean()),
      (free, viewer, drawn, booked) => {
        const before = dailyView(free, viewer, drawn);
        const own = new Set(free.filter(() => booked.next().value === true));
        const after = dailyView(
          free.map((time) => ({ ...time, [why]: own.has(time) })), viewer, drawn);
        expect(after.map(({ id }) => id))
          .toEqual(before.filter((time) => !own.has(time)).map(({ id }) => id));
      }));
  });

  it('mostly stays to the next day, and every day some go to which nothing happened', () => {
    const drawn = drawsUnder(new Uint8Array(32).fill(7));
    const seen = (caseId: string, day: number) => new Set(
      dailyView(MANY, { caseId, now: at(day) }, drawn).map(({ id }) => id));
    const stays = Array.from({ length: 60 }, (_, place) => {
      const caseId = `${CASE} ${place}`;
      const [before, after] = [seen(caseId, 1), seen(caseId, 2)];
      return [...before].filter((id) => after.has(id)).length;
    });
    const share = stays.reduce((sum, one) => sum + one, 0) / stays.length / MOST_TIMES_EACH;
    expect(share).toBeGreaterThan(0.55);
    expect(share).toBeLessThan(0.85);
  });

  it('is another part for another case', () => {
    const drawn = drawsUnder(new Uint8Array(32).fill(7));
    const seen = (caseId: string) =>
      dailyView(MANY, { caseId, now: at(0) }, drawn).map(({ id }) => id).join();
    expect(seen(CASE)).toBe(seen(CASE));
    expect(seen(`${CASE.slice(0, -1)}2`)).not.toBe(seen(CASE));
  });

  it('has her usual hour before others, half of it on a day, and room for others', () => {
    fc.assert(fc.property(times, someone, draws, (free, viewer, drawn) => {
      const shown = dailyView(free, viewer, drawn);
      const isDrawn = drawn.usual(viewer.caseId, MONDAY / DAY_MS);
      for (const hers of Map.groupBy(free, ({ providerId }) => providerId).values()) {
        const usual = hers.filter((time) => time.isUsual && isWithinReach(time, viewer.now)
          && !isWithheld(time, viewer.now, drawn) && isDrawn(time))
          .toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
        expect(shown.filter((time) => hers.includes(time) && time.isUsual))
          .toEqual(usual.slice(0, MOST_USUAL));
      }
    }));
  });

  it('has a time at her usual hour on half of the days, some days after each other', () => {
    const drawn = drawsUnder(new Uint8Array(32).fill(7));
    const isShown = (day: number) => drawn.usual(CASE, day);
    const [days, changes] = MANY.slice(0, 400).reduce(([sum, more], time) => {
      const shown = Array.from({ length: 20 }, (_, day) => isShown(20_000 + day)(time));
      return [sum + shown.filter(Boolean).length,
        more + shown.slice(1).filter((now, at) => now !== shown[at]).length];
    }, [0, 0]);
    expect(days / 8_000).toBeGreaterThan(0.45);
    expect(days / 8_000).toBeLessThan(0.55);
    // Drawn anew on one day in five, it is another one half of the time.
    expect(changes / 7_600).toBeGreaterThan(0.08);
    expect(changes / 7_600).toBeLessThan(0.12);
  });

  it('is of this week and the next three', () => {
    fc.assert(fc.property(times, someone, draws, (free, viewer, drawn) => {
      const end = MONDAY + SHOWN_WEEKS * 7 * DAY_MS;
      expect(dailyView(free, viewer, drawn).every(({ startsAt }) => startsAt.getTime() < end))
        .toBe(true);
    }));
  });
});

describe('what is withheld', () => {
  it('is never shown to anybody', () => {
    fc.assert(fc.property(times, someone, draws, (free, viewer, drawn) => {
      const shown = dailyView(free, viewer, drawn);
      for (const time of free.filter((one) => isWithheld(one, viewer.now, drawn))) {
        expect(shown).not.toContain(time);
      }
    }));
  });

  it('is withheld for good: from its midnight to its end', () => {
    fc.assert(fc.property(draws, fc.nat(MANY.length - 1), (drawn, place) => {
      const time = MANY[place]!;
      const days = Array.from({ length: 57 }, (_, day) => isWithheld(time, at(day), drawn));
      const first = days.indexOf(true);
      expect(days.slice(first < 0 ? days.length : first).every(Boolean)).toBe(true);
    }));
  });

  it('is a fifth of all times in the end, from midnights that are spread over their weeks', () => {
    const drawn = drawsUnder(new Uint8Array(32).fill(1));
    const share = (daysBefore: number) => MANY.filter((time) =>
      isWithheld(time, new Date(time.startsAt.getTime() - daysBefore * DAY_MS), drawn)).length
      / MANY.length;
    expect(share(0)).toBeGreaterThan(0.17);
    expect(share(0)).toBeLessThan(0.23);
    expect(share(12) / share(1)).toBeGreaterThan(0.35);
    expect(share(12) / share(1)).toBeLessThan(0.65);
    expect(share(28)).toBe(0);
  });

  it('never begins on the day of the time itself, when it is too near to be booked', () => {
    fc.assert(fc.property(draws, fc.nat(MANY.length - 1), (drawn, place) => {
      const time = MANY[place]!;
      const last = new Date(time.startsAt.getTime() - DAY_MS);
      expect(isWithheld(time, last, drawn)).toBe(isWithheld(time, time.startsAt, drawn));
    }));
  });

  it('is the same for a time that is published again, and others under another key', () => {
    fc.assert(fc.property(key, key, (one, other) => {
      fc.pre(one.some((byte, place) => byte !== other[place]));
      const [mine, theirs] = [drawsUnder(one), drawsUnder(other)];
      const of = (drawn: typeof mine) => MANY.slice(0, 300).map((time) => drawn.withheldFrom(time));
      const again = MANY.slice(0, 300).map((time) =>
        mine.withheldFrom({ ...time, startsAt: new Date(time.startsAt) }));
      expect(again).toEqual(of(mine));
      expect(of(theirs)).not.toEqual(of(mine));
    }), { numRuns: 20 });
  });
});
