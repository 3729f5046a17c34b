import {
  areConcernsSafe, areModalitiesSafe, DEFAULT_RULES, isSafe, readRules, sessionRange,
} from './primary.ts';

describe('thresholds', () => {
  it('are 5, 10 and 80 per cent where nobody asks for more', () => {
    expect(readRules({})).toEqual({ k: 5, concernK: 10, concernShare: 80 });
    expect([readRules({}), DEFAULT_RULES].every(Object.isFrozen)).toBe(true);
  });

  it('may be raised, and the one of concerns goes with k', () => {
    expect(readRules({ k: 9 })).toEqual({ k: 9, concernK: 10, concernShare: 80 });
    expect(readRules({ k: 12, concernShare: 50 }))
      .toEqual({ k: 12, concernK: 12, concernShare: 50 });
    expect(readRules({ k: 12, concernK: 12 }).concernK).toBe(12);
  });

  it.each([
    [{ k: 4 }], [{ k: 5.5 }], [{ k: Number.NaN }], [{ concernK: 9 }], [{ k: 12, concernK: 11 }],
    [{ concernK: 10.5 }], [{ concernShare: 81 }], [{ concernShare: 49 }], [{ concernShare: 60.5 }],
  ])('are refused as %j', (asked) => {
    expect(() => readRules(asked)).toThrow(expect.objectContaining({
      code: 'bad-rules', name: 'DisclosureError', message: expect.stringContaining('at least 5'),
    }) as Error);
  });
});

describe('a group is safe', () => {
  it('with k users and k non-users, and not with one fewer of either', () => {
    expect([4, 5, 15, 16].map((users) => isSafe(users, 20, 5))).toEqual([false, true, true, false]);
    expect([isSafe(5, 10, 5), isSafe(5, 9, 5)]).toEqual([true, false]);
  });

  it('as a list of modalities when each of them has k users', () => {
    expect(areModalitiesSafe([5, 7, 5], DEFAULT_RULES)).toBe(true);
    expect(areModalitiesSafe([5, 7, 4], DEFAULT_RULES)).toBe(false);
  });

  it('as a list of concerns when each has 10 users and none more than its share', () => {
    expect(areConcernsSafe([40, 10], DEFAULT_RULES)).toBe(true);
    expect(areConcernsSafe([41, 10], DEFAULT_RULES)).toBe(false);
    expect(areConcernsSafe([12, 9], DEFAULT_RULES)).toBe(false);
  });

  it('and has one to eight counted sessions of each user', () => {
    expect(sessionRange(6, 8)).toEqual({ least: 6, most: 48 });
    expect(sessionRange(6, 2)).toEqual({ least: 6, most: 12 });
  });
});
