/** The platform's part of what a claim is allowed, in basis points: 10 per cent. */
export const PLATFORM_SHARE_BPS = 1_000n;

/**
 * Days after the session in which a claim is accepted. The release of a period, 30 days after its
 * end, closes the books on it whatever this says: what is unclaimed by then expires.
 */
export const FILING_DAYS = 90;
