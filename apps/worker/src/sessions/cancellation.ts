/** How long before its start a session can still be given back. */
export const NOTICE_MS = 24 * 60 * 60 * 1000;

/** Verdict on a wish to cancel. */
export type Cancellation = 'in-time' | 'too-late';

/**
 * Decide whether a session may still be cancelled: it is open, and begins a notice period from
 * now or later. A session that was claimed, has expired or was cancelled is too late.
 */
export function decideCancellation(
  session: { readonly status: string; readonly startsAt: Date }, now: Date,
): Cancellation {
  const open = session.status === 'held';
  const notice = session.startsAt.getTime() - now.getTime() >= NOTICE_MS;
  return open && notice ? 'in-time' : 'too-late';
}
