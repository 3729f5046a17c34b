import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { REQUEST_LENGTH } from '#pseudonym/padding';
import type { ErrorCode } from '../door/api-error.ts';
import { isFromUnnamedProxy } from '../door/unnamed-proxy.ts';
import type { RelayLimit } from './relay-limit.ts';
import type { RelayOutcome, RelayService } from './relay.service.ts';

const REQUEST_TYPE = 'message/ohttp-req';
const RESPONSE_TYPE = 'message/ohttp-res';
/** When to try again, in seconds. */
const RETRY_AFTER: Partial<Record<Refusal, string>> = { limited: '60', busy: '1', late: '1' };

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
  http: FastifyInstance, relay: RelayService, limit: RelayLimit | null,
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
      if (limit && !limit.admits(addressOf(request))) refuse(reply, 'limited');
      else next();
    };
    scope.post('/relay', { onRequest }, async (request, reply) => {
      if (!Buffer.isBuffer(request.body)) return refuse(reply, 'type');
      if (request.body.length !== REQUEST_LENGTH) return refuse(reply, 'odd');
      return answer(reply, await relay.ask(request.body));
    });
    done();
  });
}

/** Who calls; undefined behind a proxy that is not named, where everybody has one address. */
function addressOf(request: FastifyRequest): string | undefined {
  return isFromUnnamedProxy(request) ? undefined : request.ip;
}

function answer(reply: FastifyReply, outcome: RelayOutcome): FastifyReply {
  if (outcome.kind !== 'answered') return refuse(reply, outcome.kind);
  return reply.headers(HEADERS).type(RESPONSE_TYPE).send(outcome.sealed);
}

type Refusal =
  Exclude<RelayOutcome['kind'], 'answered'> | 'odd' | 'large' | 'type' | 'limited';

/** Each refusal with its status, its stable code and advice; none says what was inside. */
const REFUSALS: Record<Refusal, readonly [status: number, code: ErrorCode, message: string]> = {
  odd: [400, 'BAD_USER_INPUT', `Send one sealed request: all have ${REQUEST_LENGTH} bytes here.`],
  unreadable: [400, 'BAD_USER_INPUT', 'The vault cannot open this. Fetch the relay key again ' +
    '(vaultStatements), check its signature, and seal the request anew.'],
  large: [413, 'BAD_USER_INPUT', `This is too large: a sealed request has ${REQUEST_LENGTH} bytes.`],
  type: [415, 'BAD_USER_INPUT', `Send content-type: ${REQUEST_TYPE}.`],
  limited: [429, 'RATE_LIMITED', 'Too many requests come from your network. Wait a minute, then ' +
    'send the same request again.'],
  busy: [503, 'OVERLOADED', 'Too many requests wait, and this one was not taken. Send it again.'],
  late: [503, 'UNAVAILABLE', 'The vault has not answered yet. Send the same request again: nothing ' +
    'is done twice.'],
};
const REASONS_BY_STATUS: Partial<Record<number, Refusal>> = { 413: 'large', 415: 'type' };

function refuse(reply: FastifyReply, reason: Refusal): FastifyReply {
  const [status, code, message] = REFUSALS[reason];
  const later = RETRY_AFTER[reason];
  if (later) reply.header('retry-after', later);
  return reply.code(status).headers(HEADERS).send({ code, message });
}
