import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type {
  FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions,
} from 'fastify';
import { Readiness, type Look } from '#platform/readiness';
import type { Documents } from '#platform/web-build';
import { fileRoutes, type FindFile } from '#server/courier/static-files';
import { AppModule, type GatewayParts } from './app.module.ts';
import { expectAudiences } from './door/allow.ts';
import { openHttpDoor } from './door/http-door.ts';
import { LARGEST_BODY } from './door/limits.ts';
import { isFromUnnamedProxy } from './door/unnamed-proxy.ts';
import { NoSuchPlaceFilter, refuseUrl } from './door/no-such-place.ts';
import { healthRoutes } from './health/health.routes.ts';
import { issuedFiles } from './issued/issued-files.ts';
import { IssuedBatches } from './issued/issued.service.ts';
import { KeysHealth } from './health/keys-health.ts';
import { InvoicePapers } from './purchases/invoice-papers.ts';
import { invoiceRoutes } from './purchases/invoice.routes.ts';
import { RelayLimit } from './relay/relay-limit.ts';
import { relayRoutes } from './relay/relay.routes.ts';
import { RelayService, type SealedAsker } from './relay/relay.service.ts';
import { SignedFiles } from './statements/signed-files.ts';
import { webRoutes } from './web/web.routes.ts';
import { Sessions } from './sign-in/sessions.ts';

/** The web surfaces as they were built: their files, and the documents that their pages send. */
export interface WebBuild {
  readonly folder: string;
  readonly documents: Documents;
}

/**
 * Put the gateway together; it does not listen yet.
 *
 * @param web none where only the API is wanted.
 * @param looks what it stands on, beside its keys: for whoever asks whether it is ready.
 *
 * The relay's routes come first, so that nothing which others add is in their way.
 * @throws Error when a field does not say who may use it.
 */
export async function createGateway(
  parts: GatewayParts, asker: SealedAsker, web?: WebBuild,
  looks: Readonly<Record<string, Look>> = {},
): Promise<NestFastifyApplication> {
  const { trustedProxies, relayPerMinute } = parts.config;
  const options: FastifyServerOptions = {
    bodyLimit: LARGEST_BODY, requestTimeout: 30_000, keepAliveTimeout: 65_000, logger: false,
    requestIdHeader: false, frameworkErrors: refuseUrl,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
  };
  const adapter = new FastifyAdapter(options);
  const http = adapter.getInstance() as unknown as FastifyInstance;
  http.addHook('onRequest', sayOnce(parts));
  const limit = relayPerMinute === null ? null : new RelayLimit(relayPerMinute);
  await relayRoutes(http, new RelayService(asker, parts.onFault), limit);
  const keys: Look = () => app.get(KeysHealth, { strict: false }).look();
  await healthRoutes(http, new Readiness({ ...looks, keys }));
  const issued = issuedFiles(() => app.get(IssuedBatches, { strict: false }));
  const find: FindFile = (path) => path.startsWith('/issued') ? issued(path)
    : app.get(SignedFiles, { strict: false }).find(path);
  await fileRoutes(http, find, parts.onFault);
  if (web) await webRoutes(http, web.folder, parts.config, parts.clock);
  await openHttpDoor(http, parts.config, web?.documents);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(parts), adapter, {
    logger: false, abortOnError: false, bodyParser: false,
  });
  expectAudiences(app);
  const papers = app.get(InvoicePapers, { strict: false });
  invoiceRoutes(http, app.get(Sessions, { strict: false }), papers);
  app.useGlobalFilters(new NoSuchPlaceFilter());
  await app.init();
  await http.ready();
  return app;
}

/** Behind a proxy that is not named everybody has one address: its operator should know. */
function sayOnce({ onMissing }: GatewayParts) {
  let said = false;
  return (request: FastifyRequest, _reply: FastifyReply, done: () => void): void => {
    if (!said && isFromUnnamedProxy(request)) {
      said = true;
      onMissing?.('TRUSTED_PROXIES');
    }
    done();
  };
}
