import { TreatySeal } from '#contracts/envelope';
import { openClock, type Clock } from '#platform/clock';
import type { GatewayConfig, WorkerConfig } from '#platform/settings/config';
import { openDatabase, type Database } from '#platform/database';
import { alarmOfRefusedJobs } from '#platform/queue/job-alarm';
import { openLog, type Log } from '#platform/logging';
import { expectSchema, schemaLook } from '#platform/migrations';
import { OutboxRelay } from '#platform/queue/outbox';
import { QueueFactory } from '#platform/queue/queues';
import { databaseLook, type Look } from '#platform/readiness';
import { standingLook, type StandingWatch } from '#platform/restores/standing-watch';
import type { Opened } from './opened.ts';

const POOL_SIZE = 10;

/** Which of the two domains a process is of. */
export interface DomainKind {
  readonly domain: 'gateway' | 'vault';
  /** What the process is called in logs and at its database. */
  readonly part: 'gateway' | 'worker';
  /** Folder of its migrations. */
  readonly migrations: string;
}

/** What a process of either domain stands on. */
export interface DomainParts {
  readonly log: Log;
  readonly clock: Clock;
  readonly db: Database;
  /** Not claimed yet; whoever opened the domain closes them. */
  readonly queues: QueueFactory;
  /** Puts jobs on the queues; not started yet. */
  readonly outbox: OutboxRelay;
}

/**
 * Open what a process of either domain stands on. Its queues and its outbox are the caller's to
 * close, as what takes jobs is to be closed after the queue, and what makes them before.
 *
 * @throws DatabaseUnavailable, SchemaError for a schema that this version does not know.
 */
export async function openDomain(
  opened: Opened, config: GatewayConfig | WorkerConfig, { domain, part, migrations }: DomainKind,
): Promise<DomainParts> {
  const log = openLog(config.logLevel, part);
  const clock = openClock(config);
  const db = await openDatabase(config.databaseUrl, {
    poolSize: POOL_SIZE, applicationName: `sotto-${part}`,
  });
  opened.add(() => db.close());
  await expectSchema(db, migrations);
  const queues = new QueueFactory(config.queueUrl, {
    seal: await TreatySeal.of(domain, config.treatySeed, config.partnersTreatyKeys),
    onRefused: alarmOfRefusedJobs(db, log, clock),
    onTrouble: (event, code) => { log.write('warn', { event, code }); },
    onDelivery: (job, ms, failure) => {
      if (failure) log.write('warn', { event: 'job-failed', job, ms, code: failure });
      else log.write('debug', { event: 'job-done', job, ms });
    },
  });
  const outbox = new OutboxRelay(db, queues, config.databaseUrl, {
    onTrouble: (code) => { log.write('warn', { event: 'outbox-trouble', code }); },
  });
  return { log, clock, db, queues, outbox };
}

/** What a process of either domain looks at to say whether it is ready. */
export function domainLooks(
  { db, queues }: DomainParts, standings: StandingWatch, vaultKey: string, migrations: string,
): Record<'database' | 'queue' | 'schema' | 'restore', Look> {
  return {
    database: databaseLook(db), queue: queues.look(vaultKey), schema: schemaLook(db, migrations),
    restore: standingLook(standings),
  };
}
