import type { Cell } from './cells.ts';
import type { Rules } from './primary.ts';
import type { WaitBand } from './statistics.ts';

/** All that an employer is told of one period. JSON-safe, frozen, made once, never revised. */
export interface UsageRelease extends Rules {
  readonly version: 2;
  readonly programme: string;
  readonly period: string;
  /** The day on which it appears: 30 days after the period's last day, whenever it was made. */
  readonly releasedOn: string;
  readonly cells: readonly Cell[];
  /** Sessions that leave the displayed balance, in lots of 10. */
  readonly settledSessions: number;
  /** Days from opening a case to its first session, the median as a band; null where protected. */
  readonly medianWait: WaitBand | null;
  readonly note: string;
}

/** The one note of every release: equal words, so that they tell nothing. */
export const RELEASE_NOTE =
  'Hidden numbers are too small, too large, or protect another number. Sessions settle in lots of 10.';
