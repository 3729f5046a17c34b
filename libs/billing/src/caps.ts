/** Sessions and money of a programme, each counted for itself; minor units of one currency. */
export interface Sum {
  readonly sessions: bigint;
  readonly minor: bigint;
}

/** What a programme's confirmed terms come to in all, and what of it was funded so far. */
export interface Cap {
  readonly confirmed: Sum;
  readonly funded: Sum;
}

/**
 * What confirmed terms leave room for, sessions and money each for itself: as much can still be
 * funded. What is lent has no room of its own: no more credits are taken than were confirmed, each
 * at its period's price, so what is set aside and paid never exceeds it, whoever has paid.
 */
export function roomOf({ confirmed, funded }: Cap): Sum {
  return {
    sessions: beyond(confirmed.sessions, funded.sessions),
    minor: beyond(confirmed.minor, funded.minor),
  };
}

/** A funding in two: what there is room for, and the rest, which waits for terms that have it. */
export function splitFunding(funding: Sum, cap: Cap): { readonly taken: Sum; readonly rest: Sum } {
  const room = roomOf(cap);
  const taken = {
    sessions: lesser(funding.sessions, room.sessions), minor: lesser(funding.minor, room.minor),
  };
  return {
    taken,
    rest: { sessions: funding.sessions - taken.sessions, minor: funding.minor - taken.minor },
  };
}

/** Whether a sum is nothing at all. */
export function isNothing({ sessions, minor }: Sum): boolean {
  return sessions === 0n && minor === 0n;
}

function beyond(wanted: bigint, there: bigint): bigint {
  return wanted > there ? wanted - there : 0n;
}

function lesser(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
