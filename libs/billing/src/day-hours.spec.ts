import fc from 'fast-check';
import { countedMinutes, fitsDay, LEAST_MINUTES, MOST_MINUTES_A_DAY } from './day-hours.ts';

const session = fc.record({
  minutes: fc.integer({ min: 15, max: 180 }),
  serviceCode: fc.constantFrom(null, ...Object.keys(LEAST_MINUTES)),
});

/** Sessions of those asked for, in this order, that a day still has room for. */
function paid(asked: readonly { minutes: number; serviceCode: string | null }[]) {
  let minutes = 0;
  return asked.filter((one) => {
    if (!fitsDay(minutes, one)) return false;
    minutes += countedMinutes(one);
    return true;
  });
}

describe('the paid hours of a therapist\'s day', () => {
  it('are fourteen at most, by what was done and by what is paid for it', () => {
    fc.assert(fc.property(fc.array(session, { maxLength: 80 }), (asked) => {
      const day = paid(asked);
      const least: Readonly<Record<string, number>> = LEAST_MINUTES;
      const sum = (of: (one: (typeof day)[number]) => number) =>
        day.reduce((total, one) => total + of(one), 0);
      expect(sum(({ minutes }) => minutes)).toBeLessThanOrEqual(MOST_MINUTES_A_DAY);
      expect(sum(({ serviceCode }) => least[serviceCode ?? '90834']!))
        .toBeLessThanOrEqual(MOST_MINUTES_A_DAY);
    }));
  });

  it.each([['90791', 15], ['90834', 22], ['90837', 15], [null, 22]])(
    'are not made more by quarters of an hour: of %s at most %d', (serviceCode, most) => {
      const asked = Array.from({ length: 56 }, () => ({ minutes: 15, serviceCode }));
      expect(paid(asked)).toHaveLength(most);
    });

  it('have room for all that somebody does who works long', () => {
    const asked = Array.from({ length: 14 }, () => ({ minutes: 60, serviceCode: '90837' }));
    expect(paid(asked)).toHaveLength(14);
  });
});
