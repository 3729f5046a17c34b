import type { ShownClaim } from './claims.store.ts';

/** What to change before a denied claim is sent again. */
export interface Fix {
  readonly kind: 'DAY' | 'SERVICE' | 'UNITS' | 'WAIT' | 'COMPLETE';
  /** The day to claim for, where it is known. */
  readonly serviceDate: string | null;
}

/** Codes for which a claim is denied that is for another day than its session. */
const BY_DAY = ['26', '27', '110', '222', '284'];

/**
 * What mends a denied claim, by its adjustment reason code. Null where nothing does (the session
 * was cancelled, has expired, was filed too late) and where nothing need (it has been paid).
 */
export function fixOf(
  claim: Pick<ShownClaim,
    'status' | 'session' | 'adjustments' | 'sessionDay' | 'serviceDate' | 'units'>,
): Fix | null {
  if (claim.status === 'PAID' || claim.session !== 'held') return null;
  const { sessionDay, serviceDate, units } = claim;
  const code = claim.adjustments[0]?.code ?? '';
  // A claim is for its session's day: of a paper credit that is corrected at the session, before.
  if (sessionDay !== serviceDate && BY_DAY.includes(code)) {
    return { kind: 'DAY', serviceDate: sessionDay };
  }
  switch (code) {
    case '16': return { kind: 'COMPLETE', serviceDate: sessionDay };
    case '110': return { kind: 'WAIT', serviceDate };
    case '119': return units > 1 ? { kind: 'UNITS', serviceDate } : null;
    case '284': return { kind: 'SERVICE', serviceDate };
    default: return null;
  }
}
