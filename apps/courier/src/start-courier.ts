import type { AddressInfo } from 'node:net';
import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';
import { openClock } from '#platform/clock';
import type { Environment } from '#platform/settings/config';
import { readCourierConfig } from '#platform/settings/courier-config';
import { openLog, type Log } from '#platform/logging';
import type { Started } from '#platform/process/processes';
import { Readiness, type Look } from '#platform/readiness';
import { webFolder } from '#server/pages/web-build';
import { courierRoutes } from '#server/courier/courier';
import { healthRoutes } from '#server/health.routes';
import { surfaceRoutes } from '#server/pages/surface.routes';
import { COURIER_SURFACES } from '#server/pages/surfaces';
import { sayUnnamedProxyOnce } from '#server/unnamed-proxy';
import { GatewayLink, type Fault } from './gateway-link.ts';
import { KeptFiles } from './kept-files.ts';
import { lookAtVaultKey } from './vault-key.ts';

/** Behind a proxy that ends TLS; never on an outer interface by itself. */
const HOST = '127.0.0.1';
/** What is under way when it is stopped may end within this time. */
const GRACE_MS = 2_000;

/**
 * Start a courier of its own on its environment. It opens one port and connections to the gateway,
 * and nothing else; its log has a line when it begins, when the gateway is away or a setting does
 * not fit it, and none of who asks.
 */
export async function startCourier(env: Environment): Promise<Started> {
  const config = readCourierConfig(env);
  const log = openLog(config.logLevel, 'courier');
  const link = new GatewayLink({
    gatewayOrigin: config.gatewayOrigin, secret: config.secret,
    onChange: (isThere) => {
      log.write('warn', isThere ? { event: 'gateway-is-back' }
        : { event: 'gateway-is-away', code: 'GATEWAY_ORIGIN' });
    },
  });
  const clock = openClock(config);
  const files = new KeptFiles(link, clock);
  const readiness = new Readiness({ gateway: saying(log, async () =>
    await link.look() ?? lookAtVaultKey(link, config, clock)) });
  const http = fastify({
    requestTimeout: 30_000, keepAliveTimeout: 65_000, logger: false, requestIdHeader: false,
    trustProxy: config.trustedProxies.length > 0 && [...config.trustedProxies],
    frameworkErrors: (_error, _request, reply) => { notThere(reply, 400); },
  });
  http.setNotFoundHandler((_request, reply) => { notThere(reply, 404); });
  http.addHook('onRequest', sayUnnamedProxyOnce((setting) => {
    log.write('warn', { event: 'setting-missing', code: setting });
  }));
  await courierRoutes(http, {
    carrier: link, find: (path) => files.find(path), onFault: () => undefined,
    pagesPerAddress: config.pagesPerAddress,
  });
  await healthRoutes(http, readiness);
  await surfaceRoutes(http, COURIER_SURFACES, {
    folder: webFolder(), isHttps: config.origin.startsWith('https:'), clock,
    settings: {
      vaultKey: config.vaultSigningPublicKey, successions: config.vaultKeySuccessions,
      gateway: config.gatewayOrigin,
      organisations: config.organisations, ...(config.beats ? { beats: config.beats } : {}),
    },
  });
  await http.listen({ port: config.port, host: HOST });
  const { port } = http.server.address() as AddressInfo;
  log.write('info', { event: 'listening', port });
  // It serves from now on whatever it finds; what is wrong is said before somebody asks.
  await readiness.verdict();
  return { port, stop: () => stopped(http).finally(() => files.close()) };
}

/** Browsers keep connections that ask nothing: those do not hold it up either. */
async function stopped(http: FastifyInstance): Promise<void> {
  const overdue = setTimeout(() => http.server.closeAllConnections(), GRACE_MS);
  await http.close();
  clearTimeout(overdue);
}

/** A look that writes down the setting that does not fit, once, and answers with its line. */
function saying(log: Log, find: () => Promise<Fault | null>): Look {
  let said: string | undefined;
  return async () => {
    const fault = await find();
    if (fault?.setting && fault.setting !== said) {
      log.write('warn', { event: 'setting-unfit', code: fault.setting });
    }
    said = fault?.setting;
    return fault?.line ?? null;
  };
}

/** Without the address that was asked: it is not repeated anywhere. */
function notThere(reply: FastifyReply, status: number): void {
  void reply.code(status).header('cache-control', 'no-store')
    .type('text/plain; charset=utf-8').send('There is nothing here.\n');
}
