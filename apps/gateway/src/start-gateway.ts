import { fileURLToPath } from 'node:url';
import type { AddressInfo } from 'node:net';
import * as jobs from '#contracts/jobs';
import { TreatySeal } from '#contracts/envelope';
import { openClock } from '#platform/clock';
import { readGatewayConfig, type Environment, type GatewayConfig } from '#platform/config';
import { openDatabase } from '#platform/database';
import { alarmOfRefusedJobs } from '#platform/job-alarm';
import { openLog, type Log } from '#platform/logging';
import { expectSchema, schemaLook } from '#platform/migrations';
import { OutboxRelay } from '#platform/outbox';
import type { Started } from '#platform/processes';
import { QueueFactory, type QueueOptions } from '#platform/queues';
import { databaseLook } from '#platform/readiness';
import { StandingWatch, standingLook } from '#platform/standing-watch';
import { readDocuments, webFolder } from '#platform/web-build';
import { createGateway } from './gateway.ts';
import { Housekeeping } from './housekeeping.ts';
import { chargeCard } from './purchases/charge-card.contract.ts';
import { openAsker } from './relay/relay.service.ts';
import { signedTicks } from './restores/tick-signer.ts';
import { JobHandlers } from '#server/jobs/job-handlers';

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));
/** Behind a proxy that ends TLS; never on an outer interface by itself. */
const HOST = '127.0.0.1';
const POOL_SIZE = 10;
const TO_GATEWAY = jobs.keysMirrored.queue;

/** Closes what was opened, the last first: requests, what they caused, what all stands on. */
class Opened {
  private readonly closers: (() => Promise<void>)[] = [];

  /** Note how a part is closed. */
  add(close: () => Promise<void>): void {
    this.closers.push(close);
  }

  /** Close all of it, in order. */
  async close(): Promise<void> {
    for (let close = this.closers.pop(); close; close = this.closers.pop()) await close();
  }
}

/**
 * Start the gateway on its environment: refuses bad configuration and an unknown schema before it
 * listens, and listens before it says that it is ready. What was opened is closed if it fails.
 */
export async function startGateway(env: Environment): Promise<Started> {
  const config = readGatewayConfig(env);
  const opened = new Opened();
  try {
    const port = await open(config, openLog(config.logLevel, 'gateway'), opened);
    return { port, stop: () => opened.close() };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function open(config: GatewayConfig, log: Log, opened: Opened): Promise<number> {
  const clock = openClock(config);
  const onFault = (name: string) => { log.write('error', { event: 'fault', code: name }); };
  const db = await openDatabase(config.databaseUrl, {
    poolSize: POOL_SIZE, applicationName: 'sotto-gateway',
  });
  opened.add(() => db.close());
  await expectSchema(db, MIGRATIONS);
  const queues = openQueues(config.queueUrl, log, {
    seal: await TreatySeal.of('gateway', config.treatySeed, config.partnersTreatyKeys),
    onRefused: alarmOfRefusedJobs(db, log, clock),
  });
  opened.add(() => queues.close());
  await queues.claim(config.vaultSigningPublicKey, config.vaultKeySuccessions);
  const asker = await openAsker(queues);
  const outbox = new OutboxRelay(db, queues, config.databaseUrl, {
    onTrouble: (code) => { log.write('warn', { event: 'outbox-trouble', code }); },
  });
  opened.add(() => outbox.stop());
  const onMissing = (setting: string) => {
    log.write('warn', { event: 'setting-missing', code: setting });
  };
  const housekeeping = new Housekeeping(db, clock, onFault);
  opened.add(() => housekeeping.stop());
  const standings = new StandingWatch(db, log, clock, signedTicks(config));
  opened.add(() => standings.stop());
  const app = await createGateway({ config, clock, db, onFault, onMissing, standings }, asker, {
    folder: webFolder(), documents: readDocuments('gateway'),
  }, {
    database: databaseLook(db), queue: queues.look(config.vaultSigningPublicKey),
    schema: schemaLook(db, MIGRATIONS), restore: standingLook(standings),
  });
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

function openQueues(url: string, log: Log, signing: QueueOptions): QueueFactory {
  return new QueueFactory(url, {
    ...signing,
    onTrouble: (event, code) => { log.write('warn', { event, code }); },
    onDelivery: (job, ms, failure) => {
      if (failure) log.write('warn', { event: 'job-failed', job, ms, code: failure });
      else log.write('debug', { event: 'job-done', job, ms });
    },
  });
}
