import type { ShownClaim } from './claims.store.ts';

/** What to change before a denied claim is sent again. */
export interface Fix {
  readonly kind: 'DAY' | 'SERVICE' | 'UNITS' | 'WAIT' | 'COMPLETE';
  /** The day to claim for, where it is known. */
  readonly serviceDate: string | null;
}

/**
 * What mends a denied claim, by its adjustment reason code. Null where nothing does (the session
 * was cancelled, has expired, was filed too late) and where nothing need (it has been paid).
 */
export function fixOf(
  claim: Pick<ShownClaim,
    'status' | 'session' | 'adjustments' | 'bookedDay' | 'serviceDate' | 'units'>,
): Fix | null {
  if (claim.status === 'PAID' || claim.session !== 'held') return null;
  const { bookedDay, serviceDate, units } = claim;
  switch (claim.adjustments[0]?.code) {
    case '16': return { kind: 'COMPLETE', serviceDate: bookedDay };
    case '27': return { kind: 'DAY', serviceDate: bookedDay };
    case '110': return { kind: 'WAIT', serviceDate };
    case '119': return units > 1 ? { kind: 'UNITS', serviceDate } : null;
    case '222': return bookedDay === null ? { kind: 'DAY', serviceDate: null } : null;
    case '284': return bookedDay !== null && bookedDay !== serviceDate
      ? { kind: 'DAY', serviceDate: bookedDay } : { kind: 'SERVICE', serviceDate };
    default: return null;
  }
}
