import * as fc from 'fast-check';
import { displayedBalance, NOTHING_CARRIED, settle, trueUp, type Spend } from './balance.ts';
import { DEFAULT_RULES } from './primary.ts';

const CREDITS = 8;
const HEADCOUNT = 100;
const CAP = CREDITS * (DEFAULT_RULES.k - 1);

interface Period {
  readonly hidden: boolean;
  readonly counted: number;
  readonly bearer: number;
}

/** Play periods and return every number that the employer is told, and what stays hidden. */
function play(periods: readonly Period[], purchased: number, last = -1) {
  let carried = NOTHING_CARRIED;
  const told: number[] = [];
  for (const [i, { hidden, counted, bearer }] of periods.entries()) {
    const spend: Spend = {
      published: hidden ? null : counted,
      counted,
      untabulated: bearer,
      funded: purchased - told.reduce((a, b) => a + b, 0),
      headcount: HEADCOUNT,
      creditsPerMember: CREDITS,
      isLast: i === last,
    };
    const step = settle(DEFAULT_RULES, carried, spend);
    carried = step.carried;
    told.push(step.settled);
  }
  return { told, carried };
}

const period: fc.Arbitrary<Period> = fc.oneof(
  fc.record({
    hidden: fc.constant(true),
    counted: fc.integer({ min: 0, max: CAP }),
    bearer: fc.integer({ min: 0, max: 60 }),
  }),
  fc.record({
    hidden: fc.constant(false),
    counted: fc.integer({ min: 5, max: 300 }),
    bearer: fc.integer({ min: 0, max: 60 }),
  }),
);
const story = fc.tuple(
  fc.array(period, { minLength: 1, maxLength: 12 }),
  fc.integer({ min: 0, max: 2000 }),
);

describe('settlement', () => {
  it('loses no session, tells whole lots, never more than was bought', () => {
    fc.assert(
      fc.property(story, ([periods, purchased]) => {
        const { told, carried } = play(periods, purchased);
        const spent = periods.reduce((sum, q) => sum + q.counted + q.bearer, 0);
        const settled = told.reduce((a, b) => a + b, 0);
        expect(settled + carried.shown + carried.pooled + carried.withheld).toBe(spent);
        expect(told.every((lot) => lot >= 0 && lot % 10 === 0)).toBe(true);
        expect(told.filter((_, i) => periods[i]!.hidden).every((lot) => lot === 0)).toBe(true);
        expect(settled).toBeLessThanOrEqual(purchased);
      }),
    );
  });

  it('never makes it certain that anybody used it in a hidden period', () => {
    fc.assert(
      fc.property(story, fc.nat(11), ([periods, purchased], t) => {
        fc.pre(periods[t]?.hidden === true);
        const other = periods.map((q, i) =>
          i === t ? { ...q, counted: 0, bearer: q.bearer + q.counted } : q,
        );
        expect(play(other, purchased).told).toEqual(play(periods, purchased).told);
      }),
    );
  });

  it('nor that somebody did not', () => {
    fc.assert(
      fc.property(story, fc.nat(11), ([periods, purchased], t) => {
        fc.pre(periods[t]?.hidden === true);
        const { told } = play(periods, purchased);
        expect(play(everybodyIn(periods, t, purchased), purchased).told).toEqual(told);
      }),
      { numRuns: 500 },
    );
  });

  it('draws on the pool only when at least k people must have filled it', () => {
    const pool = (bearer: number) => play([{ hidden: false, counted: 100, bearer }], 1000).told;
    expect(pool(48)).toEqual([100]);
    expect(pool(49)).toEqual([140]);
  });

  it('nor where the k people who did not fill it would be too few', () => {
    const pool = (headcount: number) => settle(DEFAULT_RULES, NOTHING_CARRIED, {
      published: 20, counted: 20, untabulated: 49, funded: 1000, headcount, creditsPerMember: 8,
    }).settled;
    expect([9, 10].map(pool)).toEqual([20, 60]);
  });

  it('refuses numbers that are not whole, or do not agree', () => {
    const spend = {
      published: 20, counted: 20, untabulated: 0, funded: 9, headcount: 60, creditsPerMember: 8,
    };
    const refusal = expect.objectContaining({
      code: 'bad-tally', message: expect.stringMatching(/whole numbers that agree/),
    }) as Error;
    const wrongs = [{ counted: 21 }, { published: 19 }, { funded: -1 }, { untabulated: 0.5 }];
    for (const wrong of wrongs) {
      expect(() => settle(DEFAULT_RULES, NOTHING_CARRIED, { ...spend, ...wrong })).toThrow(refusal);
    }
    expect(() => settle(DEFAULT_RULES, { ...NOTHING_CARRIED, pooled: -1 }, spend)).toThrow(refusal);
  });
});

/** The witness of suppression.proof.md, section 6: all of the pool moves to where it was drawn. */
function everybodyIn(periods: readonly Period[], t: number, purchased: number): Period[] {
  const pooledAfter = (n: number) =>
    n === 0 ? NOTHING_CARRIED : play(periods.slice(0, n), purchased).carried;
  const ends = periods.flatMap((_, i) => (pooledAfter(i + 1).periods === 0 ? [i] : []));
  const end = ends.find((i) => i > t);
  const start = (ends.filter((i) => i < t).at(-1) ?? -1) + 1;
  const last = end ?? periods.length - 1;
  const poolAt = (i: number) => pooledAfter(i).pooled;
  const brought =
    end === undefined ? CAP : poolAt(end) + periods[end]!.bearer - poolAt(start);
  return periods.map((q, i) => {
    if (i < start || i > last) return q;
    if (i === t) return { ...q, counted: HEADCOUNT, bearer: 0 };
    const bearer = i === end ? brought - CAP : 0;
    return { ...q, counted: q.hidden ? 0 : q.counted, bearer };
  });
}

