import { randomBytes } from 'node:crypto';
import { DisclosureError } from './disclosure-error.ts';

/** Uniform whole numbers below `bound` (bigint, ≥ 1), from a CSPRNG. A test may pass its own. */
export type UniformBelow = (bound: bigint) => bigint;

/** Uniform from the operating system's CSPRNG, by rejection: exact, without modulo bias. */
export function secureUniform(bound: bigint): bigint {
  if (bound < 1n) throw new DisclosureError('bad-rules', 'A bound is at least 1.');
  const bits = (bound - 1n).toString(2).length;
  const bytes = Math.ceil(bits / 8);
  for (;;) {
    const drawn = BigInt(`0x${randomBytes(bytes).toString('hex')}`) & ((1n << BigInt(bits)) - 1n);
    if (drawn < bound) return drawn;
  }
}

/** A rational ε > 0 as a fraction of whole numbers. */
export interface Epsilon {
  readonly over: bigint;
  readonly under: bigint;
}

/**
 * One draw of discrete Laplace noise, P(x) ∝ exp(−ε·|x| / sensitivity), exact: no floating point
 * anywhere (Canonne, Kamath and Steinke 2020, algorithms 1 and 2). `sensitivity` is by how much one
 * person can change the count. Draw once, store with the release, never again: the mean of many
 * draws is the true number.
 */
export function discreteLaplace(
  epsilon: Epsilon, sensitivity: bigint, uniform: UniformBelow = secureUniform,
): number {
  if (epsilon.over < 1n || epsilon.under < 1n || sensitivity < 1n) {
    throw new DisclosureError('bad-rules', 'ε and the sensitivity are positive.');
  }
  // exp(−s/t) per step, where s/t = ε / sensitivity.
  const [s, t] = [epsilon.over, epsilon.under * sensitivity];
  for (;;) {
    // 1. U uniform in 0 … t − 1, kept with probability exp(−U/t).
    const u = uniform(t);
    if (!bernoulliExp(u, t, uniform)) continue;
    // 2. V geometric: how often exp(−1) succeeds in a row.
    let v = 0n;
    while (bernoulliExp(1n, 1n, uniform)) v += 1n;
    // 3. X = ⌊(U + t·V) / s⌋ is geometric with exp(−s/t).
    const magnitude = (u + t * v) / s;
    // 4. A fair sign; minus zero is drawn again, or zero would come up twice as often.
    const isNegative = uniform(2n) === 1n;
    if (isNegative && magnitude === 0n) continue;
    return Number(isNegative ? -magnitude : magnitude);
  }
}

/** True with probability exp(−over/under), over ≥ 0. Algorithm 1. */
export function bernoulliExp(over: bigint, under: bigint, uniform: UniformBelow): boolean {
  // exp(−γ) for γ > 1 is exp(−1) taken ⌊γ⌋ times, and the rest.
  let left = over;
  while (left > under) {
    if (!bernoulliExp(1n, 1n, uniform)) return false;
    left -= under;
  }
  // For γ ≤ 1: the series of exp(−γ), by the parity of the first failure of Bernoulli(γ/i).
  let i = 1n;
  while (uniform(under * i) < left) i += 1n;
  return i % 2n === 1n;
}
