import helmet from '@fastify/helmet';
import cookie from '@fastify/cookie';
import secureSession from '@fastify/secure-session';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayConfig } from '#platform/settings/config';
import type { Documents } from '#server/pages/web-build';
import type { ErrorCode } from '#server/coded-error';
import { answerCourier, claimingDocuments } from './claims-elsewhere.ts';
import { readAsked } from './persisted.ts';

/** Name of HR's cookie. It is sent to `/graphql` only, so the relay never sees one. */
const COOKIE = 'sotto_hr';
const SESSION_SECONDS = 12 * 60 * 60;
/** Where HR's files lie. */
const FILES = ['/graphql/invoices/', '/graphql/reports/'];

declare module '@fastify/secure-session' {
  interface SessionData {
    /** Random token of an open sign-in, base64url. */
    token: string;
  }
}

/**
 * What stands before GraphQL: POST and JSON only, a header that no form or image can send, strict
 * response headers, and the encrypted cookie of HR.
 */
export async function openHttpDoor(
  http: FastifyInstance, config: GatewayConfig, documents: Documents = new Map(),
): Promise<void> {
  const courier = config.courier?.origin;
  if (courier !== undefined) http.addHook('onRequest', answerCourier(courier, isForGraphql));
  http.addHook('onRequest', refuseSimpleRequests);
  const claiming = claimingDocuments(documents);
  http.addHook('preValidation', readBodies(({ headers }) =>
    (courier !== undefined && headers.origin === courier ? claiming : documents)));
  await http.register(helmet, {
    contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: config.publicOrigin.startsWith('https:'),
  });
  http.addHook('onSend', (_request, reply, payload, done) => {
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    done(null, payload);
  });
  await http.register(cookie);
  await http.register(secureSession, {
    key: Buffer.from(config.sessionKey),
    cookieName: COOKIE,
    expiry: SESSION_SECONDS,
    cookie: {
      path: '/graphql', httpOnly: true, sameSite: 'strict', maxAge: SESSION_SECONDS,
      // A production that was not told its origin stands behind a proxy that ends TLS.
      secure: config.mode === 'production' || config.publicOrigin.startsWith('https:'),
    },
  });
}

/** Cross-site forms and images can send neither JSON nor this header (Fetch, simple requests). */
function refuseSimpleRequests(
  request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void,
): void {
  if (!isForGraphql(request)) {
    done();
    return;
  }
  const { headers, method } = request;
  if (method !== 'POST') {
    return answer(reply.header('allow', 'POST'), 405, 'Send GraphQL requests by POST.');
  }
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    return answer(reply, 415, 'Send content-type: application/json.');
  }
  if (!headers['x-sotto-client']) {
    return answer(reply, 400, 'Send a header x-sotto-client with the name of your program.');
  }
  done();
}

/**
 * By the route that was matched, since one path can be written in many ways (RFC 3986, 2.1). Files
 * lie below /graphql too, where the cookie goes: those are read by GET.
 */
function isForGraphql({ routeOptions, raw }: FastifyRequest): boolean {
  const url = routeOptions.url ?? raw.url ?? '';
  return url.startsWith('/graphql') && !FILES.some((folder) => url.startsWith(folder));
}

/** One operation as GraphQL over HTTP has it: no batch, no tree; a page's document by its id. */
function readBodies(documentsFor: (request: FastifyRequest) => Documents) {
  return (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void => {
    if (!isForGraphql(request)) {
      done();
      return;
    }
    const asked = readAsked(request, documentsFor(request));
    if (asked.kind === 'not-persisted') {
      return answer(reply, 400, 'This page is older than the service: load it again.',
        'DOCUMENT_NOT_PERSISTED');
    }
    if (asked.kind === 'odd') {
      return answer(reply, 400,
        'Send one operation: an object with query, and variables if it has any.');
    }
    request.body = asked.body;
    done();
  };
}

function answer(
  reply: FastifyReply, status: number, message: string, code: ErrorCode = 'BAD_USER_INPUT',
): void {
  void reply.code(status).send({ data: null, errors: [{ message, extensions: { code } }] });
}
