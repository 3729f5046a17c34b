import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Child, LaunchError } from './child.ts';
import type { Mode } from '#platform/clock';
import { endInOrder } from '#platform/process/end-all';
import { readGatewayConfig, readWorkerConfig } from '#platform/settings/config';
import type { Environment } from '#platform/settings/config';
import { planSecrets, type DomainSecrets } from './domain-secrets.ts';
import { startEmbedded } from './embedded-pair.ts';
import type { EmbeddedPostgres, RoleUrls } from './embedded-pair.ts';
import { lockFolder } from './identity.ts';
import { makeFolder } from './make-folder.ts';
import { migrate, SchemaError } from '#platform/migrations';
import { hasOwnServers, withoutEmpty } from './own-servers.ts';
import { portFor } from './port-for.ts';
import type { DatabaseNames, Side } from './roles.ts';
import { migrateQueue } from './queue-schema.ts';

/** How the whole service is started on one machine. */
export interface LaunchOptions {
  /** The data folder: secrets, logs, and the embedded database when there is one. */
  readonly folder: string;
  /** The gateway's port; 0 takes a free one. */
  readonly port: number;
  readonly mode: Mode;
  /** Lets the clock be moved, in modes demo and test. */
  readonly clockFile?: string;
  /** Where own servers and own secrets are named; `process.env` by default. */
  readonly env?: Environment;
  /** Hears, for people, what takes long and what happened. */
  readonly onProgress?: (line: string) => void;
  /** Asks to give up starting: what runs is stopped, and `launch` throws its reason. */
  readonly signal?: AbortSignal;
  /** The service cannot be kept running; it was stopped. */
  readonly onGivenUp?: (error: Error) => void;
}

/** One of the processes of the service. */
export type Part = 'gateway' | 'worker' | `${Side}-database`;

/** The running service. */
export interface Launched {
  readonly port: number;
  /** Where the gateway answers programs. */
  readonly origin: string;
  /** Where people open its pages on this machine: browsers take passkeys by this name alone. */
  readonly pages: string;
  readonly secrets: DomainSecrets;
  /** The embedded servers, unless all databases are own ones. */
  readonly postgres: EmbeddedPostgres | undefined;
  /** The present process of a part; undefined while it is being started again. */
  pidOf(part: Part): number | undefined;
  /** Resolves once every part runs (again). */
  ready(): Promise<void>;
  /** Stop everything in order: gateway, worker, PostgreSQL. */
  stop(): Promise<void>;
}

interface Urls {
  readonly gateway: string;
  readonly vault: string;
  readonly gatewayQueue: string;
  readonly vaultQueue: string;
  /** To migrate with. */
  readonly owners: Record<keyof DatabaseNames, string>;
}

const DIST = fileURLToPath(new URL('../../', import.meta.url));
/** Besides its own secrets a process gets these, and nothing else of our environment. */
const PASSED = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'LOG_LEVEL', 'PUBLIC_ORIGIN',
  'NODE_EXTRA_CA_CERTS', 'NODE_COMPILE_CACHE', 'VAULT_KEY_SUCCESSIONS'];
/** What only the gateway is told. */
const GATEWAY_SETTINGS = ['TRUSTED_PROXIES', 'GATEWAY_OPERATOR_TOKENS', 'ORGANISATIONS', 'SOTTO_BEATS',
  'COURIER_ORIGIN', 'COURIER_SECRET', 'COURIER_PAGES_PER_ADDRESS', 'HR_IDLE_MINUTES'];
/** What only the worker is told. */
const WORKER_SETTINGS = ['VAULT_OPERATOR_TOKENS', 'VAULT_CONFIRM_AUTOMATICALLY', 'VAULT_ANSWER_MS',
  'THERAPIST_IDLE_MINUTES'];

