import { fileURLToPath } from 'node:url';
import type { AddressInfo } from 'node:net';
import * as jobs from '#contracts/jobs';
import { readGatewayConfig, type Environment, type GatewayConfig } from '#platform/settings/config';
import type { Started } from '#platform/process/processes';
import { StandingWatch } from '#platform/restores/standing-watch';
import { Nights } from '#server/housekeeping/nights';
import { JobHandlers } from '#server/jobs/job-handlers';
import { readDocuments, webFolder } from '#server/pages/web-build';
import { domainLooks, openDomain } from '#server/start/domain';
import { startParts, type Opened } from '#server/start/opened';
import { createGateway } from './gateway.ts';
import { chargeCard } from './purchases/charge-card.contract.ts';
import { openSealedClient } from './relay/relay.service.ts';
import { signedTicks } from './restores/tick-signer.ts';

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));
/** Behind a proxy that ends TLS; never on an outer interface by itself. */
const HOST = '127.0.0.1';
const TO_GATEWAY = jobs.keysMirrored.queue;

/**
 * Start the gateway on its environment: refuses bad configuration and an unknown schema before it
 * listens, and listens before it says that it is ready. What was opened is closed if it fails.
 */
export async function startGateway(env: Environment): Promise<Started> {
  const config = readGatewayConfig(env);
  return startParts((opened) => open(config, opened));
}

async function open(config: GatewayConfig, opened: Opened): Promise<number> {
  const parts = await openDomain(
    opened, config, { domain: 'gateway', part: 'gateway', migrations: MIGRATIONS });
  const { log, clock, db, queues, outbox } = parts;
  const { vaultSigningPublicKey: vaultKey, vaultKeySuccessions: successions } = config;
  opened.add(() => queues.close());
  await queues.claim(vaultKey, successions);
  const client = await openSealedClient(queues);
  opened.add(() => outbox.stop());
  const onFault = (name: string) => { log.write('error', { event: 'fault', code: name }); };
  const onMissing = (setting: string) => {
    log.write('warn', { event: 'setting-missing', code: setting });
  };
  const housekeeping = new Nights(db, clock, log);
  opened.add(() => housekeeping.stop());
  const standings = new StandingWatch(db, log, clock, signedTicks(config));
  opened.add(() => standings.stop());
  const app = await createGateway({ config, clock, db, onFault, onMissing, standings }, client, {
    folder: webFolder(), documents: readDocuments('gateway'),
  }, domainLooks(parts, standings, vaultKey, MIGRATIONS));
  opened.add(() => app.close());
  const handlers = app.get(JobHandlers, { strict: false });
  const expected = Object.values(jobs);
  await queues.work(TO_GATEWAY, handlers.of(TO_GATEWAY), { concurrency: 4, expected });
  await queues.work(chargeCard.queue, handlers.of(chargeCard.queue), { expected: [chargeCard] });
  outbox.start();
  await standings.start();
  await app.listen(config.port, HOST);
  housekeeping.start();
  const { port } = app.getHttpServer().address() as AddressInfo;
  log.write('info', { event: 'listening', port });
  return port;
}
