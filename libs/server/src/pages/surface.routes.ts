import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '#platform/clock';
import { takesBrotli } from '../takes-brotli.ts';
import { headersOf } from './page-headers.ts';
import {
  readSurface, type BuiltSurface, type PageSettings, type Served, type Surface,
} from './surfaces.ts';

const FOREVER = 'public, max-age=31536000, immutable';
const TIME = {
  'cache-control': 'no-store', 'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
};
const MINUTE_MS = 60_000;

/** What pages are served from, and what they are told. */
export interface Pages {
  /** Where the build put all surfaces. */
  readonly folder: string;
  readonly isHttps: boolean;
  readonly settings: Omit<PageSettings, 'base'>;
  readonly clock: Clock;
}

/**
 * Some of the surfaces, as plain routes in a context of their own: no cookie is read or set here,
 * and nothing is known of who asks. `/hr`, `/employee` or `/therapist` with whatever lies below.
 *
 * @param surfaces the first of them is what `/` leads to.
 */
export async function surfaceRoutes(
  http: FastifyInstance, surfaces: readonly Surface[], pages: Pages,
): Promise<void> {
  await http.register(async (scope) => {
    await scope.register(staticFiles, {
      root: pages.folder, serve: false, preCompressed: true, cacheControl: false, index: false,
      lastModified: false,
    });
    for (const surface of surfaces) routesOf(scope, surface, pages);
    scope.get('/', (_request, reply) => reply.redirect(`/${surfaces[0] ?? ''}`, 302));
    scope.get('/time', (_request, reply) => reply.headers(TIME).send(timeOf(pages.clock)));
  });
}

/** The service's time, to the minute: the same answer for everyone who asks within it. */
function timeOf(clock: Clock): { now: string } {
  const at = Math.floor(clock.now().getTime() / MINUTE_MS) * MINUTE_MS;
  return { now: new Date(at).toISOString() };
}

function routesOf(
  scope: FastifyInstance, surface: Surface, { folder, isHttps, settings }: Pages,
): void {
  const built = readSurface(folder, surface, { base: `/${surface}`, ...settings });
  if (!built) return;
  const headers = headersOf(surface, isHttps, settings.gateway);
  const answer = (request: FastifyRequest, reply: FastifyReply) =>
    show(built, pathOf(request), request, reply.headers(headers));
  scope.get(`/${surface}`, answer);
  scope.get(`/${surface}/*`, answer);
}

/** Below the surface; '' for its root. */
function pathOf({ params }: FastifyRequest): string {
  return (params as { '*'?: string })['*'] ?? '';
}

function show(
  built: BuiltSurface, path: string, request: FastifyRequest, reply: FastifyReply,
): FastifyReply {
  if (path === 'files.json') {
    return sendBytes(built.manifest, request, reply.type('application/json'));
  }
  if (built.files.has(path)) {
    void reply.header('cache-control', path.startsWith('assets/') ? FOREVER : 'no-cache');
    return reply.sendFile(path, built.folder);
  }
  // A deep link is a page; what looks like a file and is none is not.
  if (/\.\w+$/.test(path)) return notThere(reply);
  return sendBytes(built.page, request, reply.type('text/html; charset=utf-8'));
}

function sendBytes(content: Served, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  void reply.header('cache-control', 'no-cache').header('vary', 'accept-encoding');
  if (!takesBrotli(request)) return reply.send(content.plain);
  return reply.header('content-encoding', 'br').send(content.brotli);
}

/** Pages that are elsewhere: said by their address, and not led to, so that nobody relies on it. */
export async function movedRoutes(
  http: FastifyInstance, surfaces: readonly Surface[], origin: string,
): Promise<void> {
  await http.register((scope, _options, done) => {
    for (const surface of surfaces) {
      const answer = (_request: FastifyRequest, reply: FastifyReply) =>
        notThere(reply, `This page is at ${origin}/${surface}\n`);
      scope.get(`/${surface}`, answer);
      scope.get(`/${surface}/*`, answer);
    }
    done();
  });
}

function notThere(reply: FastifyReply, text = 'There is nothing here.\n'): FastifyReply {
  return reply.code(404).header('cache-control', 'no-store')
    .type('text/plain; charset=utf-8').send(text);
}
