import * as fc from 'fast-check';
import { annualBand, planPools } from './pools.ts';
import {
  hasOnePrice, isDominated, medianBand, releasedAmount, releasedMean,
} from './statistics.ts';

const hidden = { kind: 'protected' };
const times = (n: number, value: number) => Array.from({ length: n }, () => value);

describe('a caller\'s mistake', () => {
  it.each([
    [() => releasedMean([4, 6], 2, 5, 1, 5), 'bad-tally'],
    [() => medianBand([1, -1], 40, 5), 'bad-tally'],
    [() => isDominated([5n, -1n]), 'bad-tally'],
    [() => releasedAmount([], 0, 0n), 'bad-rules'],
    [() => annualBand(6, 5, 5), 'bad-tally'],
    [() => planPools([{ employer: 'a', headcount: -1 }]), 'bad-headcount'],
  ])('has a stable code', (call, code) => {
    expect(call).toThrow(expect.objectContaining({ code }));
  });
});

describe('a mean', () => {
  it('is shown in halves, from a published count of at least 2k', () => {
    expect(releasedMean([...times(20, 4), ...times(20, 5)], 40, 5, 1, 5)).toEqual({ kind: 'shown', value: 4.5 });
    expect(releasedMean([...times(9, 4), 1], 10, 5, 1, 5)).toEqual({ kind: 'shown', value: 3.5 });
    expect(releasedMean([...times(5, 3), ...times(5, 2)], 10, 5, 1, 5)).toEqual({ kind: 'shown', value: 2.5 });
    expect(releasedMean(times(9, 4), 9, 5, 1, 5)).toEqual(hidden);
    expect(releasedMean(times(10, 4), null, 5, 1, 5)).toEqual(hidden);
    expect(releasedMean(times(10, 4), 12, 5, 1, 5)).toEqual(hidden);
  });

  it.each([
    [10, 2.5, 3.5], [12, 2.5, 3.5], [20, 2, 4], [24, 1.5, 4.5], [60, 1.5, 4.5], [200, 1, 5],
  ])('of %d people stops at %d and %d: beyond, k − 1 of them could know the others', (n, low, high) => {
    const mean = (score: number) => releasedMean(times(n, score), n, 5, 1, 5);
    expect([mean(1), mean(5)]).toEqual([low, high].map((value) => ({ kind: 'shown', value })));
  });

  it('always has a value in the middle', () => {
    expect(releasedMean(times(10, 1), 10, 5, 0, 1)).toEqual({ kind: 'shown', value: 0.5 });
    expect(releasedMean(times(4, 1), 4, 2, 0, 1)).toEqual({ kind: 'shown', value: 0.5 });
  });

  it.each([
    [10, 5, 1, 5], [24, 5, 1, 5], [33, 5, 2, 10], [13, 3, 0, 4], [10, 5, 3, 4], [12, 2, 1, 3],
  ])(
    'of %d people (k = %d, %d to %d) tells no k − 1 of them that all others gave the same end',
    (n, k, least, most) => {
      const sums = new Map<number, number[]>();
      for (let sum = n * least; sum <= n * most; sum += 1) {
        const even = Math.floor(sum / n);
        const scores = Array.from({ length: n }, (_, i) => even + (i < sum - n * even ? 1 : 0));
        const mean = releasedMean(scores, n, k, least, most);
        if (mean.kind === 'protected') throw new Error('shown with n ≥ 2k');
        sums.set(mean.value, [...sums.get(mean.value) ?? [], sum]);
      }
      const [known, others] = [k - 1, n - k + 1];
      for (const told of sums.values()) {
        expect(Math.min(...told) - known * least).toBeLessThan(others * most);
        expect(Math.max(...told) - known * most).toBeGreaterThan(others * least);
      }
    });

  it('does not give back a score: one person moves it by half a step at most', () => {
    fc.assert(fc.property(
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 10, maxLength: 40 }),
      fc.nat(), fc.integer({ min: 1, max: 5 }),
      (scores, at, other) => {
        const changed = scores.with(at % scores.length, other);
        const show = (list: number[]) => releasedMean(list, list.length, 5, 1, 5);
        const [a, b] = [show(scores), show(changed)];
        if (a.kind === 'protected' || b.kind === 'protected') throw new Error('shown with n ≥ 2k');
        expect(Math.abs(a.value - b.value)).toBeLessThanOrEqual(0.5);
      }));
  });

  it.each([[6], [0], [2.5]])('refuses a score of %d that was not clipped', (score) => {
    expect(() => releasedMean([score], 1, 5, 1, 5)).toThrow('clipped');
  });
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

