import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeProject, type Project } from './project.ts';

/** Installing, with an npm that does what the real one does: it unpacks at the very end. */

const PACKAGES = Array.from({ length: 60 }, (_, index) => `p${index}`);
const LOCK = Object.fromEntries(PACKAGES.map((name) => [`node_modules/${name}`, { version: '1.0.0' }]));
/** How npm tells what it does on --loglevel=http; what it warns of is none of our concern. */
const NPM = `#!${process.execPath}
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
const lock = ${JSON.stringify(LOCK)};
const names = Object.keys(lock).map((path) => path.split('/').pop());
console.error('npm warn EBADENGINE Unsupported engine {');
const host = 'https://host.example/';
for (const name of names) console.error('npm http fetch GET 200 ' + host + name + ' 9ms (cache miss)');
for (const [index, name] of names.entries()) {
  const how = index % 2 === 0 ? 'fetch GET 200' : 'cache';
  console.error('npm http ' + how + ' ' + host + name + '/-/' + name + '-1.0.0.tgz 9ms (cache hit)');
}
if (existsSync('npm-fails')) {
  console.error('npm error code ENOTFOUND');
  process.exit(1);
}
for (const name of names) {
  mkdirSync('node_modules/' + name, { recursive: true });
  writeFileSync('node_modules/' + name + '/package.json', '{}');
}
writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: lock }));
`;

let project: Project;
beforeEach(() => {
  project = makeProject(LOCK);
  project.write('bin/npm', NPM);
  chmodSync(join(project.folder, 'bin/npm'), 0o755);
});
afterEach(() => { rmSync(project.folder, { recursive: true }); });

const LINE = /^ {2}(\d+) looked up, (\d+) fetched, (\d+) unpacked of 60 packages$/;

test('installing tells progress that moves from the beginning, and says nothing twice', async () => {
  const { code, stdout, stderr } = await project.run(['test']);
  expect(code).toBe(0);
  const told = stdout.split('\n').flatMap((line) => {
    const [, ...counts] = LINE.exec(line) ?? [];
    return counts.length > 0 ? [counts.map(Number)] : [];
  });
  const sums = told.map((counts) => counts.reduce((sum, count) => sum + count, 0));
  expect(sums.length).toBeGreaterThan(10);
  expect(sums.slice(0, -1).every((sum, index) => sum < (sums[index + 1] ?? 0))).toBe(true);
  expect(sums[0]).toBeGreaterThan(0);
  expect(told.filter(([, , unpacked]) => unpacked === 0).length).toBeGreaterThan(8);
  expect(told.at(-1)).toEqual([60, 60, 60]);
  expect(stdout + stderr).not.toMatch(/EBADENGINE|npm http/);
});

test('what is installed is not installed again', async () => {
  await project.run(['test']);
  expect((await project.run(['test'])).stdout).not.toMatch(/Installing|looked up/);
});

test('an installation that fails says what npm said, and what to do', async () => {
  project.write('npm-fails', '');
  const { code, stdout, stderr } = await project.run(['test']);
  expect(stderr).toMatch(/npm error code ENOTFOUND\nnpm install failed \(1\): check the network/);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed');
  expect(code).toBe(1);
});

interface Progress {
  hear(line: string): string | undefined;
  see(unpacked: number): void;
  end(): void;
}
type ProgressClass = new (total: number, out: object) => Progress;

test('on a terminal one line changes with every package', async () => {
  const module = join(process.cwd(), 'scripts/progress.mjs');
  const { InstallProgress } = await import(module) as { InstallProgress: ProgressClass };
  let shown = '';
  const terminal = { isTTY: true, write: (text: string) => (shown += text) };
  const progress = new InstallProgress(3, terminal);
  expect(progress.hear('npm http fetch GET 200 https://h.example/a 1ms (cache miss)')).toBeUndefined();
  progress.hear('npm http fetch GET 200 https://h.example/a/-/a-1.tgz?x 1ms (cache miss)');
  progress.see(1);
  progress.end();
  expect(shown.split('\r').slice(1).map((line) => line.slice(2, 38))).toEqual([
    '1 looked up, 0 fetched, 0 unpacked o', '1 looked up, 1 fetched, 0 unpacked o',
    '1 looked up, 1 fetched, 1 unpacked o', '1 looked up, 1 fetched, 1 unpacked o',
  ]);
  expect(shown.match(/\n/g)).toHaveLength(1);
  expect(progress.hear('npm error code E404')).toBe('npm error code E404');
});
