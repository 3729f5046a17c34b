import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { isFromUnnamedProxy } from '../unnamed-proxy.ts';
import type { Allowance } from './allowance.ts';

/** Who may ask, and how often. */
export interface Admission {
  /** Whether this caller may ask at all; it spends nothing. */
  readonly knows: (request: FastifyRequest) => boolean;
  /** Whether there is room for one more, which is spent: for what looks right alone. */
  readonly takes: (request: FastifyRequest) => boolean;
}

const SCHEME = 'Courier ';

/** Everybody's requests, as far as the allowance goes. */
export function openTo(allowance: Allowance | null): Admission {
  return {
    knows: () => true,
    takes: (request) => allowance?.admits(addressOf(request)) ?? true,
  };
}

/**
 * The requests of one courier, which counted them itself: it says a secret that both were given.
 * The two are compared by their hashes, in a time that tells nothing of either.
 */
export function onlyFrom(secret: string): Admission {
  const expected = digest(`${SCHEME}${secret}`);
  return {
    knows: ({ headers }) => timingSafeEqual(digest(headers.authorization ?? ''), expected),
    takes: () => true,
  };
}

/** How a courier says who it is. */
export function courierAuthorization(secret: string): string {
  return `${SCHEME}${secret}`;
}

/** Who calls; undefined behind a proxy that is not named, where everybody has one address. */
function addressOf(request: FastifyRequest): string | undefined {
  return isFromUnnamedProxy(request) ? undefined : request.ip;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
