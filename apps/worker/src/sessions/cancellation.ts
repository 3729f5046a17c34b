import { NOTICE_MS } from '#calendar/notice';

/** Verdict on a wish to cancel. */
export type Cancellation = 'in-time' | 'late' | 'too-late';

/**
 * Decide how a session may still be cancelled. In time: it is open, and begins a notice period from
 * now or later. Late: it is open and has not begun. Everything else is too late, such as a session
 * that was claimed, has expired or was cancelled.
 */
export function decideCancellation(
  session: { readonly status: string; readonly startsAt: Date }, now: Date,
): Cancellation {
  const ahead = session.startsAt.getTime() - now.getTime();
  if (session.status !== 'held' || ahead <= 0) return 'too-late';
  return ahead >= NOTICE_MS ? 'in-time' : 'late';
}
