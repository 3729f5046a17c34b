import fc from 'fast-check';
import { Retries } from './retries.ts';

function setUp() {
  let ms = Date.parse('2026-11-02T12:00:00Z');
  const retries = new Retries({ now: () => new Date(ms) });
  return { retries, pass: (more: number) => { ms += more; } };
}

describe('what failed', () => {
  it('is tried again after pauses that double, up to an hour, and at once when done well', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), (failures) => {
      const { retries, pass } = setUp();
      for (let n = 1; n < failures; n += 1) retries.failed('this');
      expect(retries.failed('this')).toBe(failures);
      const expected = Math.min(3_600_000, 1_000 * 2 ** (failures - 1));
      pass(expected - 1);
      expect(retries.isDue('this')).toBe(false);
      pass(1);
      expect(retries.isDue('this')).toBe(true);
      retries.failed('this');
      retries.succeeded('this');
      expect(retries.isDue('this')).toBe(true);
      expect(retries.failed('this')).toBe(1);
    }));
  });

  it('holds up nothing else', () => {
    const { retries } = setUp();
    retries.failed('this');
    expect([retries.isDue('this'), retries.isDue('that')]).toEqual([false, true]);
  });
});
