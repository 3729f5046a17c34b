/** Families of browsers, as a page says its own: so much is kept of a device, and no more. */
export const BROWSERS = ['CHROME', 'EDGE', 'FIREFOX', 'SAFARI', 'OTHER'] as const;

/** A family of browsers. */
export type Browser = (typeof BROWSERS)[number];

/** An open sign-in as its row has it. */
export interface SignInRow {
  readonly id: string;
  readonly browser: Browser;
  readonly usedAt: Date;
  readonly expiresAt: Date;
  readonly tokenHash: Buffer;
}

/** An open sign-in as its owner sees it. */
export interface OpenSignIn {
  readonly id: string;
  readonly browser: Browser;
  /** The hours in which it began and was last used, ISO 8601. */
  readonly since: string;
  readonly lastUsed: string;
  readonly isThis: boolean;
}

/** So long a sign-in lasts, however much it is used. */
export const SIGN_IN_HOURS = 12;

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** When a sign-in of now ends at the latest. */
export function endOf(now: Date): Date {
  return new Date(now.getTime() + SIGN_IN_HOURS * HOUR_MS);
}

/**
 * Sign-ins that were last used before this have ended. A use is noted once a minute, so whoever
 * used hers half an hour ago has a minute more.
 */
export function idleSince(now: Date, idleMinutes: number): Date {
  return new Date(now.getTime() - (idleMinutes + 1) * MINUTE_MS);
}

/** The use of now as it is kept, by the minute. */
export function useOf(now: Date): Date {
  return new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
}

/** Open sign-ins as their owner sees them: hers first that asks, then the latest used. */
export function shown(rows: readonly SignInRow[], ownHash: Uint8Array): OpenSignIn[] {
  const own = (row: SignInRow) => row.tokenHash.equals(ownHash);
  return rows
    .toSorted((a, b) => Number(own(b)) - Number(own(a)) || b.usedAt.getTime() - a.usedAt.getTime()
      || (a.id < b.id ? -1 : 1))
    .map((row) => ({
      id: row.id, browser: row.browser, isThis: own(row), lastUsed: hourOf(row.usedAt),
      since: hourOf(new Date(row.expiresAt.getTime() - SIGN_IN_HOURS * HOUR_MS)),
    }));
}

function hourOf(at: Date): string {
  return new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS).toISOString();
}
