import type { Database } from '#platform/database';
import type { Standings } from '#platform/standing-watch';
import type { TestCluster } from '#platform/testing';
import type { Draws } from '../src/matching/daily-view.ts';

/** What a vault is opened on besides its own. */
export interface VaultSetting {
  /** Databases of an earlier one. */
  readonly cluster?: TestCluster;
  /** What its secrets follow from, to go on with an earlier one's. */
  readonly secrets?: string;
  /** Without, it has no partner and is always open. */
  readonly standingsOf?: (db: Database) => Standings;
  /** Without, nothing is withheld, and the earliest times are shown. */
  readonly draws?: Draws;
}

/** Draws that withhold nothing, for specs of what comes after a time was found. */
export const NOTHING_WITHHELD: Draws = {
  withheldFrom: () => null, order: () => ({ startsAt }) => startsAt.getTime(),
};

/** Dates of the quarters that specs use. */
export const QUARTERS = {
  '2026-Q4': {
    opens: '2026-10-01', last: '2026-12-31', closes: '2027-01-01', releases: '2027-01-30',
  },
  '2027-Q1': {
    opens: '2027-01-01', last: '2027-03-31', closes: '2027-04-01', releases: '2027-04-30',
  },
} as const;
