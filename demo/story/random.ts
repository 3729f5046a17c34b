/** A reproducible source of choices for the story. It never makes a key, a nonce or an id. */
export interface Choices {
  /** A whole number from 0 to `below` − 1. */
  below(below: number): number;
  pick<T>(from: readonly T[]): T;
  /** A new array in random order (Fisher and Yates). */
  shuffled<T>(from: readonly T[]): T[];
  /** True with probability `share`. */
  chance(share: number): boolean;
}

/** Choices that are the same for the same seed: xorshift (Marsaglia 2003), seeded by splitmix32. */
export function seededChoices(seed: number): Choices {
  let state = mix(seed) || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const pick = <T>(from: readonly T[]): T => {
    if (from.length === 0) throw new RangeError('there is nothing to pick from');
    return from[below(from.length)] as T;
  };
  const shuffled = <T>(from: readonly T[]): T[] => {
    const order = [...from];
    for (let i = order.length - 1; i > 0; i -= 1) {
      const j = below(i + 1);
      [order[i], order[j]] = [order[j] as T, order[i] as T];
    }
    return order;
  };
  return { below, pick, shuffled, chance: (share) => next() < share };
}

function mix(seed: number): number {
  let z = (seed + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}
