import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { reasonOf } from '#platform/process/file-faults';
import { EmbeddedPostgresError } from './postgres-home.ts';
import type { PostgresPrograms } from './postgres-home.ts';
import { openPrivateLog } from '#platform/process/whole-file';

/** A running PostgreSQL server process. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly exited: Promise<void>;
  /** Fast shutdown: sessions are ended, everything committed is on disk. */
  stop(): Promise<void>;
}

/** How a server is started. */
export interface PostmasterOptions {
  readonly programs: PostgresPrograms;
  /** PostgreSQL's own folder, made by initdb. */
  readonly cluster: string;
  readonly logFile: string;
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
}

/** The port is taken by another program. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/** What a server of ours never does: listen elsewhere, log statements, values or errors' keys. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  max_connections: '300',
  shared_buffers: '128MB',
  // The queue's room is to be given back soon (queue-schema.ts).
  autovacuum_naptime: '5s',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  logging_collector: 'off',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_statement: 'none',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_checkpoints: 'off',
  timezone: 'UTC',
} as const;

/** PostgreSQL needs nothing of our environment, which holds secrets. */
const ENVIRONMENT = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Start a server on an existing cluster folder and wait until it takes connections.
 *
 * It runs in a session of its own, so that a Ctrl-C in the terminal does not reach it before its
 * clients are done, and with a guard: a shell that waits for this process to end, however it ends,
 * and then asks the server to stop.
 *
 * @throws PortTaken, or EmbeddedPostgresError with the log's last line.
 */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const { programs, cluster, port } = options;
  await stopLeftover(cluster);
  for (let attempt = 0; ; attempt += 1) {
    const log = openPrivateLog(options.logFile);
    const child = spawn(programs.postgres, serverArguments(options), {
      ...programs.runner,
      cwd: '/',
      env: ENVIRONMENT,
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    const exited = new Promise<void>((done) => {
      child.once('exit', () => done());
      child.once('error', () => done());
    });
    const guard = startGuard(child);
    void exited.then(() => guard.kill('SIGKILL'));
    if (await becomesReady(child, cluster)) return handle(child, port, exited);
    await exited;
    if (/could not (bind|create any TCP)/.test(tail(options.logFile))) {
      throw new PortTaken(String(port));
    }
    // Backends of a postmaster that was killed take a moment to notice and let go.
    if (attempt === 40 || !/shared memory block|lock file/.test(tail(options.logFile))) {
      throw new EmbeddedPostgresError(`PostgreSQL did not start (${options.logFile}): ${lastReason(options.logFile)}`);
    }
    await pause(250);
  }
}

/** Below these are services; from 32,768 up systems give ports to connections that go out. */
const [LOWEST_PORT, ABOVE_PORTS] = [10_240, 32_768];

/**
 * A port of 127.0.0.1 that nobody listens on now, and that no connection is given before whoever
 * asked listens on it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST_PORT, ABOVE_PORTS);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
  await new Promise((done) => server.close(done));
  return true;
}

/** Make a new cluster in `cluster`, whose superuser has the password in `passwordFile`. */
export function initialiseCluster(
  programs: PostgresPrograms,
  cluster: string,
  passwordFile: string,
): void {
  const args = [
    `--pgdata=${cluster}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  const run = spawnSync(programs.initdb, args, {
    ...programs.runner,
    cwd: '/',
    env: ENVIRONMENT,
    encoding: 'utf8',
  });
  if (run.status === 0) return;
  const why = run.error?.message
    ?? (reasonOf(run.stderr) || `it was ended by ${run.signal ?? 'something unknown'}`);
  throw new EmbeddedPostgresError(`initdb could not make a database in ${cluster}: ${why}`);
}

function serverArguments({ cluster, port, settings }: PostmasterOptions): string[] {
  const all = { ...SETTINGS, ...settings, port: String(port) };
  return ['-D', cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** `read` returns when our end of the pipe closes, which the kernel does even after kill -9. */
function startGuard(server: ChildProcess): ChildProcess {
  const guard = spawn('/bin/sh', ['-c', 'read -r _; kill -INT "$0"', String(server.pid)], {
    cwd: '/',
    env: ENVIRONMENT,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => undefined);
  guard.unref();
  (guard.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  return guard;
}

function handle(child: ChildProcess, port: number, exited: Promise<void>): Postmaster {
  const stop = async () => {
    child.ref();
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
    await exited;
  };
  // A caller that never stops it must still be able to end: the guard stops the server then.
  child.unref();
  return { pid: child.pid ?? 0, port, exited, stop };
}

/** postmaster.pid's eighth line says `ready` once connections are taken. */
async function becomesReady(child: ChildProcess, cluster: string): Promise<boolean> {
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  while (!ended) {
    const [pid, status] = readPidFile(cluster);
    if (pid === child.pid && status === 'ready') return true;
    await pause(15);
  }
  return false;
}

function readPidFile(cluster: string): [pid: number | undefined, status: string] {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return [undefined, ''];
  const lines = readFileSync(file, 'utf8').split('\n');
  return [Number(lines[0]) || undefined, lines[7]?.trim() ?? ''];
}

/**
 * Stop a server that outlived its parent, and remove the pid file of one that is dead: PostgreSQL
 * itself takes any living process with that number for its predecessor.
 */
async function stopLeftover(cluster: string): Promise<void> {
  const [pid] = readPidFile(cluster);
  if (!pid) return;
  if (!isServerOf(pid, cluster)) {
    rmSync(join(cluster, 'postmaster.pid'), { force: true });
    return;
  }
  process.kill(pid, 'SIGINT');
  for (let wait = 0; isServerOf(pid, cluster); wait += 1) {
    if (wait === 600) {
      throw new EmbeddedPostgresError(`PostgreSQL (process ${pid}) does not stop: kill it, then try again.`);
    }
    await pause(50);
  }
}

function isServerOf(pid: number, cluster: string): boolean {
  if (process.platform === 'linux') {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === cluster && isAlive(pid);
    } catch {
      return false;
    }
  }
  const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.includes(cluster);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').slice(-2_000);
}

/** Of the lines of the last attempt to start, the one that says why it failed. */
function lastReason(file: string): string {
  return reasonOf(tail(file).split(/(?=starting PostgreSQL)/).at(-1) ?? '');
}
