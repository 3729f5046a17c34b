import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { nameOf } from '#platform/unavailable';
import { takesBrotli } from '../takes-brotli.ts';
import type { Admission } from './admission.ts';
import { TOO_MANY } from './relay.routes.ts';

/** A file that is the same for everybody who asks. */
export interface StaticFile {
  readonly type: string;
  readonly bytes: Buffer;
  /** The bytes as brotli (RFC 7932); left out of what does not get smaller. */
  readonly brotli?: Buffer;
  /** The name of these bytes (RFC 9110, 8.8.3). */
  readonly etag: string;
  /** For how long whoever is between may keep it, in seconds. */
  readonly seconds: number;
}

/** A file by its path; undefined where there is none of that name now. */
export type FindFile = (path: string) => Promise<StaticFile | undefined>;

/** Folders with such files: what the vault signed, and batches of issued credits. */
export const FILES = ['/signed/:file', '/issued/:file'] as const;

const HEADERS = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };
/** All names that files can have: nothing that leads elsewhere is asked for. */
const NAME = /^\/(signed\/[a-z-]{1,40}\.json|issued\/\d{1,2}-\d{1,8})$/;
/** Nearly as small as the best, at a thirtieth of its work. */
const QUALITY = 9;
const compress = promisify(brotliCompress);

/** A file of text, smaller for whoever takes brotli. */
export async function textFile(type: string, text: string, seconds: number): Promise<StaticFile> {
  const bytes = Buffer.from(text);
  const brotli = await compress(bytes, { params: {
    [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  } });
  return { type, bytes, brotli, etag: etagOf(bytes), seconds };
}

/** The name of some bytes, by what they are. It is weak, since they may come compressed. */
export function etagOf(bytes: Buffer): string {
  return `W/"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
}

/** What files are served with. */
export interface FileParts {
  readonly find: FindFile;
  /** Hears a fault's name, and nothing of the request. */
  readonly onFault: (name: string) => void;
  /** Whether there is room for one more request of this caller. */
  readonly takes: Admission['takes'];
}

/**
 * Files that anybody may fetch, in a context of their own: no cookie is read or set, nobody is
 * named, and nothing is written down.
 */
export async function fileRoutes(
  http: FastifyInstance, { find, onFault, takes }: FileParts,
): Promise<void> {
  await http.register((scope, _options, done) => {
    scope.setErrorHandler((error, _request, reply) => {
      onFault(nameOf(error));
      return refuse(reply, 503, 'UNAVAILABLE', 'This cannot be read just now. Try again.');
    });
    const answer = async (request: FastifyRequest, reply: FastifyReply) => {
      const [path = ''] = request.url.split('?');
      const isName = NAME.test(path);
      if (isName && !takes(request)) {
        return refuse(reply.header('retry-after', TOO_MANY.retryAfter), 429, TOO_MANY.code,
          TOO_MANY.message);
      }
      const file = isName ? await find(path) : undefined;
      return file ? send(file, request, reply)
        : refuse(reply, 404, 'NOT_FOUND', 'There is no such file now.');
    };
    for (const path of FILES) scope.get(path, answer);
    done();
  });
}

function send(file: StaticFile, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { type, bytes, brotli, etag, seconds } = file;
  void reply.headers({
    ...HEADERS, 'cache-control': `public, max-age=${seconds}`, etag,
    ...(brotli ? { vary: 'accept-encoding' } : {}) });
  if (hasAlready(request, etag)) return reply.code(304).send();
  const isSmaller = brotli && takesBrotli(request);
  return isSmaller ? reply.type(type).header('content-encoding', 'br').send(brotli)
    : reply.type(type).send(bytes);
}

/** If-None-Match (RFC 9110, 13.1.2). */
function hasAlready({ headers }: FastifyRequest, etag: string): boolean {
  const asked = headers['if-none-match']?.split(',').map((one) => bare(one.trim()));
  return asked?.some((one) => one === bare(etag) || one === '*') ?? false;
}

function bare(etag: string): string {
  return etag.replace(/^W\//, '');
}

function refuse(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).headers({ ...HEADERS, 'cache-control': 'no-store' })
    .send({ code, message });
}
