/** Chance that is the same for the same seed: for what is likely, never for a secret. */
export interface Chance {
  /** From 0 up to, but not, 1. */
  readonly uniform: () => number;
  /** Of mean 0 and deviation 1 (Box and Muller 1958). */
  readonly normal: () => number;
  /** Of this mean and coefficient of variation (Marsaglia and Tsang 2000). */
  readonly gamma: (mean: number, variation: number) => number;
  /** How many of `among` are met, each with this probability. */
  readonly binomial: (among: number, probability: number) => number;
  /** Shares that add up to 1, of these means (Dirichlet). */
  readonly shares: (means: readonly number[], concentration: number) => number[];
  /** The place of one of some shares. */
  readonly place: (shares: readonly number[]) => number;
}

/** A source of chance from a seed (splitmix32, Steele and others 2014). */
export function chanceOf(seed: number): Chance {
  let state = seed | 0;
  const uniform = () => {
    state = (state + 0x9e3779b9) | 0;
    let z = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return ((z ^ (z >>> 16)) >>> 0) / 2 ** 32;
  };
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const gammaOf = (shape: number): number => {
    if (shape < 1) return gammaOf(shape + 1) * (1 - uniform()) ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const x = normal();
      const v = (1 + x / Math.sqrt(9 * d)) ** 3;
      const bound = 0.5 * x * x + d - d * v + d * Math.log(v);
      if (v > 0 && Math.log(1 - uniform()) < bound) return d * v;
    }
  };
  return {
    uniform, normal,
    gamma: (mean, variation) => {
      const shape = 1 / variation ** 2;
      return (gammaOf(shape) * mean) / shape;
    },
    binomial: (among, probability) => {
      // From one that is met to the next: as many steps as are met, not as there are people.
      const log = Math.log(1 - Math.min(probability, 0.999));
      let met = 0;
      let at = Math.floor(Math.log(1 - uniform()) / log);
      for (; at < among; at += 1 + Math.floor(Math.log(1 - uniform()) / log)) met += 1;
      return met;
    },
    shares: (means, concentration) => {
      const parts = means.map((mean) => gammaOf(mean * concentration));
      const all = parts.reduce((sum, part) => sum + part, 0);
      return parts.map((part) => part / all);
    },
    place: (shares) => {
      let left = uniform();
      const found = shares.findIndex((share) => (left -= share) < 0);
      return found < 0 ? shares.length - 1 : found;
    },
  };
}
