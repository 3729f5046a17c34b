import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Documents } from '#server/pages/web-build';

/** What members' page asks of the gateway: to claim, and nothing else. */
const CLAIMING = /^\s*(mutation|query) (ClaimCode|PublishedKeys|IssueCredits)\b/;
const NO_CONTENT = 204;

/** The documents that members' page claims with. */
export function claimingDocuments(documents: Documents): Documents {
  return new Map([...documents].filter(([, text]) => CLAIMING.test(text)));
}

/**
 * Let members' page ask from the origin of a courier of its own (CORS, in the Fetch standard): from
 * exactly that one, and without credentials, so that no cookie is sent or believed.
 */
export function answerCourier(origin: string, isForGraphql: (request: FastifyRequest) => boolean) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    if (request.headers.origin !== origin || !isForGraphql(request)) {
      done();
      return;
    }
    void reply.headers({
      'access-control-allow-origin': origin, 'vary': 'origin',
      'access-control-expose-headers': 'retry-after',
    });
    if (request.method !== 'OPTIONS') {
      done();
      return;
    }
    void reply.code(NO_CONTENT).headers({
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'authorization, content-type, x-sotto-client',
      'access-control-max-age': '7200', 'cache-control': 'no-store',
    }).send();
  };
}
