import { isIP } from 'node:net';

/** Where passkeys are good: the pages' origin, and the name that they are bound to. */
export interface PasskeySite {
  readonly rpId: string;
  readonly origin: string;
}

/**
 * Passkeys are bound to a name, and browsers take none by plain http but for this machine's own.
 * So a service that was not told its origin has them at `localhost` alone, and one at an address
 * of numbers, or by http, has none.
 */
export function passkeySite(pages: string): PasskeySite | null {
  const { protocol, hostname, origin } = new URL(pages);
  const isNamed = hostname.includes('.') && isIP(hostname.replaceAll(/[[\]]/g, '')) === 0;
  const isHere = hostname === 'localhost' || hostname.endsWith('.localhost');
  return isHere || (isNamed && protocol === 'https:') ? { rpId: hostname, origin } : null;
}
