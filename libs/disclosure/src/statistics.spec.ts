import fc from 'fast-check';
import { medianBand } from './statistics.ts';

const hidden = { kind: 'protected' };
const times = (n: number, value: number) => Array.from({ length: n }, () => value);

it('waits are whole days from none up', () => {
  expect(() => medianBand([1, -1], 40, 5)).toThrow(expect.objectContaining({ code: 'bad-tally' }));
});

describe('a median wait', () => {
  const shown = (value: string) => ({ kind: 'shown', value });

  it('is a band, where 2(k − 1) neighbours share it', () => {
    expect(medianBand(times(30, 3), 40, 5)).toEqual(shown('2–5'));
    expect(medianBand(times(30, 1), 40, 5)).toEqual(shown('< 2'));
    expect(medianBand(times(30, 10), 40, 5)).toEqual(shown('6–10'));
    expect(medianBand(times(30, 11), 40, 5)).toEqual(shown('> 10'));
    expect(medianBand([...times(15, 3), ...times(16, 7)], 40, 5)).toEqual(hidden);
    expect(() => medianBand([0.5], 40, 5)).toThrow('whole days');
  });

  it('is of at least 6k waits, among 8k published users', () => {
    expect(medianBand(times(29, 3), 40, 5)).toEqual(hidden);
    expect(medianBand(times(30, 3), 39, 5)).toEqual(hidden);
    expect(medianBand(times(30, 3), null, 5)).toEqual(hidden);
  });

  it('takes whole bands: 2 to 5 days, 6 to 10', () => {
    const band = (days: number) => medianBand(times(30, days), 40, 5);
    expect([0, 1, 2, 5, 6, 10, 11].map((days) => (band(days) as { value: string }).value))
      .toEqual(['< 2', '< 2', '2–5', '2–5', '6–10', '6–10', '> 10']);
  });

  it('looks k − 1 places below the lower middle, and above the upper one', () => {
    const of = (low: number, high: number, n = 30) =>
      medianBand([...times(low, 1), ...times(n - low - high, 3), ...times(high, 6)], 40, 5);
    expect([of(10, 10), of(11, 0), of(0, 11)]).toEqual([shown('2–5'), hidden, hidden]);
    expect([of(11, 11, 31), of(12, 0, 31), of(0, 12, 31)]).toEqual([shown('2–5'), hidden, hidden]);
  });

  it('cannot be moved by k − 1 people, whatever they say', () => {
    fc.assert(fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 30, maxLength: 50 }),
      fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 4, maxLength: 4 }),
      (waits, lies) => {
        const before = medianBand(waits, 50, 5);
        if (before.kind === 'protected') return;
        const sorted = [...waits.slice(0, -4), ...lies].sort((a, b) => a - b);
        const middle = [Math.floor((sorted.length - 1) / 2), Math.ceil((sorted.length - 1) / 2)];
        for (const at of middle) {
          expect(medianBand(times(30, sorted[at]!), 50, 5)).toEqual(before);
        }
      }), { numRuns: 2000 });
  });

  it('leaves k others who may have waited otherwise, and k who may not have begun', () => {
    const anybody = fc.option(fc.integer({ min: 0, max: 30 }));
    const days = { '< 2': 1, '2–5': 3, '6–10': 7, '> 10': 20 };
    fc.assert(fc.property(
      fc.array(anybody, { minLength: 4, maxLength: 4 }), fc.integer({ min: 40, max: 90 }),
      fc.constantFrom(...Object.keys(days) as (keyof typeof days)[]), fc.boolean(),
      (known, users, band, isAbove) => {
        const usual = times(users - 4 - 5, days[band]);
        const otherwise = band === '> 10' || (band !== '< 2' && !isAbove) ? 0 : 25;
        const knownWaits = known.filter((wait) => wait !== null);
        expect(medianBand([...knownWaits, ...usual, ...times(5, otherwise)], users, 5))
          .toEqual(shown(band));
        expect(medianBand([...knownWaits, ...usual], users, 5)).toEqual(shown(band));
      }));
  });
});
