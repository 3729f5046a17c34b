import type { FastifyRequest } from 'fastify';

/** Whether a browser reads what comes as brotli (RFC 7932). */
export function takesBrotli({ headers }: FastifyRequest): boolean {
  return /\bbr\b/.test(String(headers['accept-encoding'] ?? ''));
}