describe('money', () => {
  it('is hidden where one or two people make it up (p % rule)', () => {
    expect(isDominated([100n, 50n, 9n])).toBe(true);
    expect(isDominated([100n, 50n, 10n])).toBe(false);
    expect(isDominated([50n, 9n, 100n])).toBe(true);
    expect(isDominated([])).toBe(false);
    expect(isDominated([10n, 100n, 0n, 50n])).toBe(false);
    expect(isDominated([2n ** 80n, 1n, 2n ** 80n + 1n, 2n ** 77n])).toBe(false);
    expect(isDominated([5n, 5n])).toBe(true);
    expect(() => isDominated([-1n])).toThrow('not negative');
  });

  it('is rounded down to a lot, and shown only with its count', () => {
    const five = [100n, 90n, 80n, 70n, 65n];
    expect(releasedAmount(five, 5, 50n)).toEqual({ kind: 'shown', value: 400n });
    expect(releasedAmount(five, 5, 1n)).toEqual({ kind: 'shown', value: 405n });
    expect(releasedAmount(five, null, 50n)).toEqual(hidden);
    expect(releasedAmount(five, 6, 50n)).toEqual(hidden);
    expect(releasedAmount([1000n, 1n, 1n, 1n, 1n], 5, 50n)).toEqual(hidden);
    expect(() => releasedAmount(five, 5, 0n)).toThrow('minor unit');
  });

  it('has one price on one invoice', () => {
    expect(hasOnePrice([{ unitPrice: 9n }, { unitPrice: 9n }])).toBe(true);
    expect(hasOnePrice([])).toBe(true);
    expect(hasOnePrice([{ unitPrice: 9n }, { unitPrice: 10n }])).toBe(false);
  });
});

describe('small employers', () => {
  const employers = (...heads: number[]) =>
    heads.map((headcount, i) => ({ employer: `e${i}`, headcount }));

  it('pool to at least 60 people and three employers, everyone in one pool', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 59 }), { maxLength: 40 }), (heads) => {
      const pools = planPools(employers(...heads));
      const members = pools.flatMap((pool) => pool.employers);
      expect(new Set(members).size).toBe(members.length);
      expect([0, heads.length]).toContain(members.length);
      for (const pool of pools) {
        expect(pool.headcount).toBeGreaterThanOrEqual(60);
        expect(pool.employers.length).toBeGreaterThanOrEqual(3);
      }
    }));
  });

  it('have no pool while they are too few', () => {
    expect(planPools(employers(30, 29))).toEqual([]);
    expect(planPools(employers(20, 20, 19))).toEqual([]);
    expect(planPools(employers(20, 20, 20))).toEqual([
      { pool: 'P1', headcount: 60, employers: ['e0', 'e1', 'e2'] },
    ]);
    expect(() => planPools([...employers(3), ...employers(3)])).toThrow('once');
    expect(() => planPools(employers(-1))).toThrow('whole');
  });

  it('are pooled by headcount, then by name, in whatever order they come', () => {
    const list = employers(30, 59, 20, 30, 58, 57, 30, 5);
    const pools = planPools(list);
    expect(pools).toEqual([
      { pool: 'P1', headcount: 174, employers: ['e1', 'e4', 'e5'] },
      { pool: 'P2', headcount: 115, employers: ['e0', 'e2', 'e3', 'e6', 'e7'] },
    ]);
    expect(planPools(list.toReversed())).toEqual(pools);
  });

  it('share out equals by name, and leave the rest to the first of equal pools', () => {
    const equals = employers(30, 30, 30, 30, 30, 30, 30);
    const order = fc.shuffledSubarray(equals, { minLength: equals.length });
    fc.assert(fc.property(order, (list) => {
      expect(planPools(list)).toEqual([
        { pool: 'P1', headcount: 120, employers: ['e0', 'e1', 'e2', 'e6'] },
        { pool: 'P2', headcount: 90, employers: ['e3', 'e4', 'e5'] },
      ]);
    }), { numRuns: 20 });
  });

  it('leave what is left over to the smallest pool', () => {
    expect(planPools(employers(50, 50, 50, 30, 30, 30, 10)).map((pool) => pool.headcount))
      .toEqual([150, 100]);
  });

  it('read the same band for nobody, few, nearly everybody and everybody', () => {
    for (const users of [0, 1, 4, 36, 40]) expect(annualBand(users, 40, 5)).toBe('nothing to report');
    for (const users of [5, 20, 35]) expect(annualBand(users, 40, 5)).toBe('used by some, not by all');
    expect(annualBand(9, 19, 5)).toBe('nothing to report');
    expect(annualBand(9, 20, 5)).toBe('used by some, not by all');
    expect(() => annualBand(6, 5, 5)).toThrow('headcount');
    expect(() => annualBand(0.5, 5, 5)).toThrow('whole');
  });
});

