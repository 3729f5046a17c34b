import { NOTICE_MS } from '#calendar/notice';
import type { ClaimableAuthorisation, Outcome } from './claims.store.ts';

/** What became of a session that its client did not keep. */
export type MissedOutcome = Exclude<Outcome, 'took_place'>;

const REASONS = {
  NOT_BOOKED: 'A credit that was brought fixes no hour: nobody can miss it.',
  SESSION_SETTLED: 'This session was recorded, cancelled or has expired: load your calendar again.',
  SESSION_NOT_BEGUN: 'This session has not begun: record it once it has.',
  DAY_FULL: 'More hours than anybody works are claimed for this day. Check the day of each session.',
  NOTICE_NOT_BEGUN: 'It begins more than 24 hours from now: cancel it, and it goes back to your client.',
} as const;

/** Why an outcome can't be recorded: a stable code, and words that say what to do. */
export interface OutcomeFault { readonly code: keyof typeof REASONS; readonly message: string }

/** The day of the session is paid for as many hours as anybody works. */
export const DAY_FULL: OutcomeFault = { code: 'DAY_FULL', message: REASONS.DAY_FULL };

/**
 * Why it can't be recorded that a client did not keep a session; null when it can. Somebody did not
 * come once the session has begun; somebody cancelled late once the notice before it has.
 */
export function outcomeFault(
  outcome: MissedOutcome, session: Pick<ClaimableAuthorisation, 'status' | 'startsAt'>, now: Date,
): OutcomeFault | null {
  const code = faultCode(outcome, session, now);
  return code && { code, message: REASONS[code] };
}

function faultCode(
  outcome: MissedOutcome, { status, startsAt }: Pick<ClaimableAuthorisation, 'status' | 'startsAt'>,
  now: Date,
): OutcomeFault['code'] | null {
  if (startsAt === null) return 'NOT_BOOKED';
  if (status !== 'held') return 'SESSION_SETTLED';
  const ahead = startsAt.getTime() - now.getTime();
  if (outcome === 'no_show') return ahead > 0 ? 'SESSION_NOT_BEGUN' : null;
  return ahead >= NOTICE_MS ? 'NOTICE_NOT_BEGUN' : null;
}
