import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { Readiness, type Look } from '#platform/readiness';
import type { Documents } from '#server/pages/web-build';
import { behindCourier, courierRoutes } from '#server/courier/courier';
import type { FindFile } from '#server/courier/static-files';
import { expectAudiences } from '#server/access/allow';
import { healthRoutes } from '#server/health.routes';
import { movedRoutes, surfaceRoutes } from '#server/pages/surface.routes';
import { COURIER_SURFACES } from '#server/pages/surfaces';
import { sayUnnamedProxyOnce } from '#server/unnamed-proxy';
import { AppModule, type GatewayParts } from './app.module.ts';
import { openHttpDoor } from './http/http-door.ts';
import { NoSuchPlaceFilter, refuseUrl } from './http/no-such-place.ts';
import { issuedFiles } from './issued/issued-files.ts';
import { IssuedBatches } from './issued/issued.service.ts';
import { KeysHealth } from './health/keys-health.ts';
import { InvoiceDocuments } from './purchases/invoice-documents.ts';
import { invoiceRoutes } from './purchases/invoice.routes.ts';
import { ReportPapers } from './reports/report-papers.ts';
import { reportRoutes } from './reports/report.routes.ts';
import { ReportsService } from './reports/reports.service.ts';
import { RelayService, type SealedClient } from './relay/relay.service.ts';
import { SignedFiles } from './statements/signed-files.ts';
import { Sessions } from './sign-in/sessions.ts';

/** Most bytes of a request's body. */
const LARGEST_BODY = 128 * 1024;

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
  parts: GatewayParts, client: SealedClient, web?: WebBuild,
  looks: Readonly<Record<string, Look>> = {},
): Promise<NestFastifyApplication> {
  const { trustedProxies } = parts.config;
  const options: FastifyServerOptions = {
    bodyLimit: LARGEST_BODY, requestTimeout: 30_000, keepAliveTimeout: 65_000, logger: false,
    requestIdHeader: false, frameworkErrors: refuseUrl,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
  };
  const adapter = new FastifyAdapter(options);
  const http = adapter.getInstance() as unknown as FastifyInstance;
  http.addHook('onRequest', sayUnnamedProxyOnce((setting) => parts.onMissing?.(setting)));
  const issued = issuedFiles(
    () => app.get(IssuedBatches, { strict: false }), () => parts.clock.now());
  const find: FindFile = (path) => path.startsWith('/issued') ? issued(path)
    : app.get(SignedFiles, { strict: false }).find(path);
  await carryingRoutes(http, new RelayService(client, parts.onFault), find, parts);
  const keys: Look = () => app.get(KeysHealth, { strict: false }).look();
  await healthRoutes(http, new Readiness({ ...looks, keys }));
  if (web) await pageRoutes(http, web.folder, parts);
  await openHttpDoor(http, parts.config, web?.documents);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(parts), adapter, {
    logger: false, abortOnError: false, bodyParser: false,
  });
  expectAudiences(app);
  const documents = app.get(InvoiceDocuments, { strict: false });
  const sessions = app.get(Sessions, { strict: false });
  invoiceRoutes(http, sessions, documents);
  reportRoutes(http, sessions, app.get(ReportsService, { strict: false }),
    app.get(ReportPapers, { strict: false }));
  app.useGlobalFilters(new NoSuchPlaceFilter());
  await app.init();
  await http.ready();
  return app;
}

/** The gateway as courier; or the way in for a courier of its own, which counts by itself. */
async function carryingRoutes(
  http: FastifyInstance, carrier: RelayService, find: FindFile, { config, onFault }: GatewayParts,
): Promise<void> {
  const parts = { carrier, find, pagesPerAddress: config.pagesPerAddress, onFault };
  if (config.courier) await behindCourier(http, config.courier.secret, parts);
  else await courierRoutes(http, parts);
}

/** HR's pages, and those that a courier serves: the gateway's own, unless there is another. */
async function pageRoutes(
  http: FastifyInstance, folder: string, { config, clock }: GatewayParts,
): Promise<void> {
  const { publicOrigin, courier, organisations, beats } = config;
  const isHttps = publicOrigin.startsWith('https:');
  const { vaultSigningPublicKey: vaultKey, vaultKeySuccessions: successions } = config;
  const settings = { vaultKey, successions, organisations, ...(beats ? { beats } : {}) };
  if (!courier) {
    await surfaceRoutes(http, [...COURIER_SURFACES, 'hr'], { folder, isHttps, clock, settings });
    return;
  }
  await movedRoutes(http, COURIER_SURFACES, courier.origin);
  await surfaceRoutes(http, ['hr'], {
    folder, isHttps, clock, settings: { ...settings, courier: courier.origin } });
}
