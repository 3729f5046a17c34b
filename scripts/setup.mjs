/**
 * The one entry of all commands: `node scripts/setup.mjs demo|start|courier|test|check|bench|
 * operator|provision|report|worker:health`. Sets up what is missing (dependencies, Node
 * 24, compiled code), then runs the command on Node 24. Plain JavaScript for Node 20.19 and later.
 */
import { spawn } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
const { check, concluded, NOT_RUN, test } = await import('./gate.mjs');
const { install, NODE, SetupError, toolEnvironment } = await import('./install.mjs');

const LOCK = 'dist/.setup-lock';
/** What each command runs, once everything is set up. */
const PROGRAMS = {
  'demo': 'dist/demo/main.js',
  'start': 'dist/tools/local/start.js',
  'courier': 'dist/apps/courier/src/main.js',
  'bench': 'dist/test/bench/main.js',
  'operator': 'dist/apps/gateway/src/operator/cli.js',
  'provision': 'dist/tools/local/provision.js',
  'worker:health': 'dist/apps/worker/src/health/cli.js',
  'report': 'dist/tools/report/verify.js',
};
/** What each gate does, given how a program is run to its end; it counts passed and failed. */
const COUNTED = {
  test: (runOne) => test(runOne, args),
  check,
};
/** Answers that a program reads must stand alone on stdout. */
const QUIET = new Set([
  'operator', 'provision', 'bench', 'report', 'worker:health']);

const [command = '', ...args] = process.argv.slice(2);
try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = command in COUNTED ? concluded(NOT_RUN) : 1;
}

async function main() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Node.js ${process.versions.node} is too old: install 20.19 or later.`);
    return 1;
  }
  const known = [...Object.keys(PROGRAMS), ...Object.keys(COUNTED)];
  if (!known.includes(command)) {
    console.error(`Unknown command "${command}": it is one of ${known.join(', ')}.`);
    return 1;
  }
  const free = await takeLock();
  try {
    await install();
    if ((await run(NODE, ['scripts/build.mjs'], QUIET.has(command))) !== 0) {
      throw new SetupError('The code does not build: mend what is said above, then try again.');
    }
  } finally {
    free();
  }
  const counted = COUNTED[command];
  if (counted) return concluded(await counted((program) => run(NODE, program)));
  const program = PROGRAMS[command];
  if (!existsSync(program)) {
    throw new SetupError(`${program} is not there: this command is not built yet.`);
  }
  return run(NODE, ['--enable-source-maps', program, ...args], false, true);
}

/**
 * Run a program to its end and give its exit code. Signals are passed on; should this process be
 * killed, a `tied` program is told by its broken IPC channel and stops by itself.
 */
function run(program, programArgs, quiet = false, tied = false) {
  const child = spawn(program, programArgs, {
    env: toolEnvironment(),
    stdio: ['inherit', quiet ? 2 : 'inherit', 'inherit', ...(tied ? ['ipc'] : [])],
  });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const pass = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, pass);
  const orphaned = watchParent(() => child.kill('SIGTERM'));
  return new Promise((done) => {
    child.once('error', (error) => {
      console.error(`${program} cannot be run: ${error.message}`);
      done(1);
    });
    child.once('exit', (code, signal) => {
      clearInterval(orphaned);
      for (const name of signals) process.off(name, pass);
      done(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

/** npm does not always pass signals on; when it is gone, nobody wants what we run any more. */
function watchParent(onGone) {
  const before = ancestors();
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event && ancestors() !== before) onGone();
  }, 1_000);
  watch.unref();
  return watch;
}

/** Our parent and, where the system shows it, its parent: npm puts a shell in between. */
function ancestors() {
  const stat = readText(`/proc/${process.ppid}/stat`);
  return `${process.ppid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? ''}`;
}

/** One set-up at a time: another waits for it, and takes over from one that died. */
async function takeLock() {
  mkdirSync('dist', { recursive: true });
  const draft = `${LOCK}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  let told = false;
  for (;;) {
    try {
      linkSync(draft, LOCK);
      rmSync(draft);
      return () => rmSync(LOCK, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(readText(LOCK));
    if (!isAlive(holder) && Number(readText(LOCK)) === holder) rmSync(LOCK, { force: true });
    else if (!told) {
      console.error('Waiting for another set-up to end');
      told = true;
    }
    await new Promise((done) => setTimeout(done, 200));
  }
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** A number that another process took over since is told apart where the system shows commands. */
function isAlive(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  const shown = readText(`/proc/${pid}/cmdline`);
  return shown === '' || shown.includes('setup.mjs');
}
