import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { nameOf } from '#platform/unavailable';
import type { ErrorCode } from '../door/api-error.ts';
import { FILE_SECONDS, type IssuedBatches } from './issued.service.ts';

/** The same for everyone, wherever it is asked from; whoever is between may keep it for a while. */
const HEADERS = {
  'cache-control': `public, max-age=${FILE_SECONDS}`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};
const REFUSED = { ...HEADERS, 'cache-control': 'no-store' };
const FILE = /^(0|[1-9]\d?)-(0|[1-9]\d{0,7})$/;

/**
 * Issued batches as files that anybody may fetch, in a context of their own: no cookie is read or
 * set, nobody is named, and nothing is written down.
 *
 * @param issued looked up when it is asked for: the routes are there before it.
 */
export async function issuedRoutes(
  http: FastifyInstance, issued: () => IssuedBatches, onFault: (name: string) => void,
): Promise<void> {
  await http.register((scope, _options, done) => {
    scope.setErrorHandler((error, _request, reply) => {
      onFault(nameOf(error));
      return refuse(reply, 503, 'UNAVAILABLE', 'This cannot be read just now. Try again.');
    });
    scope.get('/issued', async (_request, reply) =>
      reply.headers(HEADERS).send({ bits: await issued().bits() }));
    scope.get<{ Params: { file: string } }>('/issued/:file', async (request, reply) => {
      const [, bits, bucket] = FILE.exec(request.params.file) ?? [];
      const file = bits === undefined ? undefined
        : await issued().file(Number(bucket), Number(bits));
      if (!file) {
        return refuse(reply, 404, 'NOT_FOUND', 'There is no such file now. Read /issued again.');
      }
      void reply.headers({ ...HEADERS, etag: file.etag });
      if (hasAlready(request, file.etag)) return reply.code(304).send();
      return reply.type('application/octet-stream').send(file.bytes);
    });
    done();
  });
}

/** If-None-Match (RFC 9110, 13.1.2). */
function hasAlready({ headers }: FastifyRequest, etag: string): boolean {
  const asked = headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, ''));
  return asked?.some((one) => one === etag || one === '*') ?? false;
}

function refuse(
  reply: FastifyReply, status: number, code: ErrorCode, message: string,
): FastifyReply {
  return reply.code(status).headers(REFUSED).send({ code, message });
}
