import { fileURLToPath } from 'node:url';
import * as jobs from '#contracts/jobs';
import { TreatySeal } from '#contracts/envelope';
import { openClock } from '#platform/clock';
import { readWorkerConfig, type Environment } from '#platform/config';
import { openDatabase } from '#platform/database';
import { alarmOfRefusedJobs } from '#platform/job-alarm';
import { openLog, type Log } from '#platform/logging';
import { signingPublicKey } from '#pseudonym/signed';
import { HealthFile } from '#platform/health-file';
import { expectSchema, schemaLook } from '#platform/migrations';
import { OutboxRelay } from '#platform/outbox';
import type { Started } from '#platform/processes';
import { StandingWatch, standingLook } from '#platform/standing-watch';
import { QueueFactory, type QueueOptions } from '#platform/queues';
import { databaseLook, Readiness } from '#platform/readiness';
import { Signer } from './foundation/signer.ts';
import { Idempotency } from './foundation/idempotency.store.ts';
import { FreeTimes } from './matching/free-times.service.ts';
import { Housekeeping } from './housekeeping/housekeeping.ts';
import { JobHandlers } from '#server/jobs/job-handlers';
import { refuseListeners } from './no-listeners.ts';
import { signedTicks } from './restores/tick-signer.ts';
import { tellAgain } from './restores/told-again.ts';
import { createWorkerApp } from './worker-app.ts';

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));
const POOL_SIZE = 10;
const TO_VAULT = jobs.keysRegistered.queue;
const SEALED = jobs.sealedRequests.queue;
/**
 * Jobs of sealed requests worked on at once; each is a batch that runs side by side, and waits for
 * its time (one-time.ts). A gateway has sixteen on their way, and beside them those of which
 * some request is slow.
 */
const SEALED_AT_ONCE = 32;

/**
 * Start the vault's worker on its environment: refuses bad configuration and an unknown schema
 * before it takes a job, and refuses to go on when anything in the process listens.
 */
export async function startWorker(env: Environment): Promise<Started> {
  const config = readWorkerConfig(env);
  const log = openLog(config.logLevel, 'worker');
  const clock = openClock(config);
  const db = await openDatabase(config.databaseUrl, {
    poolSize: POOL_SIZE, applicationName: 'sotto-worker',
  });
  await expectSchema(db, MIGRATIONS);
  const seal = await TreatySeal.of('vault', config.treatySeed, config.partnersTreatyKeys);
  const onRefused = alarmOfRefusedJobs(db, log, clock);
  const queues = openQueues(config.queueUrl, log, { seal, onRefused });
  const vaultKey = Buffer.from(await signingPublicKey(config.signingSeed)).toString('hex');
  await queues.claim(vaultKey, config.keySuccessions);
  const signer = new Signer(config);
  const standings = new StandingWatch(db, log, clock, signedTicks(signer), tellAgain(signer));
  const app = await createWorkerApp({ config, clock, db, log, standings });
  await takeJobs(queues, app.get(JobHandlers, { strict: false }));
  const outbox = new OutboxRelay(db, queues, config.databaseUrl, {
    onTrouble: (code) => { log.write('warn', { event: 'outbox-trouble', code }); },
  });
  const housekeeping = new Housekeeping(db, clock, log,
    app.get(Idempotency, { strict: false }), app.get(FreeTimes, { strict: false }));
  outbox.start();
  await standings.start();
  housekeeping.start();
  const readiness = new Readiness({
    database: databaseLook(db), queue: queues.look(vaultKey), schema: schemaLook(db, MIGRATIONS),
    restore: standingLook(standings),
  });
  const health = config.healthFile === undefined ? undefined :
    new HealthFile(config.healthFile, readiness, (code) => {
      log.write('warn', { event: 'health-file', code });
    });
  await health?.start();
  refuseListeners();
  log.write('info', { event: 'started' });
  return {
    // Jobs first, then what they caused, then what everything stands on.
    stop: async () => {
      await health?.stop();
      housekeeping.stop();
      await standings.stop();
      await outbox.stop();
      await queues.close();
      await app.close();
      await db.close();
    },
  };
}

async function takeJobs(queues: QueueFactory, handlers: JobHandlers): Promise<void> {
  const expected = Object.values(jobs) as never[];
  await queues.work(TO_VAULT, handlers.of(TO_VAULT), { expected });
  await queues.work(SEALED, handlers.of(SEALED), { concurrency: SEALED_AT_ONCE, expected });
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
