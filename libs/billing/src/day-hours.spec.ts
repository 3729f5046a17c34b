import fc from 'fast-check';
import { countedMinutes, fitsDay, MOST_MINUTES_A_DAY } from './day-hours.ts';

const session = fc.integer({ min: 15, max: 180 });

/** Sessions of those asked for, in this order, that a day still has room for. */
function paid(asked: readonly number[]) {
  let sum = 0;
  return asked.filter((minutes) => {
    if (!fitsDay(sum, minutes)) return false;
    sum += countedMinutes(minutes);
    return true;
  });
}

describe('the paid hours of a therapist\'s day', () => {
  it('are fourteen at most, and so many fees at most', () => {
    fc.assert(fc.property(fc.array(session, { maxLength: 80 }), (asked) => {
      const day = paid(asked);
      expect(day.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(MOST_MINUTES_A_DAY);
      expect(day.length).toBeLessThanOrEqual(14);
    }));
  });

  it.each([[15, 14], [45, 14], [60, 14], [61, 13], [90, 9], [180, 4]])(
    'are not made more by short sessions, for the same fee: of %d minutes %d', (minutes, most) => {
      expect(paid(Array.from({ length: 56 }, () => minutes))).toHaveLength(most);
    });
});