/**
 * Start the service: PostgreSQL (embedded, unless GATEWAY_DATABASE_URL, VAULT_DATABASE_URL and
 * QUEUE_URL name servers), migrations, the vault's worker, the gateway. A process that dies is
 * started again, PostgreSQL too.
 *
 * @throws LaunchError, ConfigError, DatabaseUnavailable, SchemaError, EmbeddedPostgresError or
 *   FolderInUse: one line each; nothing is left running.
 */
export async function launch(options: LaunchOptions): Promise<Launched> {
  const env = withoutEmpty(options.env ?? process.env);
  const tell = options.onProgress ?? (() => undefined);
  // Closed by the files' own modes; open for PostgreSQL's account to pass through.
  makeFolder(options.folder);
  chmodSync(options.folder, 0o711);
  const unlock = lockFolder(options.folder, join(options.folder, 'lock'));
  const running: (() => Promise<void>)[] = [() => Promise.resolve(unlock())];
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= endInOrder(running));
  const giveUp = (error: Error) =>
    void stop().catch(() => undefined).then(() => options.onGivenUp?.(error));
  try {
    const port = await portFor(options.port);
    const isOwn = hasOwnServers(env);
    const { secrets, keep } = planSecrets(options.folder, env);
    expectFitSettings({ ...options, port }, env, secrets);
    // A start that was refused leaves none: they would complete half a set of settings later.
    keep();
    const postgres = isOwn ? undefined : await startDatabase(options, tell, giveUp);
    if (postgres) running.unshift(() => postgres.stop());
    const urls = urlsOf(env, postgres);
    tell('Applying migrations');
    await migrateIfAllowed(urls);
    const environments = environmentsOf({ ...options, port }, env, urls, secrets);
    const children = makeChildren(options, environments, giveUp);
    for (const part of ['worker', 'gateway'] as const) {
      options.signal?.throwIfAborted();
      tell(`Starting the ${part}`);
      running.unshift(() => children[part].stop());
      await children[part].start();
    }
    return describe(port, secrets, postgres, children, stop);
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

function describe(
  port: number,
  secrets: DomainSecrets,
  postgres: EmbeddedPostgres | undefined,
  children: Record<'worker' | 'gateway', Child>,
  stop: () => Promise<void>,
): Launched {
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    pages: `http://localhost:${port}`,
    secrets,
    postgres,
    pidOf: (part) => {
      if (part === 'gateway' || part === 'worker') return children[part].pid;
      return postgres?.[part === 'vault-database' ? 'vault' : 'gateway'].pid;
    },
    ready: async () => {
      await postgres?.ready();
      await children.worker.ready();
      await children.gateway.ready();
    },
    stop,
  };
}

/** The embedded servers. Each is started again when it dies. */
async function startDatabase(
  options: LaunchOptions,
  tell: (line: string) => void,
  giveUp: (error: Error) => void,
): Promise<EmbeddedPostgres> {
  tell('Starting PostgreSQL, the gateway\'s and the vault\'s');
  const postgres = await startEmbedded(join(options.folder, 'database'));
  postgres.keepRunning(
    (side) => tell(`The ${side}'s PostgreSQL died and was started again`), giveUp);
  return postgres;
}

/** Where the embedded server's databases would be: to read settings before there is one. */
const PLANNED: Pick<EmbeddedPostgres, 'ownerUrl'> & { urls: Omit<RoleUrls, `auditor${string}`> } = {
  ownerUrl: () => 'postgres://127.0.0.1/planned',
  urls: {
    gateway: 'postgres://127.0.0.1/gateway', vault: 'postgres://127.0.0.1/vault',
    queue: 'postgres://127.0.0.1/queue', queueWorker: 'postgres://127.0.0.1/queue',
  },
};

/**
 * What the two processes would refuse is refused before anything is started.
 *
 * @throws ConfigError in one line.
 */
function expectFitSettings(options: LaunchOptions, env: Environment, secrets: DomainSecrets): void {
  const planned = environmentsOf(options, env, urlsOf(env, PLANNED), secrets);
  readGatewayConfig(planned.gateway);
  readWorkerConfig(planned.worker);
}

