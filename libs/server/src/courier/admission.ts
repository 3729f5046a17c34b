import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { isFromUnnamedProxy } from '../unnamed-proxy.ts';
import type { Allowance } from './allowance.ts';

/** Why a sealed request is not taken, before anything of it is read; undefined when it is. */
export type Admission = (request: FastifyRequest) => 'limited' | 'stranger' | undefined;

const SCHEME = 'Courier ';

/** Everybody's requests, as far as the allowance goes. */
export function openTo(allowance: Allowance | null): Admission {
  return (request) => (allowance && !allowance.admits(addressOf(request)) ? 'limited' : undefined);
}

/**
 * The requests of one courier, which counted them itself: it says a secret that both were given.
 * The two are compared by their hashes, in a time that tells nothing of either.
 */
export function onlyFrom(secret: string): Admission {
  const expected = digest(`${SCHEME}${secret}`);
  return ({ headers }) =>
    (timingSafeEqual(digest(headers.authorization ?? ''), expected) ? undefined : 'stranger');
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