/** Play a whole contract: every number that the employer is told, the true-up at the end. */
function contract(periods: readonly Period[], purchased: number) {
  const { told, carried } = play(periods, purchased, periods.length - 1);
  const end = trueUp(DEFAULT_RULES, carried, {
    periods: periods.length, headcount: HEADCOUNT, creditsPerMember: CREDITS,
    funded: purchased - told.reduce((a, b) => a + b, 0),
  });
  return { told: [...told, end], hidden: carried.pooled + carried.withheld };
}

/** The same sums at the end, brought by bearers of the last period. */
function endingAlike(truth: readonly Period[], other: readonly Period[], purchased: number) {
  const missing = contract(truth, purchased).hidden - contract(other, purchased).hidden;
  return other.map((q, i) =>
    (i === other.length - 1 ? { ...q, bearer: q.bearer + Math.max(0, missing) } : q));
}

describe('a true-up', () => {
  const busy = fc.oneof(period, fc.record({
    hidden: fc.constant(true),
    counted: fc.integer({ min: 96, max: HEADCOUNT * CREDITS }),
    bearer: fc.integer({ min: 0, max: 60 }),
  }));
  const contracts = fc.tuple(
    fc.array(busy, { minLength: 1, maxLength: 5 }), fc.constantFrom(300, 900, 5000));

  it('tells whole lots, never more than was bought, and all of what is left or nothing', () => {
    fc.assert(fc.property(contracts, ([periods, purchased]) => {
      const { told, hidden } = contract(periods, purchased);
      const end = told.at(-1)!;
      expect([0, Math.floor(hidden / 10) * 10]).toContain(end);
      expect(told.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(purchased);
    }));
  });

  it('never makes it certain that anybody used it in a hidden period', () => {
    fc.assert(fc.property(contracts, fc.nat(4), ([periods, purchased], t) => {
      fc.pre(periods[t]?.hidden === true);
      const nobody = periods.map((q, i) => (i === t
        ? { ...q, counted: 0, bearer: q.bearer + Math.min(CAP, q.counted) } : q));
      const other = endingAlike(periods, nobody, purchased);
      expect(contract(other, purchased).told).toEqual(contract(periods, purchased).told);
    }), { numRuns: 500 });
  });

  it('nor that somebody did not', () => {
    fc.assert(fc.property(contracts, fc.nat(4), ([periods, purchased], t) => {
      fc.pre(periods[t]?.hidden === true);
      const full = play(periods, purchased, periods.length - 1).carried;
      const start = periods.length - full.periods;
      // After the last draw on the pool, only the sum at the end counts.
      const everybody = everybodyIn(periods.slice(0, Math.max(start, 0)), t, purchased)
        .concat(periods.slice(start).map((q) =>
          ({ ...q, counted: q.hidden ? 0 : q.counted, bearer: 0 })))
        .map((q, i) => {
          if (i === t) return { ...q, counted: HEADCOUNT };
          return q.hidden ? { ...q, counted: Math.min(CAP, q.counted) } : q;
        });
      const other = endingAlike(periods, everybody, purchased);
      expect(contract(other, purchased).told).toEqual(contract(periods, purchased).told);
    }), { numRuns: 1000 });
  });

  it('comes with as many sessions as k people may have had, and with more than one a head', () => {
    const told = (pooled: number, more: object = {}) => trueUp(
      DEFAULT_RULES, { ...NOTHING_CARRIED, pooled, withheld: 100 },
      { periods: 4, headcount: 100, creditsPerMember: 8, funded: 5000, ...more });
    expect([told(68), told(69)]).toEqual([0, 160]);
    expect([told(109, { headcount: 200 }), told(110, { headcount: 200 })]).toEqual([0, 210]);
    expect([told(69, { funded: 168 }), told(69, { funded: 169 })]).toEqual([0, 160]);
    expect([told(110, { periods: 1, headcount: 30 }), told(90, { periods: 1, headcount: 30 })])
      .toEqual([0, 190]);
  });

  it('refuses numbers that are not whole', () => {
    const end = { periods: 4, headcount: 100, creditsPerMember: 8, funded: 1.5 };
    expect(() => trueUp(DEFAULT_RULES, NOTHING_CARRIED, end)).toThrow(expect.objectContaining({
      code: 'bad-tally', message: expect.stringMatching(/whole numbers/) }) as Error);
  });
});

describe('the displayed balance', () => {
  const release = (period: string, settledSessions: number, programme = 'p') => ({
    programme,
    period,
    settledSessions,
  });

  it('is purchases less settled lots', () => {
    expect(displayedBalance(500, [release('2026-10.1', 120), release('2026-10.2', 0)])).toBe(380);
    expect(displayedBalance(500, [])).toBe(500);
  });

  it('refuses a period twice, two programmes, and half a purchase', () => {
    const one = release('2026-10.1', 10);
    const refusal = expect.objectContaining({
      code: 'bad-releases', message: expect.stringMatching(/each period once/),
    }) as Error;
    expect(() => displayedBalance(500, [one, one])).toThrow(refusal);
    expect(() => displayedBalance(500, [one, release('2026-10.2', 10, 'other')])).toThrow(refusal);
    expect(() => displayedBalance(0.5, [one])).toThrow(refusal);
  });
});
