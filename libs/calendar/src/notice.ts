/** How long before its start a session can still be given back; from then on it is late. */
export const NOTICE_MS = 24 * 60 * 60 * 1000;
