import type { Account } from './accounts.ts';
import { LARGEST_AMOUNT, type Money } from './money.ts';

/** One line of a journal entry: whole units of its account, positive a debit, negative a credit. */
export interface Posting {
  readonly account: Account;
  readonly amount: bigint;
}

/**
 * What an entry is in a two-phase transfer: on its own, the first phase (what it puts into a
 * holding account waits), or the second phase, which empties exactly what the first one put there.
 */
export type Phase = 'single' | 'pending' | 'resolving';

/** What happened, in the words of the books. */
export type EntryKind =
  | 'invoice-issued' | 'invoice-paid' | 'payment-part' | 'credits-funded'
  | 'invoice-cancelled' | 'payment-returned' | 'payment-reversed' | 'credits-withdrawn'
  | 'session-held' | 'claim-captured' | 'session-missed' | 'claim-reversed'
  | 'hold-released' | 'hold-expired'
  | 'period-settled' | 'period-released'
  | 'flat-funded' | 'flat-closed' | 'flat-withdrawn'
  | 'overdraft-drawn' | 'overdraft-repaid'
  | 'payout-sent' | 'payout-confirmed';

/** A balanced journal entry that is not posted yet. Only `entry` makes one. */
export interface Entry {
  readonly kind: EntryKind;
  readonly phase: Phase;
  readonly postings: readonly Posting[];
}

/** Why postings are not an entry: our own bug, so it is thrown, before the ledger sees it. */
export class UnbalancedEntry extends Error {
  override readonly name = 'UnbalancedEntry';
  readonly code = 'ENTRY_UNBALANCED';
}

/** An entry has at most this many lines; the ledger refuses more. */
export const MOST_POSTINGS = 64;

/**
 * Move an amount of units from one account to another: `debit → credit`, the arrow of the books.
 * An amount of zero moves nothing and gives no lines; a negative one throws UnbalancedEntry.
 */
export function move(debit: Account, credit: Account, amount: bigint): Posting[] {
  if (amount < 0n) throw new UnbalancedEntry('an amount moves forwards; turn the arrow round');
  if (debit.unit !== credit.unit) throw new UnbalancedEntry('the two accounts differ in unit');
  if (amount === 0n) return [];
  return [{ account: debit, amount }, { account: credit, amount: -amount }];
}

/** Move money, and only between accounts of its currency: otherwise throws UnbalancedEntry. */
export function moveMoney(debit: Account, credit: Account, amount: Money): Posting[] {
  if (debit.unit !== amount.currency) throw new UnbalancedEntry('the account is of another unit');
  return move(debit, credit, amount.minor);
}

/**
 * Make a journal entry of postings that sum to zero in each unit, in one book.
 *
 * Lines on the same account are added up. Throws UnbalancedEntry when a unit does not sum to zero,
 * when nothing is left, when two books are mixed, or when a line is too large.
 */
export function entry(kind: EntryKind, phase: Phase, lines: readonly Posting[]): Entry {
  const byCode = new Map<string, Posting>();
  for (const { account, amount } of lines) {
    const before = byCode.get(account.code)?.amount ?? 0n;
    byCode.set(account.code, { account, amount: before + amount });
  }
  const postings = [...byCode.values()].filter((posting) => posting.amount !== 0n);
  const books = new Set(postings.map((posting) => posting.account.book));
  if (books.size !== 1) throw new UnbalancedEntry('an entry moves something, within one book');
  if (postings.length > MOST_POSTINGS) throw new UnbalancedEntry('an entry has too many lines');
  const sums = new Map<string, bigint>();
  for (const { account, amount } of postings) {
    if (amount > LARGEST_AMOUNT || amount < -LARGEST_AMOUNT) {
      throw new UnbalancedEntry('a line is larger than any that we handle');
    }
    sums.set(account.unit, (sums.get(account.unit) ?? 0n) + amount);
  }
  for (const [unit, sum] of sums) {
    if (sum !== 0n) throw new UnbalancedEntry(`${unit} does not sum to zero`);
  }
  return Object.freeze({ kind, phase, postings: Object.freeze(postings.map(Object.freeze)) }) as
    Entry;
}
