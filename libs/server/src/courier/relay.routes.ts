import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ANSWER_TYPE, REQUEST_TYPE } from '#pseudonym/ohttp';
import { REQUEST_LENGTH } from '#pseudonym/padding';
import type { Admission } from './admission.ts';

/** What a relay tells whoever sent a sealed request. */
export type RelayOutcome =
  | { readonly kind: 'answered'; readonly sealed: Buffer }
  /** The vault cannot open it; it was not taken; nobody knows whether it was. */
  | { readonly kind: 'unreadable' | 'busy' | 'late' };

/** Takes a sealed request further: to the queue, or to the gateway. */
export interface Carrier {
  ask(sealed: Buffer): Promise<RelayOutcome>;
}

/** What a refusal for too many requests says: of sealed ones, and of files. */
export const TOO_MANY = {
  code: 'RATE_LIMITED', retryAfter: '60',
  message: 'Too many requests come from your network. Wait a minute, then send the same request '
    + 'again.',
} as const;

/** When to try again, in seconds. */
const RETRY_AFTER: Partial<Record<Refusal, string>> = {
  limited: TOO_MANY.retryAfter, busy: '1', late: '1',
};

/** The same for every caller and every answer: nothing to tell two requests apart by. */
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/**
 * The oblivious relay (RFC 9458, section 6.2) as plain Fastify routes, in a context of their own
 * that is made before any other plugin: no cookie is read or set here, no session is looked for,
 * and nothing is known of the caller but the bytes. The framework's own layers are left out of the
 * way, since this is the way that all care takes.
 */
export async function relayRoutes(
  http: FastifyInstance, carrier: Carrier, admission: Admission,
): Promise<void> {
  await http.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    const asBytes = { parseAs: 'buffer' as const, bodyLimit: REQUEST_LENGTH };
    scope.addContentTypeParser(REQUEST_TYPE, asBytes, (_request, body, parsed) => {
      parsed(null, body);
    });
    scope.setErrorHandler((error: { statusCode?: number }, _request, reply) =>
      refuse(reply, REASONS_BY_STATUS[error.statusCode ?? 400] ?? 'odd'));
    const onRequest = (request: FastifyRequest, reply: FastifyReply, next: () => void) => {
      const reason = atFirstSight(request, admission);
      if (!reason) next();
      // Its bytes are not read, and no other request comes after them.
      else refuse(reason === 'large' ? reply.header('connection', 'close') : reply, reason);
    };
    scope.post('/relay', { onRequest }, async (request, reply) => {
      if (!Buffer.isBuffer(request.body)) return refuse(reply, 'type');
      if (request.body.length !== REQUEST_LENGTH) return refuse(reply, 'odd');
      return answer(reply, await carrier.ask(request.body));
    });
    done();
  });
}

/** Why a request is not taken, by its head alone. Only one that looks right is counted. */
function atFirstSight(request: FastifyRequest, admission: Admission): Refusal | undefined {
  if (!admission.knows(request)) return 'stranger';
  const shape = shapeOf(request.headers);
  if (shape) return shape;
  return admission.takes(request) ? undefined : 'limited';
}

/** What is wrong with the type and the length that the head tells; both have to be told. */
function shapeOf(headers: IncomingHttpHeaders): Refusal | undefined {
  const length = Number(headers['content-length'] ?? 0);
  if (length > REQUEST_LENGTH) return 'large';
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== REQUEST_TYPE) return 'type';
  return length === REQUEST_LENGTH ? undefined : 'odd';
}

function answer(reply: FastifyReply, outcome: RelayOutcome): FastifyReply {
  if (outcome.kind !== 'answered') return refuse(reply, outcome.kind);
  return reply.headers(HEADERS).type(ANSWER_TYPE).send(outcome.sealed);
}

type Refusal = Exclude<RelayOutcome['kind'], 'answered'>
  | 'stranger' | 'limited' | 'odd' | 'large' | 'type';

/** Each refusal with its status, its stable code and advice; none says what was inside. */
const REFUSALS: Record<Refusal, readonly [status: number, code: string, message: string]> = {
  odd: [400, 'BAD_USER_INPUT', 'Send one sealed request, and its content-length: all '
    + `have ${REQUEST_LENGTH} bytes here.`],
  unreadable: [400, 'BAD_USER_INPUT', 'The vault cannot open this. Fetch the relay key again '
    + '(/signed/relay-key.json), check its signature, and seal the request anew.'],
  large: [413, 'BAD_USER_INPUT', `This is too large: a sealed request has ${REQUEST_LENGTH} bytes.`],
  type: [415, 'BAD_USER_INPUT', `Send content-type: ${REQUEST_TYPE}.`],
  stranger: [403, 'FORBIDDEN', 'Sealed requests are taken by the courier, at the address of the '
    + 'page, and not here.'],
  limited: [429, TOO_MANY.code, TOO_MANY.message],
  busy: [503, 'OVERLOADED', 'Too many requests wait, and this one was not taken. Send it again.'],
  late: [503, 'UNAVAILABLE', 'The vault has not answered yet. Send the same request again: nothing '
    + 'is done twice.'],
};
const REASONS_BY_STATUS: Partial<Record<number, Refusal>> = { 413: 'large', 415: 'type' };

function refuse(reply: FastifyReply, reason: Refusal): FastifyReply {
  const [status, code, message] = REFUSALS[reason];
  const later = RETRY_AFTER[reason];
  if (later) reply.header('retry-after', later);
  return reply.code(status).headers(HEADERS).send({ code, message });
}
