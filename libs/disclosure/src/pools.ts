import { DisclosureError } from './disclosure-error.ts';
import { MINIMUM_HEADCOUNT } from './planner.ts';
import { isCount } from './table.ts';

/** One small employer. */
export interface SmallEmployer {
  readonly employer: string;
  readonly headcount: number;
}

/** Employers that share keys, costs and one report; nobody's own number is ever told. */
export interface Pool {
  readonly pool: string;
  readonly headcount: number;
  readonly employers: readonly string[];
}

/**
 * Put employers that are too small into pools of at least `minimum` people and three employers, so
 * that the two others of a pool cannot subtract themselves from a third without each other. From
 * headcounts and names alone. Those who are left over join the smallest pool; when all together
 * are too small there is no pool yet, and each gets one annual band. Throws `bad-headcount` on a
 * name given twice and on anything but whole numbers.
 */
export function planPools(
  employers: readonly SmallEmployer[], minimum = MINIMUM_HEADCOUNT,
): readonly Pool[] {
  const names = new Set(employers.map(({ employer }) => employer));
  if (names.size !== employers.length || !employers.every(({ headcount }) => isCount(headcount))) {
    throw new DisclosureError('bad-headcount', 'Give each employer once, with a whole headcount.');
  }
  const queue = [...employers].sort((a, b) =>
    b.headcount - a.headcount || (a.employer < b.employer ? -1 : 1));
  const pools: SmallEmployer[][] = [];
  let open: SmallEmployer[] = [];
  for (const employer of queue) {
    open.push(employer);
    if (open.length < 3 || heads(open) < minimum) continue;
    pools.push(open);
    open = [];
  }
  const [first] = pools;
  if (!first) return [];
  pools.reduce((least, pool) => (heads(pool) < heads(least) ? pool : least), first).push(...open);
  return pools.map((members, i) => ({
    pool: `P${i + 1}`,
    headcount: heads(members),
    employers: members.map(({ employer }) => employer).sort(),
  }));
}

/** What a small employer outside of any pool is told once a year. */
export type AnnualBand = 'used by some, not by all' | 'nothing to report';

/**
 * The one annual band: two words, and the second for everything that a threshold protects, so that
 * nobody, few, nearly everybody and everybody look alike. Below 4k people it is always the
 * second: `users ≥ k` and `heads − users ≥ k` would leave too little between.
 */
export function annualBand(users: number, headcount: number, k: number): AnnualBand {
  if (!isCount(users) || !isCount(headcount) || users > headcount) {
    throw new DisclosureError('bad-tally', 'Users are whole numbers up to the headcount.');
  }
  const isSafe = headcount >= 4 * k && users >= k && headcount - users >= k;
  return isSafe ? 'used by some, not by all' : 'nothing to report';
}

function heads(employers: readonly SmallEmployer[]): number {
  return employers.reduce((sum, { headcount }) => sum + headcount, 0);
}
