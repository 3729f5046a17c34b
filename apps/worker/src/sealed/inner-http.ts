import type { Documents } from '#server/pages/web-build';
import type { BinaryRequest, BinaryResponse } from '#pseudonym/http';
import { valueOf } from '#pseudonym/http.fields';

/** A GraphQL operation as an inner request carries it. */
export interface Operation {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  /** The inner `authorization` header. */
  readonly authorization: string | undefined;
}

/** Why an inner request is no operation, as an HTTP status. */
export type NoOperation = 400 | 404 | 405 | 410 | 415;

const JSON_TYPE = /^application\/json(;.*)?$/i;
const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

/**
 * Read an inner `POST /graphql` with a JSON body; a status when it is something else. A page sends
 * the id of one of `documents`, a program the text of its own.
 */
export function readOperation(
  request: BinaryRequest, documents: Documents,
): Operation | NoOperation {
  if (request.path !== '/graphql') return 404;
  if (request.method !== 'POST') return 405;
  const header = (name: string) => valueOf(request.headers, name);
  if (!JSON_TYPE.test(header('content-type') ?? '')) return 415;
  const body = readJson(request.content);
  if (!isRecord(body)) return 400;
  const { documentId, variables, operationName } = body;
  const query = documentId === undefined ? body['query'] : documents.get(String(documentId));
  if (documentId !== undefined && query === undefined) return 410;
  // A document is never JSON itself: mercurius would take a serialised syntax tree for one.
  if (typeof query !== 'string' || /^\s*[[{]?\s*["[]/.test(query)) return 400;
  if (variables !== undefined && variables !== null && !isRecord(variables)) return 400;
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    return 400;
  }
  return {
    query,
    authorization: header('authorization'),
    ...(variables ? { variables } : {}),
    ...(operationName ? { operationName } : {}),
  };
}

/** Whether it asks for nothing: it is sent so that nobody sees when something is asked. */
export function isFiller({ path }: BinaryRequest): boolean {
  return path === '/filler';
}

/** Whether it has a key under which it is sent again where its answer was late or lost. */
export function mayRepeat({ headers }: BinaryRequest): boolean {
  return valueOf(headers, 'idempotency-key') !== undefined;
}

/** What a filler is answered. */
export const NOTHING: BinaryResponse = { status: 204, headers: [], content: new Uint8Array() };

/** An inner answer with a JSON body. */
export function jsonResponse(status: number, body: unknown): BinaryResponse {
  return {
    status,
    headers: [['content-type', 'application/json']],
    content: encoder.encode(JSON.stringify(body)),
  };
}

function readJson(content: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(content));
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
