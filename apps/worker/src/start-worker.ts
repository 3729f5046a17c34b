import { fileURLToPath } from 'node:url';
import type { INestApplicationContext } from '@nestjs/common';
import * as jobs from '#contracts/jobs';
import { readWorkerConfig, type Environment, type WorkerConfig } from '#platform/settings/config';
import { signingPublicKey } from '#pseudonym/signed';
import type { Started } from '#platform/process/processes';
import type { QueueFactory } from '#platform/queue/queues';
import { Readiness } from '#platform/readiness';
import { StandingWatch } from '#platform/restores/standing-watch';
import { JobHandlers } from '#server/jobs/job-handlers';
import { domainLooks, openDomain } from '#server/start/domain';
import { startParts, type Opened } from '#server/start/opened';
import { Signer } from './foundation/signer.ts';
import { Idempotency } from './foundation/idempotency.store.ts';
import { HealthFile } from './health/health-file.ts';
import { FreeTimes } from './matching/free-times.service.ts';
import { Housekeeping } from './housekeeping/housekeeping.ts';
import { refuseListeners } from './no-listeners.ts';
import { signedTicks } from './restores/tick-signer.ts';
import { tellAgain } from './restores/told-again.ts';
import { createWorkerApp } from './worker-app.ts';

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));
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
 * before it takes a job, and refuses to go on when anything in the process listens. What was opened
 * is closed if it fails.
 */
export async function startWorker(env: Environment): Promise<Started> {
  const config = readWorkerConfig(env);
  return startParts((opened) => open(config, opened));
}

async function open(config: WorkerConfig, opened: Opened): Promise<undefined> {
  const parts = await openDomain(
    opened, config, { domain: 'vault', part: 'worker', migrations: MIGRATIONS });
  const { log, clock, db, queues, outbox } = parts;
  let app: INestApplicationContext | undefined = undefined;
  // The jobs under way are answered by the application: it ends after them.
  opened.add(async () => app?.close());
  opened.add(() => queues.close());
  const vaultKey = Buffer.from(await signingPublicKey(config.signingSeed)).toString('hex');
  await queues.claim(vaultKey, config.keySuccessions);
  const signer = new Signer(config);
  const standings = new StandingWatch(db, log, clock, signedTicks(signer), tellAgain(signer));
  app = await createWorkerApp({ config, clock, db, log, standings });
  await takeJobs(queues, app.get(JobHandlers, { strict: false }));
  opened.add(() => outbox.stop());
  outbox.start();
  opened.add(() => standings.stop());
  await standings.start();
  const housekeeping = new Housekeeping(db, clock, log,
    app.get(Idempotency, { strict: false }), app.get(FreeTimes, { strict: false }));
  opened.add(() => housekeeping.stop());
  housekeeping.start();
  const readiness = new Readiness(domainLooks(parts, standings, vaultKey, MIGRATIONS));
  const health = config.healthFile === undefined ? undefined
    : new HealthFile(config.healthFile, readiness, (code) => {
        log.write('warn', { event: 'health-file', code });
      });
  opened.add(async () => health?.stop());
  await health?.start();
  refuseListeners();
  log.write('info', { event: 'started' });
}

async function takeJobs(queues: QueueFactory, handlers: JobHandlers): Promise<void> {
  const expected = Object.values(jobs) as never[];
  await queues.work(TO_VAULT, handlers.of(TO_VAULT), { expected });
  await queues.work(SEALED, handlers.of(SEALED), { concurrency: SEALED_AT_ONCE, expected });
}
