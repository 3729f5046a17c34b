import * as fc from 'fast-check';
import { displayedBalance, NOTHING_CARRIED, settle, type Spend } from './balance.ts';
import { DEFAULT_RULES } from './primary.ts';

const CREDITS = 8;
const HEADCOUNT = 100;
const CAP = CREDITS * (DEFAULT_RULES.k - 1);

interface Quarter {
  readonly hidden: boolean;
  readonly counted: number;
  readonly bearer: number;
}

/** Play quarters and return every number that the employer is told, and what stays hidden. */
function play(quarters: readonly Quarter[], purchased: number) {
  let carried = NOTHING_CARRIED;
  const told: number[] = [];
  for (const { hidden, counted, bearer } of quarters) {
    const spend: Spend = {
      published: hidden ? null : counted,
      counted,
      untabulated: bearer,
      funded: purchased - told.reduce((a, b) => a + b, 0),
      headcount: HEADCOUNT,
      creditsPerMember: CREDITS,
    };
    const step = settle(DEFAULT_RULES, carried, spend);
    carried = step.carried;
    told.push(step.settled);
  }
  return { told, carried };
}

const quarter: fc.Arbitrary<Quarter> = fc.oneof(
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
  fc.array(quarter, { minLength: 1, maxLength: 12 }),
  fc.integer({ min: 0, max: 2000 }),
);

describe('settlement', () => {
  it('loses no session, tells whole lots, never more than was bought', () => {
    fc.assert(
      fc.property(story, ([quarters, purchased]) => {
        const { told, carried } = play(quarters, purchased);
        const spent = quarters.reduce((sum, q) => sum + q.counted + q.bearer, 0);
        const settled = told.reduce((a, b) => a + b, 0);
        expect(settled + carried.shown + carried.pooled + carried.withheld).toBe(spent);
        expect(told.every((lot) => lot >= 0 && lot % 10 === 0)).toBe(true);
        expect(told.filter((_, i) => quarters[i]!.hidden).every((lot) => lot === 0)).toBe(true);
        expect(settled).toBeLessThanOrEqual(purchased);
      }),
    );
  });

  it('never makes it certain that anybody used it in a hidden quarter', () => {
    fc.assert(
      fc.property(story, fc.nat(11), ([quarters, purchased], t) => {
        fc.pre(quarters[t]?.hidden === true);
        const other = quarters.map((q, i) =>
          i === t ? { ...q, counted: 0, bearer: q.bearer + q.counted } : q,
        );
        expect(play(other, purchased).told).toEqual(play(quarters, purchased).told);
      }),
    );
  });

  it('nor that somebody did not', () => {
    fc.assert(
      fc.property(story, fc.nat(11), ([quarters, purchased], t) => {
        fc.pre(quarters[t]?.hidden === true);
        const { told } = play(quarters, purchased);
        expect(play(everybodyIn(quarters, t, purchased), purchased).told).toEqual(told);
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
function everybodyIn(quarters: readonly Quarter[], t: number, purchased: number): Quarter[] {
  const pooledAfter = (n: number) =>
    n === 0 ? NOTHING_CARRIED : play(quarters.slice(0, n), purchased).carried;
  const ends = quarters.flatMap((_, i) => (pooledAfter(i + 1).periods === 0 ? [i] : []));
  const end = ends.find((i) => i > t);
  const start = (ends.filter((i) => i < t).at(-1) ?? -1) + 1;
  const last = end ?? quarters.length - 1;
  const poolAt = (i: number) => pooledAfter(i).pooled;
  const brought =
    end === undefined ? CAP : poolAt(end) + quarters[end]!.bearer - poolAt(start);
  return quarters.map((q, i) => {
    if (i < start || i > last) return q;
    if (i === t) return { ...q, counted: HEADCOUNT, bearer: 0 };
    const bearer = i === end ? brought - CAP : 0;
    return { ...q, counted: q.hidden ? 0 : q.counted, bearer };
  });
}

describe('the displayed balance', () => {
  const release = (period: string, settledSessions: number, programme = 'p') => ({
    programme,
    period,
    settledSessions,
  });

  it('is purchases less settled lots', () => {
    expect(displayedBalance(500, [release('2026-Q4', 120), release('2027-Q1', 0)])).toBe(380);
    expect(displayedBalance(500, [])).toBe(500);
  });

  it('refuses a period twice, two programmes, and half a purchase', () => {
    const one = release('2026-Q4', 10);
    const refusal = expect.objectContaining({
      code: 'bad-releases', message: expect.stringMatching(/each period once/),
    }) as Error;
    expect(() => displayedBalance(500, [one, one])).toThrow(refusal);
    expect(() => displayedBalance(500, [one, release('2027-Q1', 10, 'other')])).toThrow(refusal);
    expect(() => displayedBalance(0.5, [one])).toThrow(refusal);
  });
});
