/** What one programme's care has cost and was paid for, minor units of one currency. */
export interface ProgrammePay {
  readonly currency: string;
  /** Paid in for the programme, what was taken back again left out. */
  readonly funded: bigint;
  /** Of its claims, what payouts have paid therapists. */
  readonly paidOut: bigint;
  /** Of its claims, what therapists are due. */
  readonly due: bigint;
}

/** Minor units by currency; empty: nothing. */
export type Amounts = Readonly<Record<string, bigint>>;

/** What leaves without a second operator's yes: at most so much in so many days and a currency. */
export interface Alone {
  readonly upTo: bigint;
  /** What has left so in those days, whoever ran it and in however many runs. */
  readonly left: Amounts;
}

/** Runs of so many days count together. */
export const ALONE_DAYS = 7;

/**
 * What of a payout run a second operator has to say yes to: all of a currency in which more would
 * leave than may alone, else what is due beyond what was paid in. Each programme counts by itself,
 * so that one that was invented is not paid by what another has paid.
 */
export function toApprove(programmes: readonly ProgrammePay[], { upTo, left }: Alone): Amounts {
  const amounts: Record<string, bigint> = {};
  for (const [currency, own] of Map.groupBy(programmes, (one) => one.currency)) {
    const due = own.reduce((sum, one) => sum + one.due, 0n);
    const isAbove = due + (left[currency] ?? 0n) > upTo;
    const amount = isAbove ? due : own.reduce((sum, one) => sum + beyondOf(one), 0n);
    if (amount > 0n) amounts[currency] = amount;
  }
  return amounts;
}

/** Whether `asked` covers all of `now`: for more than was asked for, another run is asked for. */
export function isCovered(now: Amounts, asked: Amounts): boolean {
  return Object.entries(now).every(([currency, minor]) => minor <= (asked[currency] ?? 0n));
}

/** Of what is due, what no employer has paid in; what was paid out beyond was approved before. */
function beyondOf({ funded, paidOut, due }: ProgrammePay): bigint {
  const left = funded > paidOut ? funded - paidOut : 0n;
  return due > left ? due - left : 0n;
}
