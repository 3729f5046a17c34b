/** The platform's part of what a claim is allowed, in basis points: 10 per cent. */
export const PLATFORM_SHARE_BPS = 1_000n;

/**
 * What a therapist is paid of a session's price when its client did not come or cancelled late, in
 * basis points: half. The rest is revenue, and the session is settled as one that took place.
 */
export const MISSED_SHARE_BPS = 5_000n;

/** How long before its start a session can still be given back; from then on it is late. */
export const NOTICE_MS = 24 * 60 * 60 * 1000;

/**
 * Days after the session in which a claim is accepted. The release of a period, 30 days after its
 * end, closes the books on it whatever this says: what is unclaimed by then expires.
 */
export const FILING_DAYS = 90;
