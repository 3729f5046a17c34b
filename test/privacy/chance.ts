/** Two readings of the same things, within one group in which chance may permute them. */
export interface Stratum {
  readonly left: readonly number[];
  readonly right: readonly number[];
}

/**
 * How far two readings go together beyond chance, in standard deviations: the stratified
 * linear rank statistic (Hájek and Šidák 1967). Under chance, that is when within each stratum
 * every pairing is equally likely, it has mean 0 and variance 1 and is nearly normal, so that
 * |z| > 4.5 has probability below 10⁻⁵. With 0 and 1 as one reading it is Wilcoxon's test.
 *
 * @returns 0 when nothing can be told, as when one of the readings is the same for all.
 */
export function association(strata: readonly Stratum[]): number {
  let sum = 0;
  let variance = 0;
  for (const { left, right } of strata) {
    const n = left.length;
    if (n < 2) continue;
    const a = centredRanks(left);
    const b = centredRanks(right);
    sum += a.reduce((total, value, i) => total + value * b[i]!, 0);
    variance += (squares(a) * squares(b)) / (n - 1);
  }
  return variance === 0 ? 0 : sum / Math.sqrt(variance);
}

/** Ranks (ties share their mean), less their mean. */
function centredRanks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const ranks = new Array<number>(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to += 1;
    for (let at = from; at < to; at += 1) ranks[order[at]!] = (from + to - 1) / 2;
    from = to;
  }
  return ranks.map((rank) => rank - (values.length - 1) / 2);
}

function squares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** The probability that a Poisson variable of this mean is `least` or more. */
export function poissonTail(mean: number, least: number): number {
  let term = Math.exp(-mean);
  let below = 0;
  for (let k = 0; k < least; k += 1) {
    below += term;
    term *= mean / (k + 1);
  }
  return Math.max(0, 1 - below);
}
