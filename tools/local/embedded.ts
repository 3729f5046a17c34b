import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { lockFolder } from './identity.ts';
import { clusterHome, EmbeddedPostgresError, postgresPrograms } from './postgres-home.ts';
import type { PostgresPrograms } from './postgres-home.ts';
import { freePort, initialiseCluster, PortTaken, startPostmaster } from './postmaster.ts';
import type { Postmaster } from './postmaster.ts';
import { newPasswords, provision } from './roles.ts';
import type { Passwords, Role, Side } from './roles.ts';
import { naming, writeWhole } from '#platform/process/whole-file';

/** A running embedded PostgreSQL 18 with one domain's roles and databases. */
export interface EmbeddedServer {
  readonly port: number;
  /** The server's process, which changes with `restart`. */
  readonly pid: number;
  /** Resolves when the present server process has ended, for whatever reason. */
  readonly exited: Promise<void>;
  /** The superuser's URL: to provision, and in tests. */
  readonly adminUrl: string;
  /** sotto_owner's URL on a database: to migrate. */
  ownerUrl(database: string): string;
  /** A role's URL on any database. */
  urlOf(role: Role, database: string): string;
  /** Start the server again after it died, on the same port. */
  restart(): Promise<void>;
  /** From now on start it again whenever it dies, and tell; or tell that it does not start. */
  keepRunning(onRestart: () => void, onGivenUp: (error: Error) => void): void;
  /** Resolves once it runs (again); a death counts when `exited` has told of it. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

/** How the embedded server is started. */
export interface EmbeddedOptions {
  /** A port of 127.0.0.1; by default the last one, or a free one. */
  readonly port?: number;
  /** Further server settings (tests turn fsync off). */
  readonly settings?: Readonly<Record<string, string>>;
}

interface Secrets {
  readonly admin: string;
  readonly roles: Passwords;
  port?: number;
}

/**
 * Start the embedded PostgreSQL of one domain in its data folder: made at the first start, found
 * again at later ones. It listens on 127.0.0.1 only, with random passwords that are kept in
 * `secrets.json`, and writes its log to `postgres.log` in the folder. Commits are durable.
 *
 * A server that was killed, or that outlived a killed parent, is recovered from.
 *
 * @throws FolderInUse when another living process has the folder; EmbeddedPostgresError when
 *   PostgreSQL cannot run here, or the wished port is taken.
 */
export async function startServer(
  folder: string,
  side: Side,
  options: EmbeddedOptions = {},
): Promise<EmbeddedServer> {
  const programs = postgresPrograms();
  const home = clusterHome(folder, programs.runner);
  const unlock = lockFolder(folder, join(folder, 'lock'));
  try {
    const secrets = readSecrets(folder, home, side);
    const cluster = makeCluster(programs, home, secrets.admin);
    const start = (port: number) =>
      startPostmaster({
        programs,
        cluster,
        port,
        logFile: join(folder, 'postgres.log'),
        settings: options.settings ?? {},
      });
    const server = await onSomePort(options.port, secrets.port, start);
    writeSecrets(join(folder, 'secrets.json'), { ...secrets, port: server.port });
    const embedded = new RunningPostgres(server, secrets, start, unlock);
    await provision(embedded.adminUrl, side, secrets.roles).catch(async (error: unknown) => {
      await server.stop();
      throw error;
    });
    return embedded;
  } catch (error) {
    unlock();
    throw error;
  }
}

class RunningPostgres implements EmbeddedServer {
  readonly port: number;
  private starting = Promise.resolve();
  private stopping = false;
  private server: Postmaster;
  private readonly secrets: Secrets;
  private readonly start: (port: number) => Promise<Postmaster>;
  private readonly unlock: () => void;

  constructor(
    server: Postmaster,
    secrets: Secrets,
    start: (port: number) => Promise<Postmaster>,
    unlock: () => void,
  ) {
    this.server = server;
    this.port = server.port;
    this.secrets = secrets;
    this.start = start;
    this.unlock = unlock;
  }

  get pid(): number {
    return this.server.pid;
  }

  get exited(): Promise<void> {
    return this.server.exited;
  }

  get adminUrl(): string {
    return this.url('postgres', this.secrets.admin, 'postgres');
  }

  ownerUrl(database: string): string {
    return this.urlOf('sotto_owner', database);
  }

  urlOf(role: Role, database: string): string {
    return this.url(role, this.secrets.roles[role] ?? 'none', database);
  }

  async restart(): Promise<void> {
    await this.server.stop();
    if (!this.stopping) this.server = await this.start(this.port);
  }

  keepRunning(onRestart: () => void, onGivenUp: (error: Error) => void): void {
    void this.server.exited.then(() => {
      if (this.stopping) return;
      this.starting = this.restart().then(() => {
        onRestart();
        this.keepRunning(onRestart, onGivenUp);
      });
      this.starting.catch(onGivenUp);
    });
  }

  ready(): Promise<void> {
    return this.starting;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.starting.catch(() => undefined);
    try {
      await this.server.stop();
    } finally {
      this.unlock();
    }
  }

  private url(user: string, password: string, database: string): string {
    return `postgres://${user}:${password}@127.0.0.1:${this.port}/${database}`;
  }
}

async function onSomePort(
  wished: number | undefined,
  last: number | undefined,
  start: (port: number) => Promise<Postmaster>,
): Promise<Postmaster> {
  for (let attempt = 0; attempt < 6; attempt += 1) {
    const port = wished ?? (attempt === 0 && last ? last : await freePort());
    try {
      return await start(port);
    } catch (error) {
      if (!(error instanceof PortTaken)) throw error;
      if (wished) break;
    }
  }
  throw new EmbeddedPostgresError(
    `Port ${wished ?? 'for PostgreSQL'} is taken on 127.0.0.1: stop its program or choose another.`,
  );
}

/** initdb works in a draft folder, renamed at the end: a kill leaves no half cluster. */
function makeCluster(programs: PostgresPrograms, home: string, password: string): string {
  const cluster = join(realpathSync(home), 'postgres');
  if (existsSync(join(cluster, 'PG_VERSION'))) return cluster;
  const work = join(home, 'postgres.new');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { mode: 0o700 });
  const passwordFile = join(work, 'password');
  naming(passwordFile, () => writeFileSync(passwordFile, password, { mode: 0o600 }));
  const { runner } = programs;
  if ('uid' in runner) {
    for (const path of [work, passwordFile]) chownSync(path, runner.uid, runner.gid);
  }
  initialiseCluster(programs, join(work, 'cluster'), passwordFile);
  rmSync(passwordFile);
  renameSync(join(work, 'cluster'), cluster);
  rmSync(work, { recursive: true, force: true });
  return cluster;
}

function readSecrets(folder: string, home: string, side: Side): Secrets {
  const file = join(folder, 'secrets.json');
  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Secrets;
    // A folder of an earlier version lacks the roles that are new.
    return { ...kept, roles: newPasswords(side, kept.roles) };
  }
  if (existsSync(join(home, 'postgres'))) {
    throw new EmbeddedPostgresError(
      `${file} is missing, and with it the passwords of the database: restore it from a backup.`,
    );
  }
  const secrets = { admin: randomBytes(24).toString('hex'), roles: newPasswords(side) };
  writeSecrets(file, secrets);
  return secrets;
}

function writeSecrets(file: string, secrets: Secrets): void {
  writeWhole(file, JSON.stringify(secrets, null, 2));
}
