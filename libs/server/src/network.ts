import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whoever has one IPv6 address has the 2^64 of its network (RFC 6177): they count as one. */
export const ONE_CALLER = 64;
/** What one site is given at most (RFC 6177): 65,536 such networks. */
export const ONE_SITE = 48;

/** The network of an IPv6 address, of so many bits; anything else as it is. */
export function networkOf(party: string, bits: number): string {
  if (isIP(party) === 0) return party;
  const address = ipaddr.process(party);
  if (!(address instanceof ipaddr.IPv6)) return address.toString();
  const groups = address.parts.slice(0, bits / 16);
  return `${groups.map((group) => group.toString(16)).join(':')}/${bits}`;
}
