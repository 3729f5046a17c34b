import { decideSpend, describeBudget, type NoiseSpend } from './epsilon-ledger.ts';
import { bernoulliExp, discreteLaplace, secureUniform, type UniformBelow } from './noise.ts';

/** A repeatable source, so that a test of a distribution never fails by chance. */
function seeded(seed: bigint) {
  let state = seed;
  return (bound: bigint) => {
    // 64-bit LCG (Knuth), the upper 32 bits of two steps; fine for bounds far below 2⁶⁴.
    const word = () => {
      state = (state * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
      return state >> 32n;
    };
    return ((word() << 32n) | word()) % bound;
  };
}

/**
 * The exact chance that `draw` is true, from below, and what is left open: every possible answer
 * of the source is followed while its path is more likely than `least`.
 */
function exactChance(draw: (uniform: UniformBelow) => boolean, least: number) {
  let [yes, open] = [0, 0];
  const paths: { answers: bigint[]; chance: number }[] = [{ answers: [], chance: 1 }];
  for (let path = paths.pop(); path; path = paths.pop()) {
    const { answers, chance } = path;
    let asked = 0;
    let bound = 0n;
    const isTrue = draw((below) => {
      const answer = answers[asked];
      asked += 1;
      // Beyond the path: note what is asked for, and end the draw with an answer that fails.
      if (answer === undefined && bound === 0n) bound = below;
      return answer ?? below - 1n;
    });
    if (bound === 0n) yes += isTrue ? chance : 0;
    else if (chance < least) open += chance;
    else {
      for (let answer = 0n; answer < bound; answer += 1n) {
        paths.push({ answers: [...answers, answer], chance: chance / Number(bound) });
      }
    }
  }
  return { yes, open };
}

const DRAWS = 20_000;

/** Pearson's χ² of draws against discrete Laplace with scale t, tails pooled. */
function chiSquare(draws: readonly number[], rate: number, edge: number): number {
  const q = Math.exp(-rate);
  const norm = (1 - q) / (1 + q);
  let sum = 0;
  for (let x = -edge; x <= edge; x += 1) {
    const isTail = Math.abs(x) === edge;
    const p = isTail ? q ** edge / (1 + q) : norm * q ** Math.abs(x);
    const seen = draws.filter((d) => (isTail ? d * Math.sign(x) >= edge : d === x)).length;
    sum += (seen - p * draws.length) ** 2 / (p * draws.length);
  }
  return sum;
}

const refusal = (message: string) => expect.objectContaining({
  code: 'bad-rules', message: expect.stringContaining(message) as string,
}) as Error;

describe('discrete Laplace', () => {
  it.each([
    ['ε = 1/2 for one person', { over: 1n, under: 2n }, 1n, 0.5],
    ['ε = 3/2 for 8 sessions', { over: 3n, under: 2n }, 8n, 1.5 / 8],
    ['ε = 2', { over: 2n, under: 1n }, 1n, 2],
  ])('has its distribution with %s', (_, epsilon, sensitivity, rate) => {
    const uniform = seeded(20261122n);
    const draws = Array.from({ length: DRAWS }, () =>
      discreteLaplace(epsilon, sensitivity, uniform));
    // 0.999 quantile of χ² with 16 degrees of freedom is 39.3.
    expect(chiSquare(draws, rate, 8)).toBeLessThan(39.3);
  });

  it('never counts zero twice, has a fair sign and no bias', () => {
    const uniform = seeded(7n);
    const draws = Array.from({ length: DRAWS }, () =>
      discreteLaplace({ over: 1n, under: 1n }, 1n, uniform));
    const mean = draws.reduce((sum, d) => sum + d, 0) / DRAWS;
    const zero = draws.filter((d) => d === 0).length / DRAWS;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(zero).toBeCloseTo((Math.E - 1) / (Math.E + 1), 2);
    expect(draws.some((d) => Object.is(d, -0))).toBe(false);
  });

  it.each([
    [0n, 1n, 1], [1n, 2n, Math.exp(-0.5)], [1n, 1n, Math.exp(-1)], [5n, 2n, Math.exp(-2.5)],
  ])(
    'flips a coin of exp(−%d/%d) exactly', (over, under, p) => {
      const uniform = seeded(3n);
      const heads = Array.from({ length: DRAWS }, () => bernoulliExp(over, under, uniform));
      expect(heads.filter(Boolean).length / DRAWS).toBeCloseTo(p, 2);
    },
  );

  it.each([[0n, 1n], [1n, 3n], [1n, 2n], [1n, 1n], [3n, 2n]])(
    'has exactly the chance of exp(−%d/%d), over all that the source may answer', (over, under) => {
      const wanted = Math.exp(-Number(over) / Number(under));
      const { yes, open } = exactChance((uniform) => bernoulliExp(over, under, uniform), 1e-6);
      expect(open).toBeLessThan(0.001);
      expect(yes - 1e-9).toBeLessThanOrEqual(wanted);
      expect(yes + open + 1e-9).toBeGreaterThanOrEqual(wanted);
    },
  );

  it('draws from the CSPRNG by default, uniformly and within the bound', () => {
    const counts = [0, 0, 0, 0, 0];
    for (let i = 0; i < 10_000; i += 1) counts[Number(secureUniform(5n))]! += 1;
    // Five standard deviations: fails by chance once in a million runs.
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
    expect(secureUniform(1n)).toBe(0n);
    expect(secureUniform(1n << 70n)).toBeLessThan(1n << 70n);
    expect(Number.isInteger(discreteLaplace({ over: 1n, under: 1n }, 1n))).toBe(true);
    expect(() => secureUniform(0n)).toThrow(refusal('at least 1'));
  });

  it.each([
    [{ over: 0n, under: 1n }, 1n], [{ over: 1n, under: 0n }, 1n], [{ over: 1n, under: 1n }, 0n],
  ])(
    'refuses ε %j with sensitivity %d', (epsilon, sensitivity) => {
      expect(() => discreteLaplace(epsilon, sensitivity)).toThrow(refusal('positive'));
    },
  );
});

describe('the ε ledger', () => {
  const spend = (table: string, epsilon: number, block = 'B1', year = 2026): NoiseSpend =>
    ({ table, block, year, epsilon });

  it('adds up over tables, not over blocks or years, and stops at 2', () => {
    const ledger = [
      spend('a', 900), spend('b', 600), spend('a', 2000, 'B2'), spend('a', 2000, 'B1', 2025),
    ];
    expect(decideSpend(ledger, spend('c', 500))).toMatchObject({ kind: 'charged', left: 0 });
    expect(decideSpend(ledger, spend('c', 501))).toEqual({ kind: 'exhausted', left: 500 });
  });

  it('answers a table that was drawn without a second draw or charge', () => {
    const ledger = [spend('a', 900)];
    expect(decideSpend(ledger, spend('a', 900))).toEqual({ kind: 'already-drawn', left: 1100 });
    expect(() => decideSpend(ledger, spend('a', 800))).toThrow(refusal('another ε'));
  });

  it.each([[0], [-1], [0.5], [Number.NaN]])('refuses ε of %d thousandths', (epsilon) => {
    expect(() => decideSpend([], spend('a', epsilon))).toThrow(refusal('0.001'));
  });

  it('may be capped lower, never higher', () => {
    expect(decideSpend([], spend('a', 600), 500)).toEqual({ kind: 'exhausted', left: 500 });
    expect(decideSpend([], spend('a', 1), 1)).toMatchObject({ kind: 'charged', left: 0 });
    expect(() => decideSpend([], spend('a', 1), 2001)).toThrow(refusal('lowered'));
  });

  it('holds under concurrency when read and recorded under one lock, in any order', async () => {
    const ledger: NoiseSpend[] = [];
    let lock = Promise.resolve();
    const request = (i: number) => {
      const turn = lock.then(() => {
        const decision = decideSpend(ledger, spend(`t${i}`, 300));
        if (decision.kind === 'charged') ledger.push(decision.spend);
        return decision.kind;
      });
      lock = turn.then(() => undefined);
      return turn;
    };
    const kinds = await Promise.all(Array.from({ length: 40 }, (_, i) => request(i)));
    expect(kinds.filter((kind) => kind === 'charged')).toHaveLength(6);
    expect(ledger.reduce((sum, { epsilon }) => sum + epsilon, 0)).toBe(1800);
  });

  it('says in words what it means', () => {
    expect(describeBudget(1000)).toBe(
      'Small random amounts were added to these numbers, once. Whatever anybody concludes about '
      + 'one person from all such tables of this year, that person\'s use can change its odds by '
      + 'at most 2.7 times. 50 % of this year\'s allowance is used.');
  });
});
