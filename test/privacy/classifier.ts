/** One thing that is to be told: what is seen of it, and what it is. */
export interface Sample {
  readonly features: readonly number[];
  readonly kind: number;
}

const ROUNDS = 400;
const RATE = 0.5;
const DECAY = 1e-3;

/**
 * Multinomial logistic regression on standardised features, by gradient descent (Bishop 2006,
 * 4.3.4), with a small penalty.
 *
 * @param kinds how many there are; `kind` of a sample counts from 0.
 * @returns what tells the kind from the features.
 */
export function learn(
  samples: readonly Sample[], kinds: number,
): (features: readonly number[]) => number {
  const standard = standardiser(samples);
  const seen = samples.map(({ features, kind }) => ({ x: standard(features), kind }));
  const width = seen[0]?.x.length ?? 0;
  const weights = Array.from({ length: kinds }, () => new Float64Array(width));
  for (let round = 0; round < ROUNDS; round += 1) {
    const slopes = weights.map(() => new Float64Array(width));
    for (const { x, kind } of seen) {
      chances(weights, x).forEach((chance, k) => {
        const off = chance - (k === kind ? 1 : 0);
        for (let i = 0; i < width; i += 1) slopes[k]![i]! += off * x[i]!;
      });
    }
    weights.forEach((row, k) => {
      for (let i = 0; i < width; i += 1) {
        row[i]! -= RATE * (slopes[k]![i]! / seen.length + DECAY * row[i]!);
      }
    });
  }
  return (features) => {
    const all = chances(weights, standard(features));
    return all.indexOf(Math.max(...all));
  };
}

/** How many of others it tells rightly. */
export function countRight(
  tell: (features: readonly number[]) => number, samples: readonly Sample[],
): number {
  return samples.filter(({ features, kind }) => tell(features) === kind).length;
}

/** The probability of so many right or more, of `count`, by guessing with chance `share`. */
export function byGuessing(right: number, count: number, share: number): number {
  let term = count * Math.log(1 - share);
  let sum = 0;
  for (let k = 0; k <= count; k += 1) {
    if (k >= right) sum += Math.exp(term);
    term += Math.log((count - k) / (k + 1)) + Math.log(share / (1 - share));
  }
  return Math.min(1, sum);
}

function chances(weights: readonly Float64Array[], x: readonly number[]): number[] {
  const scores = weights.map((row) => x.reduce((sum, value, i) => sum + value * row[i]!, 0));
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const all = powers.reduce((sum, one) => sum + one, 0);
  return powers.map((one) => one / all);
}

/** Mean 0 and variance 1 over what was learned from; a constant first. */
function standardiser(samples: readonly Sample[]): (features: readonly number[]) => number[] {
  const width = samples[0]?.features.length ?? 0;
  const columns = Array.from({ length: width }, (_, i) =>
    samples.map(({ features }) => features[i]!));
  const shapes = columns.map((column) => {
    const mean = column.reduce((sum, one) => sum + one, 0) / column.length;
    const squares = column.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    const spread = Math.sqrt(squares / column.length);
    return { mean, spread: spread || 1 };
  });
  return (features) => [
    1, ...features.map((one, i) => (one - shapes[i]!.mean) / shapes[i]!.spread),
  ];
}
