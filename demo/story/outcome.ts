import type { Told } from './report.ts';

/** The counted outcome of the story, in exactly the shape that `--json` writes. */
export interface Outcome {
  readonly purchasedCredits: number;
  readonly members: number;
  readonly issued: { readonly entry: number; readonly session: number };
  readonly cases: number;
  readonly referrals: number;
  readonly sessions: {
    readonly booked: number; readonly cancelled: number;
    readonly delivered: number; readonly bearer: number;
  };
  readonly claims: { readonly submitted: number; readonly paid: number; readonly rejected: number };
  readonly payouts: {
    readonly count: number; readonly totalMinor: number; readonly currency: string;
  };
  readonly attacks: readonly AttackCount[];
  readonly recoveredWallets: number;
  readonly ledger: {
    readonly entries: number; readonly debitsMinor: number;
    readonly creditsMinor: number; readonly openHoldsMinor: number;
  };
  /** What each employer was told of its year. */
  readonly reports: readonly ReportCount[];
  /** Of all employers together. */
  readonly displayedBalance: number;
  readonly elapsedSeconds: number;
}

/** How often something forbidden was tried, and how often the system let it happen. */
export interface AttackCount {
  readonly name: string;
  readonly attempts: number;
  readonly succeeded: number;
}

/** The two sides of one book as its own domain counts them, in minor units. */
export interface Book {
  readonly name: string;
  readonly entries: number;
  readonly debitsMinor: number;
  readonly creditsMinor: number;
}

/** What the client found besides the counts, by asking and by checking. */
export interface Findings {
  /** Session credits that those who entered their letters are entitled to. */
  readonly entitled: number;
  /** Credits that the wallets know as spent, and the vault's own count. */
  readonly spent: { readonly known: number; readonly counted: number };
  /** Entry credits that the vault counts as spent. */
  readonly entrySpent: number;
  /** Claims that the therapists find in their own lists. */
  readonly claimsListed: { readonly paid: number; readonly denied: number };
  /** Credits in the wallets that they do not know as spent. */
  readonly unspent: number;
  readonly books: readonly Book[];
  readonly walletsLost: number;
  /** Sessions that were booked, and those for which both sides were shown one place to meet. */
  readonly whereabouts: { readonly booked: number; readonly agreed: number };
  /** Money in the remittance advices that the therapists fetched, in minor units. */
  readonly remittedMinor: number;
  /** What each employer's HR reads of its sessions, and what its signed reports settled of them. */
  readonly balances: readonly Balance[];
  /** Whether everything that HR could read was byte-identical before and after people had care. */
  readonly employerUnmoved: boolean;
  /** Promises that a year's report breaks, as HR's auditor finds by the vault's key alone. */
  readonly brokenReports: readonly string[];
  /** Every number of users that any HR is told. */
  readonly told: readonly Told[];
  /** Employers of whom fewer people came than a number may be of. */
  readonly ofFew: readonly ReportCount[];
}

/** What one employer was told of a year. */
export interface ReportCount {
  readonly employer: string;
  readonly period: string;
  /** Reports of the year, of four. */
  readonly released: number;
  /** People who used it; null where that cannot be told. */
  readonly people: number | null;
  /** All numbers of people that are told. */
  readonly numbers: number;
}

/** The sessions of one employer. */
export interface Balance {
  readonly employer: string;
  readonly purchased: number;
  readonly displayed: number;
  /** Settled beyond what was bought. */
  readonly shortfall: number;
  readonly settled: number;
  /** Of an employer with a flat price, until when it is paid; null: it pays by sessions. */
  readonly paidUntil: string | null;
}

/** One promise of the product and whether the story found it kept. */
export interface Promised {
  readonly promise: string;
  readonly holds: boolean;
  readonly found: string;
}
