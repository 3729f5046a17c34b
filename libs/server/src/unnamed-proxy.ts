import { BlockList, isIPv6 } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Networks that nobody on the internet has an address in (RFC 1918, 4193, 6598 and the like). */
const INSIDE = new BlockList();
for (const [network, bits] of [
  ['127.0.0.0', 8], ['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16],
  ['169.254.0.0', 16], ['100.64.0.0', 10],
] as const) INSIDE.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [['::1', 128], ['fc00::', 7], ['fe80::', 10]] as const) {
  INSIDE.addSubnet(network, bits, 'ipv6');
}

/**
 * Whether a request comes from a proxy that is not named in TRUSTED_PROXIES: it says for whom, and
 * is not believed, so everybody who comes through it has one address here.
 */
export function isFromUnnamedProxy(
  { headers, ip, socket }: Pick<FastifyRequest, 'headers' | 'ip' | 'socket'>,
): boolean {
  if (headers['x-forwarded-for'] === undefined || ip !== socket.remoteAddress) return false;
  const address = ip.replace(/^::ffff:(?=\d+\.)/i, '');
  return INSIDE.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** A hook: behind a proxy that is not named its operator should know, and is told so once. */
export function sayUnnamedProxyOnce(onMissing: (setting: string) => void) {
  let said = false;
  return (request: FastifyRequest, _reply: FastifyReply, done: () => void): void => {
    if (!said && isFromUnnamedProxy(request)) {
      said = true;
      onMissing('TRUSTED_PROXIES');
    }
    done();
  };
}