function urlsOf(env: Environment, postgres: typeof PLANNED | undefined): Urls {
  const { GATEWAY_DATABASE_URL: gateway, VAULT_DATABASE_URL: vault, QUEUE_URL: queue } = env;
  const embedded = postgres?.urls;
  const owner = (name: string, own: string | undefined, database: string) =>
    env[name] ?? own ?? postgres?.ownerUrl(database) ?? '';
  return {
    gateway: gateway ?? embedded?.gateway ?? '',
    vault: vault ?? embedded?.vault ?? '',
    gatewayQueue: queue ?? embedded?.queue ?? '',
    // On PostgreSQL each domain may come with a role of its own.
    vaultQueue: env['VAULT_QUEUE_URL'] ?? queue ?? embedded?.queueWorker ?? '',
    owners: {
      gateway: owner('GATEWAY_DATABASE_OWNER_URL', gateway, 'gateway'),
      vault: owner('VAULT_DATABASE_OWNER_URL', vault, 'vault'),
      queue: owner('QUEUE_OWNER_URL', queue, 'queue'),
    },
  };
}

/**
 * Bring the databases that are named to this program's schemas, by the owner's URLs. A redis://
 * queue has none.
 */
export async function migrateDomains(
  { gateway, vault, queue }: Partial<Record<keyof DatabaseNames, string>>,
): Promise<void> {
  if (gateway) await migrate(gateway, join(DIST, 'apps/gateway/migrations'));
  if (vault) await migrate(vault, join(DIST, 'apps/worker/migrations'));
  if (queue) await migrateQueue(queue);
}

async function migrateIfAllowed({ owners }: Urls): Promise<void> {
  try {
    await migrateDomains(owners);
  } catch (error) {
    const { code } = error as { code?: string };
    // insufficient_privilege: an app's role does not migrate. The processes check the version.
    if (code === '42501') return;
    if (error instanceof SchemaError && /role .* does not exist/.test(error.message)) {
      throw new LaunchError(
        'The database server lacks our roles: `npm run provision -- --help` says how to make them.',
      );
    }
    throw error;
  }
}

type Environments = Record<'worker' | 'gateway', Record<string, string>>;

/** What each process is told: its own domain's secrets and settings, and nothing else. */
function environmentsOf(
  options: LaunchOptions, env: Environment, urls: Urls, secrets: DomainSecrets,
): Environments {
  const given = (names: readonly string[]) =>
    Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  const shared = {
    ...given(PASSED),
    SOTTO_MODE: options.mode,
    ...(options.clockFile ? { SOTTO_CLOCK_FILE: options.clockFile } : {}),
  };
  return {
    worker: {
      ...shared,
      ...given(WORKER_SETTINGS),
      ...secrets.vault,
      THERAPIST_ORIGIN: env['THERAPIST_ORIGIN'] ?? env['PUBLIC_ORIGIN']
        ?? `http://localhost:${options.port}`,
      VAULT_HEALTH_FILE: env['VAULT_HEALTH_FILE'] ?? join(options.folder, 'worker-health.json'),
      VAULT_DATABASE_URL: urls.vault,
      QUEUE_URL: urls.vaultQueue,
    },
    gateway: {
      ...shared,
      ...given(GATEWAY_SETTINGS),
      ...secrets.gateway,
      GATEWAY_DATABASE_URL: urls.gateway,
      QUEUE_URL: urls.gatewayQueue,
      GATEWAY_PORT: String(options.port),
    },
  };
}

function makeChildren(
  options: LaunchOptions, environments: Environments, giveUp: (error: Error) => void,
): Record<'worker' | 'gateway', Child> {
  const child = (part: 'worker' | 'gateway') =>
    new Child({
      part,
      main: join(DIST, `apps/${part}/src/main.js`),
      env: environments[part],
      logFile: join(options.folder, `${part}.log`),
      onRestart: () => options.onProgress?.(`The ${part} died and was started again`),
      onGivenUp: giveUp,
    });
  return { worker: child('worker'), gateway: child('gateway') };
}
