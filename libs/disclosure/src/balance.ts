import type { Rules } from './primary.ts';
import { DisclosureError } from './disclosure-error.ts';
import { isCount } from './table.ts';
import type { UsageRelease } from './usage-release.ts';

/** Spend is released in lots of this many sessions. */
export const LOT = 10;

/**
 * What a programme owes and has not yet shown, in sessions. Stays in the vault.
 *
 * `shown`: published in a table, not yet in a lot (the employer can work it out).
 * `pooled`: bearer sessions, what the bound of 8 cut off, and of every hidden period at most
 * (k − 1) × creditsPerMember sessions. `periods`: closed since the pool was last drawn on.
 * `withheld`: the rest of hidden periods; only a true-up under rules of its own may release it.
 */
export interface Carried {
  readonly shown: number;
  readonly pooled: number;
  readonly withheld: number;
  readonly periods: number;
}

/** What a programme's first period carries. */
export const NOTHING_CARRIED: Carried = Object.freeze({
  shown: 0,
  pooled: 0,
  withheld: 0,
  periods: 0,
});

/** What one period adds; all in sessions but `headcount`. */
export interface Spend {
  /** The published total of the period, null where the release hides it. */
  readonly published: number | null;
  /** Counted sessions of the period's cases, published or not. */
  readonly counted: number;
  /** Bearer sessions and the excess over 8 of one person: never in a table. */
  readonly untabulated: number;
  /** Purchased less settled so far: public, so a cap by it tells nothing. */
  readonly funded: number;
  readonly headcount: number;
  readonly creditsPerMember: number;
  /** The last period of a contract leaves the pool to its true-up. */
  readonly isLast?: boolean;
}

/** What the end of a contract needs to know beside what is carried; in sessions but `headcount`. */
export interface ContractEnd {
  /** Periods of the contract. */
  readonly periods: number;
  /** Purchased less settled so far. */
  readonly funded: number;
  readonly headcount: number;
  readonly creditsPerMember: number;
}

/**
 * Settle a period: how many sessions the employer is told were spent, in lots of 10, rounded
 * down. The first part depends on published totals only. The pool joins in lots, and only when
 * it must hold the sessions of at least k people and may lack those of k others (one person
 * spends at most `creditsPerMember` in each of `periods`), and whole. A hidden period settles
 * nothing. Proof: suppression.proof.md, section 6. Throws `bad-tally` unless all are whole numbers.
 */
export function settle(
  rules: Rules,
  carried: Carried,
  spend: Spend,
): { readonly settled: number; readonly carried: Carried } {
  const { published, isLast = false, ...numbers } = spend;
  const all = [...Object.values(numbers), ...Object.values(carried), published ?? 0];
  if (!all.every(isCount) || (published !== null && published !== spend.counted)) {
    throw new DisclosureError('bad-tally', 'Settlement needs whole numbers that agree.');
  }
  const periods = carried.periods + 1;
  const onePerson = spend.creditsPerMember * periods;
  if (published === null) {
    const mixed = Math.min(spend.counted, spend.creditsPerMember * (rules.k - 1));
    const pooled = carried.pooled + spend.untabulated + mixed;
    const withheld = carried.withheld + spend.counted - mixed;
    return { settled: 0, carried: Object.freeze({ ...carried, pooled, withheld, periods }) };
  }
  const shown = carried.shown + published;
  const fromShown = Math.min(lots(shown), lots(spend.funded));
  const pooled = carried.pooled + spend.untabulated;
  // All or nothing, so that less than a lot stays behind and the count of periods starts anew.
  const crowd = !isLast && pooled >= onePerson * rules.k + LOT - 1;
  const most = Math.min(onePerson * (spend.headcount - rules.k), spend.funded - fromShown);
  const fromPool = crowd && lots(pooled) <= most ? lots(pooled) : 0;
  return {
    settled: fromShown + fromPool,
    carried: Object.freeze({
      shown: shown - fromShown,
      pooled: pooled - fromPool,
      withheld: carried.withheld,
      periods: fromPool > 0 ? 0 : periods,
    }),
  };
}

/**
 * The one true-up of a contract, after its last period was settled: sessions that the employer is
 * told were spent beside all releases. What is pooled and withheld is told together, in lots, or
 * not at all: only when it must be the sessions of at least k people, may lack those of k others,
 * and is a lot more than one for every head, so that in any hidden period everybody, or nobody,
 * may have used the benefit. Silence fits both as well. Proof: suppression.proof.md, section 6.
 * Throws `bad-tally` unless all are whole numbers.
 */
export function trueUp(rules: Rules, carried: Carried, end: ContractEnd): number {
  if (![...Object.values(carried), ...Object.values(end)].every(isCount)) {
    throw new DisclosureError('bad-tally', 'A true-up needs whole numbers.');
  }
  const { periods, funded, headcount, creditsPerMember } = end;
  const hidden = carried.pooled + carried.withheld;
  const onePerson = creditsPerMember * periods;
  const least = Math.max(headcount + LOT, onePerson * rules.k + LOT - 1);
  const most = Math.min(onePerson * (headcount - rules.k), funded);
  return hidden >= least && hidden <= most ? lots(hidden) : 0;
}

/**
 * The balance an employer sees, in sessions: purchased less what releases settled. It moves by a
 * purchase or a release and by nothing else. Throws `bad-releases` when a period appears twice
 * or programmes are mixed.
 */
export function displayedBalance(
  purchased: number,
  releases: readonly Pick<UsageRelease, 'programme' | 'period' | 'settledSessions'>[],
): number {
  const programmes = new Set(releases.map((release) => release.programme));
  const periods = new Set(releases.map((release) => release.period));
  if (!isCount(purchased) || programmes.size > 1 || periods.size !== releases.length) {
    throw new DisclosureError('bad-releases', 'One programme, each period once, whole purchases.');
  }
  return releases.reduce((balance, release) => balance - release.settledSessions, purchased);
}

function lots(sessions: number): number {
  return Math.floor(sessions / LOT) * LOT;
}
