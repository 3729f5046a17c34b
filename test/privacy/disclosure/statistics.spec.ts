import { medianBand, releasedMean } from '../../../libs/disclosure/src/statistics.ts';
import { stream } from './employers.ts';

/**
 * Analysts who are told a mean or a median band and know k − 1 of the answers, out of as few
 * answers as are ever published. They try every answer that their target may have given.
 */

const K = 5;
const PEOPLE = 2 * K;

/** Whether `sum` can be made of `count` scores from 1 to 5. */
const isPossible = (sum: number, count: number) => sum >= count && sum <= 5 * count;

describe('k − 1 colleagues who are told a mean', () => {
  it('never learn the score of one of the others', () => {
    const next = stream(1);
    const fewest: number[] = [];
    for (let round = 0; round < 2_000; round += 1) {
      // From all-unhappy to all-happy: the ends are where a mean tells most.
      const lean = next();
      const scores = Array.from({ length: PEOPLE }, () =>
        1 + Math.floor(5 * Math.min(0.999, Math.max(0, lean * 1.4 - 0.2 + (next() - 0.5) * 0.6))));
      const mean = releasedMean(scores, PEOPLE, K, 1, 5);
      if (mean.kind === 'protected') throw new Error('ten answers are enough');
      const known = scores.slice(0, K - 1).reduce((sum, score) => sum + score, 0);
      const sums = Array.from({ length: 5 * PEOPLE + 1 }, (_, sum) => sum)
        .filter((sum) => Math.round((2 * sum) / PEOPLE) / 2 === mean.value);
      const possible = [1, 2, 3, 4, 5].filter((target) =>
        sums.some((sum) => isPossible(sum - known - target, PEOPLE - K)));
      expect(possible).toContain(scores[K - 1]);
      fewest.push(possible.length);
    }
    expect(Math.min(...fewest)).toBeGreaterThanOrEqual(2);
  });

  it('learn nothing of a mean whose count is hidden, or small', () => {
    const scores = Array.from({ length: PEOPLE }, () => 4);
    expect(releasedMean(scores, null, K, 1, 5)).toEqual({ kind: 'protected' });
    expect(releasedMean(scores.slice(1), PEOPLE - 1, K, 1, 5)).toEqual({ kind: 'protected' });
  });
});

describe('k − 1 colleagues who are told a median band', () => {
  it('cannot tell any wait of another one: each of the others may have waited any time', () => {
    const next = stream(2);
    let shown = 0;
    for (let round = 0; round < 2_000; round += 1) {
      const usual = Math.floor(next() * 14);
      const waits = Array.from({ length: 6 * K + Math.floor(next() * 8) }, () =>
        Math.max(0, usual + Math.floor((next() - 0.5) * 8)));
      const band = medianBand(waits, 8 * K, K);
      if (band.kind === 'protected') continue;
      shown += 1;
      const target = Math.floor(next() * waits.length);
      for (const other of [0, 3, 8, 30]) {
        const changed = medianBand(waits.with(target, other), 8 * K, K);
        // One person cannot move the band to another one; she may close it, as anyone may.
        if (changed.kind === 'shown') expect(changed.value).toBe(band.value);
      }
    }
    expect(shown).toBeGreaterThan(200);
  });
});
