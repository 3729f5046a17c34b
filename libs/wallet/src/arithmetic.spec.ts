import fc from 'fast-check';
import { seldom } from './arithmetic.ts';

describe('how far long work is', () => {
  it('is told a few times a second at most, however often it changes, and the end always', () => {
    fc.assert(fc.property(
      fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 400 }), (pauses) => {
        let now = 0;
        const told: { done: number; at: number }[] = [];
        const tell = seldom((done) => { told.push({ done, at: now }); }, () => now);
        for (const [place, pause] of pauses.entries()) {
          now += pause;
          tell((place + 1) / pauses.length);
        }
        expect(told[0]?.done).toBe(1 / pauses.length);
        expect(told.at(-1)?.done).toBe(1);
        const between = told.slice(0, -1);
        for (const [place, { at }] of between.slice(1).entries()) {
          expect(at - between[place]!.at).toBeGreaterThanOrEqual(100);
        }
      }));
  });
});
