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
    sum += a.reduce((total, value, i) => total + value * at(b, i), 0);
    variance += (squares(a) * squares(b)) / (n - 1);
  }
  return variance === 0 ? 0 : sum / Math.sqrt(variance);
}

/** Ranks (ties share their mean), less their mean. */
function centredRanks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => at(values, i) - at(values, j));
  const sorted = order.map((place) => at(values, place));
  const ranks = new Array<number>(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && sorted[to] === sorted[from]) to += 1;
    for (const place of order.slice(from, to)) ranks[place] = (from + to - 1) / 2;
    from = to;
  }
  return ranks.map((rank) => rank - (values.length - 1) / 2);
}

function at(values: readonly number[], place: number): number {
  return values[place] ?? 0;
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

/** The probability of being at least so far from the mean, on either side, by chance. */
export function beyond(z: number): number {
  // Abramowitz and Stegun 7.1.26, to 1.5e-7; what is smaller than that is told by its own tail.
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = t * (0.254829592 + t * (-0.284496736
    + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.min(1, series * Math.exp(-x * x));
}

/** The probability of a count so far from `mean`, on either side, where chance is Poisson's. */
export function countBeyond(mean: number, seen: number): number {
  const above = poissonTail(mean, seen);
  return Math.min(1, 2 * Math.min(above, 1 - poissonTail(mean, seen + 1)));
}

/**
 * The probability that a user has more of a reading than a non-user of the same stratum (ties count
 * half): 0.5 where the reading says nothing. `right` is 1 for users.
 */
export function auc(strata: readonly Stratum[]): number {
  let wins = 0;
  let pairs = 0;
  for (const { left, right } of strata) {
    const of = (kind: number) => left.filter((_, at) => right[at] === kind);
    for (const user of of(1)) {
      for (const other of of(0)) wins += user > other ? 1 : user === other ? 0.5 : 0;
    }
    pairs += of(1).length * of(0).length;
  }
  return pairs === 0 ? 0.5 : wins / pairs;
}
