import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The launcher on data folders that cannot be used: one line, with the path and the cure. */

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'sotto-folders-'));
  chmodSync(parent, 0o755);
  folder = join(parent, 'data');
});
afterEach(() => { rmSync(parent, { recursive: true, force: true }); });

const START = 'dist/tools/local/start.js';
const AWAY = ['GATEWAY_DATABASE_URL', 'VAULT_DATABASE_URL', 'QUEUE_URL'].map((name) =>
  [name, 'postgres://a:b@127.0.0.1:1/x'] as const);

/** `npm start`'s program to its end; on servers of one's own that are away, it ends early. */
function start(shell = 'exec "$0" "$@"', ids: { uid?: number; gid?: number } = {}, own = true) {
  const env = { PATH: process.env['PATH'] ?? '', ...(own ? Object.fromEntries(AWAY) : {}) };
  const args = [process.execPath, START, '--port', '0', '--folder', folder];
  const run = spawnSync('/bin/sh', ['-c', shell, ...args], { env, encoding: 'utf8', ...ids });
  return { code: run.status, said: run.stdout + run.stderr };
}

const lastLine = (said: string) => said.trimEnd().split('\n').at(-1);
function expectLine(run: { code: number | null; said: string }, line: RegExp): void {
  expect(lastLine(run.said)).toMatch(line);
  expect(run.said).not.toMatch(/unexpected|\n\s+at |node:/);
  expect(run.code).toBe(1);
}

test.each([
  ['the folder is a file', () => { writeFileSync(folder, ''); },
    /\/data is a file where a folder is needed: .* \(EEXIST\)\.$/],
  ['a file stands on the way to it', () => {
    writeFileSync(folder, '');
    folder = join(folder, 'below');
  }, /\/data.* cannot be used, a file stands where a folder is needed: .* \(ENOTDIR\)\.$/],
  ['the system takes no folder there', () => { folder = '/proc/sotto/data'; },
    /\/proc\/sotto cannot be made, the system takes nothing new in .*elsewhere \(ENOENT\)\.$/],
  ['a folder stands where the lock goes', () => { mkdirSync(join(folder, 'lock'), { recursive: true }); },
    /\/data\/lock is a folder where a file is needed: .*\.$/],
  ['a folder stands where secrets go', () => { mkdirSync(join(folder, 'vault.json'), { recursive: true }); },
    /\/data\/vault\.json cannot be read as the secrets of an earlier start: /],
  ['a file of secrets was cut off', () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'gateway.json'), '{"SESSION_KEY": "ab');
  }, /\/data\/gateway\.json cannot be read as the secrets of an earlier start: restore it/],
])('when %s, one line says so', (_what, arrange, line) => {
  arrange();
  expectLine(start(), line);
});

test('a folder of another account, and one that may not be written to, are said in one line', () => {
  const root = process.getuid?.() === 0;
  // Root may do everything, so it plays an ordinary account.
  const ids = root ? { uid: 65_534, gid: 65_534 } : {};
  mkdirSync(folder, { mode: 0o755 });
  const another = /\/data belongs to another account: .*chown.* \(EPERM\)\.$/;
  if (root) expectLine(start(undefined, ids), another);
  chmodSync(parent, 0o555);
  folder = join(parent, 'other');
  expectLine(start(undefined, ids), /\/other may not be used by this account: .* \(EACCES\)\.$/);
  chmodSync(parent, 0o755);
});

test.each([
  ['the lock', 0, true, /\/data\/lock cannot be written, .*ulimit -f.* \(EFBIG\)\.$/],
  ['PostgreSQL\'s cluster', 16, false, /^initdb could not make a database in \S+: .*(File too large|ended by SIGXFSZ)/],
])('a disk that takes no more is said with what could not be written: %s', (_what, blocks, own, line) => {
  expectLine(start(`trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`, {}, own), line);
});

test('what is secret is for the owner\'s eyes, also when it had been open', () => {
  mkdirSync(folder);
  start();
  for (const name of ['gateway.json', 'vault.json']) {
    expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
    chmodSync(join(folder, name), 0o644);
  }
  start();
  for (const name of ['gateway.json', 'vault.json']) {
    expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
  }
});

test('provision writes down its passwords before it sets them, and leaves no file when it fails', () => {
  const provision = (out: string) => {
    const run = spawnSync(process.execPath, ['dist/tools/local/provision.js',
      'vault', '--admin-url', 'postgres://a:b@127.0.0.1:1/postgres', '--out', out], { encoding: 'utf8' });
    return { code: run.status, said: run.stdout + run.stderr };
  };
  writeFileSync(folder, '');
  expectLine(provision(join(folder, 'server.env')), /\/data.* (EEXIST|ENOTDIR)|\((EEXIST|ENOTDIR)\)\.$/);
  const out = join(parent, 'server.env');
  expectLine(provision(out), /127\.0\.0\.1:1\/postgres cannot be reached, nothing listens there/);
  expect(existsSync(out)).toBe(false);
});
