import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { processIdentity } from './identity.ts';

/** `npm start`'s program, on what `npm test` has just built. */
const START = 'dist/tools/local/start.js';

interface Service {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

let folder: string;
const services: Service[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-start-'));
});
afterEach(async () => {
  for (const service of services.splice(0)) {
    service.child.kill('SIGTERM');
    await service.ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

function start(args: string[] = ['--port', '0'], env: Record<string, string> = {}): Service {
  const child = spawn(process.execPath, [START, '--folder', folder, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const service = { child, ended, said: () => text };
  services.push(service);
  return service;
}

async function until(holds: () => boolean | Promise<boolean>, service: Service): Promise<void> {
  while (!(await holds())) {
    if (service.child.exitCode !== null) throw new Error(`ended early: ${service.said()}`);
    await pause(50);
  }
}

const says = (service: Service, text: RegExp) => until(() => text.test(service.said()), service);
const origin = (service: Service) => /answers at (\S+)/.exec(service.said())?.[1] ?? '';
const answers = (service: Service) =>
  fetch(origin(service)).then((response) => response.status > 0, () => false);

/** The processes of this spec's services whose command line holds `text`. */
function processes(text: string): number[] {
  return everyProcess()
    .filter(({ parent }) => services.some(({ child }) => child.pid === parent))
    .filter(({ command }) => command.includes(text))
    .map(({ pid }) => pid);
}

/** Read from /proc where there is one: a bare container has no `ps`. */
function everyProcess(): { pid: number; parent: number; command: string }[] {
  if (!existsSync('/proc/self/stat')) {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
    return lines.trim().split('\n').map((line) => {
      const [pid, parent, ...command] = line.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(parent), command: command.join(' ') };
    });
  }
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // proc(5): after the command in parentheses come the state and the parent's pid.
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      return [{ pid: Number(name), parent, command }];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}

/** A process's environment, where the system shows it. */
function environmentOf(pid: number): string {
  const file = `/proc/${pid}/environ`;
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

test('each process has its own secrets only; kill -9 of each is survived; all stops', async () => {
  const service = start();
  // By its name, since browsers take no passkeys by its number.
  await says(service, /answers at http:\/\/localhost:\d+ /);
  const [gateway = 0] = processes('apps/gateway');
  const [worker = 0] = processes('apps/worker');
  const [postgres = 0, other = 0] = processes('postgres');
  expect(environmentOf(gateway)).not.toMatch(/VAULT_(KEK|RELAY|\w+_SEED|OPERATOR|DATABASE)/);
  expect(environmentOf(worker)).not.toMatch(
    /GATEWAY_(?!TREATY_PUBLIC_KEY)|SESSION_KEY|PEPPER|CODE_SECRET/);
  expect(environmentOf(postgres)).not.toMatch(/SECRET|KEK|SEED|KEY/);
  expect(environmentOf(other)).not.toMatch(/SECRET|KEK|SEED|KEY/);

  const second = start();
  expect(await second.ended).toBe(1);
  expect(second.said()).toMatch(/^The folder \S+ is in use by process \d+: [^\n]*\n$/);

  const parts = [['worker', worker], ['gateway', gateway], ['PostgreSQL', postgres],
    ['PostgreSQL', other]] as const;
  for (const [part, pid] of parts) {
    process.kill(pid, 'SIGKILL');
    await says(service, new RegExp(`${part} died and was started again`));
  }
  await until(() => answers(service), service);

  const all = [...processes('apps/'), ...processes('postgres')];
  service.child.kill('SIGINT');
  expect(await service.ended).toBe(0);
  expect(all.filter((pid) => processIdentity(pid) !== undefined)).toEqual([]);
  expect(existsSync(join(folder, 'lock'))).toBe(false);
});

test('when the launcher itself is killed nothing is left running, and a new start works', async () => {
  const service = start();
  await says(service, /answers at/);
  const all = [...processes('apps/'), ...processes('postgres')];
  expect(all.length).toBeGreaterThanOrEqual(4);
  service.child.kill('SIGKILL');
  await service.ended;
  while (all.some((pid) => processIdentity(pid) !== undefined)) await pause(50);
  const again = start();
  await says(again, /answers at/);
});

test('a busy port is one line that says what to do, and nothing is left running', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const service = start(['--port', String(port)]);
  expect(await service.ended).toBe(1);
  server.close();
  expect(service.said()).toBe(
    `Port ${port} is in use: stop the program that has it, or choose another with --port.\n`,
  );
});

test('a weak secret, and a database that is away, are one line each', async () => {
  const weak = start(undefined, { VAULT_OPERATOR_TOKEN: 'changeme' });
  expect(await weak.ended).toBe(1);
  // Nothing was started before it was said.
  expect(weak.said()).toMatch(/^VAULT_OPERATOR_TOKEN must have 32[^\n]*\n$/);
  const open = start(undefined, { TRUSTED_PROXIES: '0.0.0.0/0' });
  expect(await open.ended).toBe(1);
  expect(open.said()).toMatch(/^TRUSTED_PROXIES must be [^\n]*\n$/);
  const away = {
    GATEWAY_DATABASE_URL: 'postgres://gateway_app:x@127.0.0.1:1/gateway',
    VAULT_DATABASE_URL: 'postgres://worker_app:x@127.0.0.1:1/vault',
    QUEUE_URL: 'postgres://gateway_app:x@127.0.0.1:1/queue',
  };
  const lost = start(undefined, away);
  expect(await lost.ended).toBe(1);
  expect(lost.said())
    .toMatch(/The database at 127\.0\.0\.1:1\/gateway cannot be reached, .*: start/);
});

test.each([
  ['VAULT_CONFIRM_AUTOMATICALLY', 'true'], ['TRUSTED_PROXIES', '0.0.0.0/0'],
  ['PUBLIC_ORIGIN', 'sotto.example'],
  ['HR_IDLE_MINUTES', 'soon'], ['VAULT_ANSWER_MS', '-1'], ['ORGANISATIONS', 'four'],
  ['COURIER_ORIGIN', 'ftp://care.example'], ['VAULT_SIGNING_PUBLIC_KEY', '0f1e2d3c4b5a6978'.repeat(4)],
  ['GATEWAY_OPERATOR_TOKENS', 'anna=short'], ['LOG_LEVEL', 'loud'],
])('a start that is refused for %s=%s leaves no secret behind that would complete a half set', async (
  name, value,
) => {
  const refused = start(undefined, { [name]: value });
  expect(await refused.ended).toBe(1);
  expect(refused.said()).toContain(name);
  expect(readdirSync(folder)).toEqual([]);
  const half = start(undefined, { GATEWAY_KEK: '0f1e2d3c4b5a6978'.repeat(4) });
  expect(await half.ended).toBe(1);
  expect(half.said()).toMatch(/^GATEWAY_KEK is set, and SESSION_KEY, /);
});

test.each([
  ['\uFEFFGATEWAY_DATABSE_URL=postgres://a:hunter2@127.0.0.1:1/x\r\n', {},
    /^GATEWAY_DATABSE_URL is no setting: GATEWAY_DATABASE_URL was probably meant[^\n]*\n$/],
  ['\uFEFFGATEWAY_DATABASE_URL=postgres://a:hunter2@127.0.0.1:1/x\r\n', {},
    /^GATEWAY_DATABASE_URL is set, and VAULT_DATABASE_URL, QUEUE_URL are not: [^\n]*\n$/],
  ['GATEWAY_DATABASE_URL postgres://hunter2', {}, /^Line 1 of \S+ is not of the form NAME=value[^\n]*\n$/],
  ['', { QUEUE_URL: 'redis://hunter2:1' }, /^QUEUE_URL is set, and GATEWAY_DATABASE_URL, [^\n]*\n$/],
  ['', { VAULT_DATABASE_ULR: 'postgres://hunter2' }, /^VAULT_DATABASE_ULR is no setting: [^\n]*\n$/],
  [`GATEWAY_KEK=${'0f1e2d3c4b5a6978'.repeat(4)}`, {},
    /^GATEWAY_KEK is set, and SESSION_KEY, .*VAULT_KEK are not, [^\n]*\n$/],
])('half a set of settings (%j) starts nothing, above all no embedded server', async (text, env, line) => {
  const file = join(folder, 'server.env');
  writeFileSync(file, text);
  const service = start(['--port', '0', '--env', file], env);
  expect(await service.ended).toBe(1);
  expect(service.said()).toMatch(line);
  expect(service.said()).not.toContain('hunter2');
  for (const made of ['database', 'gateway.json', 'vault.json']) {
    expect(existsSync(join(folder, made))).toBe(false);
  }
});

test('who asks for help reads how it is used, and nothing has failed', async () => {
  const service = start(['--help']);
  expect(await service.ended).toBe(0);
  expect(service.said()).toMatch(/^Usage: npm start \[-- --port PORT\]/);
});

test.each([
  ['--prot', '4000', /^There is no option --prot: --port was probably meant\. Usage: npm start/],
  ['--floder', 'x', /^There is no option --floder: --folder was probably meant\. Usage/],
  ['--confirm-automaticaly', 'x', /^There is no option [^\n]*: --confirm-automatically was /],
  ['4000', '', /^Unexpected argument '4000'[^\n]*\. Usage: npm start/],
])('an unfit option (%s) is answered with the nearest right one, and how to use it', async (
  option, value, line,
) => {
  const service = start([option, ...value === '' ? [] : [value]]);
  expect(await service.ended).toBe(1);
  expect(service.said()).toMatch(line);
});
