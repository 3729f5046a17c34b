import { isIP } from 'node:net';
import { z } from 'zod';

const PROXIES = 'must be addresses or networks such as 127.0.0.1,10.0.0.0/8, and not everybody';

/** An IP address, or a network in CIDR notation (RFC 4632) that is not the whole world. */
function isNetwork(text: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/([1-9]\d{0,2}))?$/.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && (bits === undefined || Number(bits) <= (version === 4 ? 32 : 128));
}

/** A setting with addresses and networks, or none. */
export const proxies = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .refine((all) => all.every(isNetwork), PROXIES)
  .optional();
