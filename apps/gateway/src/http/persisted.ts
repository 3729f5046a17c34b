import type { FastifyRequest } from 'fastify';
import type { Documents } from '#server/pages/web-build';

/** What a body asks for: a document's text with the rest of it, or why it is refused. */
export type Asked =
  | { readonly kind: 'operation'; readonly body: Record<string, unknown> }
  | { readonly kind: 'odd' }
  | { readonly kind: 'not-persisted' };

/**
 * A page sends the id of a document that it was built with; a browser's request with anything else
 * is refused, so that a script in a page can ask for nothing that our pages do not. Programs, which
 * send neither Origin nor Sec-Fetch-Site, send text.
 */
export function readAsked(
  { body, headers }: FastifyRequest, documents: Documents,
): Asked {
  if (typeof body !== 'object' || body === null) return { kind: 'odd' };
  const { documentId, ...rest } = body as Record<string, unknown>;
  if (documentId === undefined) {
    if (fromBrowser(headers)) return { kind: 'not-persisted' };
    return isOperation(rest) ? { kind: 'operation', body: rest } : { kind: 'odd' };
  }
  const query = typeof documentId === 'string' ? documents.get(documentId) : undefined;
  if (query === undefined) return { kind: 'not-persisted' };
  const { variables, operationName } = rest;
  const named = { query, variables, operationName };
  return isOperation(named) ? { kind: 'operation', body: named } : { kind: 'odd' };
}

function fromBrowser(headers: FastifyRequest['headers']): boolean {
  return headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
}

function isOperation(body: Record<string, unknown>): boolean {
  const { query, variables, operationName } = body;
  const named = operationName ?? '';
  const filled = variables ?? {};
  return typeof query === 'string' && query !== '' && typeof named === 'string'
    && typeof filled === 'object' && !Array.isArray(filled);
}
