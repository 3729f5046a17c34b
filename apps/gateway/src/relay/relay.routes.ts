import type { FastifyInstance, FastifyReply } from 'fastify';
import { isBucket, LARGEST_REQUEST } from '#pseudonym/padding';
import type { RelayOutcome, RelayService } from './relay.service.ts';

const REQUEST_TYPE = 'message/ohttp-req';
const RESPONSE_TYPE = 'message/ohttp-res';
const RETRY_SECONDS = '1';

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
export async function relayRoutes(http: FastifyInstance, relay: RelayService): Promise<void> {
  await http.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    const asBytes = { parseAs: 'buffer' as const, bodyLimit: LARGEST_REQUEST };
    scope.addContentTypeParser(REQUEST_TYPE, asBytes, (_request, body, parsed) => {
      parsed(null, body);
    });
    const asText = { parseAs: 'string' as const, bodyLimit: 256 };
    scope.addContentTypeParser('application/json', asText, (_request, body, parsed) => {
      parsed(null, body);
    });
    scope.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
      const status = error.statusCode;
      return refuse(reply, status === 413 || status === 415 ? status : 400);
    });
    scope.post('/relay', async (request, reply) => {
      if (!Buffer.isBuffer(request.body)) return refuse(reply, 415);
      if (!isBucket(request.body.length)) return refuse(reply, 400);
      return answer(reply, await relay.ask(request.body));
    });
    scope.post('/relay/collect', async (request, reply) => {
      const ticket = readTicket(request.body);
      return ticket === undefined ? refuse(reply, 400) : answer(reply, await relay.collect(ticket));
    });
    scope.get('/health', (_request, reply) => reply.headers(HEADERS).send({ status: 'up' }));
    done();
  });
}

function readTicket(body: unknown): string | undefined {
  if (typeof body !== 'string') return undefined;
  try {
    const { ticket } = JSON.parse(body) as { ticket?: unknown };
    return typeof ticket === 'string' && /^[\w-]{1,64}$/.test(ticket) ? ticket : undefined;
  } catch {
    return undefined;
  }
}

function answer(reply: FastifyReply, outcome: RelayOutcome): FastifyReply {
  switch (outcome.kind) {
    case 'answered':
      return reply.headers(HEADERS).type(RESPONSE_TYPE).send(outcome.sealed);
    case 'pending':
      return reply.code(202).headers(HEADERS).send({ ticket: outcome.ticket });
    case 'unreadable': return refuse(reply, 400);
    case 'unknown': return refuse(reply, 404);
    case 'busy': return refuse(reply.header('retry-after', RETRY_SECONDS), 503);
  }
}

/** The advice for each refusal; none says anything of what was inside. */
const REASONS: Record<number, string> = {
  400: 'Send one sealed request of a size that RFC 9458 clients of this service use.',
  404: 'There is no answer for this ticket. Send the request again.',
  413: 'The sealed request is too large.',
  415: `Send content-type: ${REQUEST_TYPE}, or application/json to collect.`,
  503: 'The vault cannot take requests just now. Send the same request again.',
};

function refuse(reply: FastifyReply, status: number): FastifyReply {
  return reply.code(status).headers(HEADERS).send({ message: REASONS[status] ?? '' });
}
