/**
 * The shares by which a session pays, in basis points. Each authorisation has its own, as they were
 * when it was booked.
 */
export interface Shares {
  /** The platform's part of what a claim is allowed. */
  readonly platformShareBps: number;
  /**
   * What a therapist is paid of the price when its client did not come or cancelled late. The rest
   * is revenue, and the session is settled as one that took place.
   */
  readonly missedShareBps: number;
}

/**
 * What is told before booking: 10 per cent, and half. An authorisation gets the same by the
 * defaults of its columns, so they change together, by a migration.
 */
export const OFFERED: Shares = { platformShareBps: 1_000, missedShareBps: 5_000 };

/** An authorisation's own, for a statement that reads `authorisation a`. */
export const SHARES = `a.platform_share_bps AS "platformShareBps",
  a.missed_share_bps AS "missedShareBps"`;

/**
 * Days after the session in which a claim is accepted. The release of a period, 30 days after its
 * end, closes the books on it whatever this says: what is unclaimed by then expires.
 */
export const FILING_DAYS = 90;
