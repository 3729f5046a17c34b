import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '#platform/clock';
import type { GatewayConfig } from '#platform/config';
import { headersOf } from './page-headers.ts';
import {
  readSurface, SURFACES, type BuiltSurface, type PageSettings, type Served, type Surface,
} from './surfaces.ts';

const FOREVER = 'public, max-age=31536000, immutable';

const TIME = {
  'cache-control': 'no-store', 'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
};
const MINUTE_MS = 60_000;

/** The settings that concern pages. */
type WebConfig = Pick<GatewayConfig,
  'publicOrigin' | 'employeeOrigin' | 'vaultSigningPublicKey' | 'vaultKeySuccessions' | 'beats'>;

/**
 * The web surfaces, as plain routes in a context of their own: no cookie is read or set here, and
 * nothing is known of who asks. `/hr`, `/employee` and `/therapist` with whatever lies below them;
 * where the employee portal has an origin of its own, it has nothing but that portal.
 */
export async function webRoutes(
  http: FastifyInstance, folder: string, config: WebConfig, clock: Clock,
): Promise<void> {
  await http.register(async (scope) => {
    await scope.register(staticFiles, {
      root: folder, serve: false, preCompressed: true, cacheControl: false, index: false,
      lastModified: false,
    });
    for (const surface of SURFACES) surfaceRoutes(scope, folder, surface, config);
    scope.get('/time', (_request, reply) => reply.headers(TIME).send(timeOf(clock)));
    scope.get('/', (_request, reply) => reply.redirect('/employee', 302));
    const { employeeOrigin } = config;
    if (employeeOrigin !== undefined) ownOrigin(scope, folder, employeeOrigin, config);
  });
}

/** The service's time, to the minute: the same answer for everyone who asks within it. */
function timeOf(clock: Clock): { now: string } {
  const at = Math.floor(clock.now().getTime() / MINUTE_MS) * MINUTE_MS;
  return { now: new Date(at).toISOString() };
}

function settingsOf(
  { vaultSigningPublicKey: vaultKey, vaultKeySuccessions: successions, beats }: WebConfig,
  base: string,
): PageSettings {
  return { base, vaultKey, successions, beats };
}

function surfaceRoutes(
  scope: FastifyInstance, folder: string, surface: Surface, config: WebConfig,
): void {
  const { publicOrigin, employeeOrigin } = config;
  const built = readSurface(folder, surface, settingsOf(config, `/${surface}`));
  if (!built) return;
  const headers = {
    ...headersOf(surface, publicOrigin.startsWith('https:')),
    // A worker for offline use lies below the page that it is for.
    'service-worker-allowed': `/${surface}`,
  };
  const answer = (request: FastifyRequest, reply: FastifyReply) => {
    void reply.headers(headers);
    if (surface === 'employee' && employeeOrigin !== undefined) {
      return reply.redirect(`${employeeOrigin}/`, 302);
    }
    return show(built, pathOf(request), request, reply);
  };
  scope.get(`/${surface}`, answer);
  scope.get(`/${surface}/*`, answer);
}

/** The employee portal at the root of its own host, and nothing else of ours but the API. */
function ownOrigin(
  scope: FastifyInstance, folder: string, origin: string, config: WebConfig,
): void {
  const built = readSurface(folder, 'employee', settingsOf(config, ''));
  if (!built) return;
  const { host } = new URL(origin);
  const headers = headersOf('employee', origin.startsWith('https:'));
  const answer = (request: FastifyRequest, reply: FastifyReply) => {
    void reply.headers({ ...headers, 'service-worker-allowed': '/' });
    const path = request.url.startsWith('/employee/') ? pathOf(request) : pageOf(request);
    return show(built, path, request, reply);
  };
  const constraints = { host };
  for (const url of ['/', '/*', '/employee/*']) scope.get(url, { constraints }, answer);
  for (const other of ['/hr', '/hr/*', '/therapist', '/therapist/*', '/employee']) {
    scope.get(other, { constraints }, (_request, reply) => notThere(reply.headers(headers)));
  }
}

/** Below the surface; '' for its root. */
function pathOf({ params }: FastifyRequest): string {
  return (params as { '*'?: string })['*'] ?? '';
}

/** At the root of an own origin only the manifest is a file of that name; the rest is pages. */
function pageOf(request: FastifyRequest): string {
  return pathOf(request) === 'files.json' ? 'files.json' : '';
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
  const brotli = /\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''));
  if (!brotli) return reply.send(content.plain);
  return reply.header('content-encoding', 'br').send(content.brotli);
}

function notThere(reply: FastifyReply): FastifyReply {
  return reply.code(404).header('cache-control', 'no-store')
    .type('text/plain; charset=utf-8').send('There is nothing here.\n');
}
