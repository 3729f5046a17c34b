import { EMPTY_JOURNAL, type Journal } from '#pseudonym/journal';
import type { Booking } from './booking.ts';
import type { Wishes } from './directory.ts';
import type { OwnCaseQuery } from './gql/vault/graphql.ts';

/** A case as it was when it was last asked for. */
export type Care = OwnCaseQuery['case'];

/** What became of something that was asked for, when it was answered and nobody was looking. */
export interface Outcome {
  readonly id: string;
  readonly kind: Exclude<Booking, 'booked'> | 'too-late';
  /** Of the time that was to be booked or given back, and with whom. */
  readonly startsAt: string;
  readonly name: string;
}

/** What the box on the device holds. */
export interface Content {
  readonly phrase: string;
  readonly journal: Journal;
  /** The version of the backup that the vault keeps, as far as this device knows; 0: none. */
  readonly backupVersion: number;
  /** Whether that backup has everything that the journal has. */
  readonly backedUp: boolean;
  /** The code of credits that were asked for and have not come yet. */
  readonly code: string | null;
  /** The day on which the phrase was last shown to be known. */
  readonly phraseKnownOn: string | null;
  /** The case as it was last seen, to be read offline. */
  readonly care: Care | null;
  readonly careSeenAt: string | null;
  /** Appointments that ended and referrals that were declined, of which the person knows. */
  readonly settled: readonly string[];
  /** What the person is still to be told; none in boxes from before there were any. */
  readonly outcomes?: readonly Outcome[];
  /** What was looked for last: known to this device alone. */
  readonly wishes: Wishes | null;
}

/** The content of a new wallet. */
export function newContent(phrase: string, known: string | null): Content {
  return {
    phrase, journal: EMPTY_JOURNAL, backupVersion: 0, backedUp: false, code: null,
    phraseKnownOn: known, care: null, careSeenAt: null, settled: [],
    wishes: null,
  };
}
