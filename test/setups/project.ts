import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** A clone of the project's set-up around programs that do nothing but what a spec says. */
export interface Project {
  readonly folder: string;
  /** Write a file of it, with the folders on the way. */
  write(path: string, text: string): void;
  /** Run `node scripts/setup.mjs` in it to its end. */
  run(args: readonly string[]): Promise<Run>;
}

/** What a command said, and how it ended. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const TOOLS = {
  types: 'node_modules/typescript/bin/tsc', lint: 'node_modules/eslint/bin/eslint.js',
  unused: 'node_modules/knip/bin/knip.js',
  circles: 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs', tests: 'node_modules/jest/bin/jest.js',
  build: 'scripts/build.mjs',
};
/** A stand-in for a tool: it fails where the spec's file says so, by its name and arguments. */
const TOOL = `
import { readFileSync, writeFileSync } from 'node:fs';
const me = [process.argv[1].split('/').pop(), ...process.argv.slice(2)].join(' ');
const { failing, counts } = JSON.parse(readFileSync('failing.json', 'utf8'));
if (counts && process.env.SOTTO_TEST_RESULT && me.startsWith('jest')) {
  writeFileSync(process.env.SOTTO_TEST_RESULT, JSON.stringify(counts));
}
console.log('ran ' + me);
process.exitCode = failing.some((name) => me.startsWith(name)) ? 2 : 0;
`;

/**
 * A project in a temporary folder with our own scripts, and nothing to install but what its lock
 * file says: `packages` as in package-lock.json.
 */
export function makeProject(packages: Record<string, object> = {}): Project {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-project-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const script of readdirSync('scripts')) {
    cpSync(join('scripts', script), join(folder, 'scripts', script));
  }
  write('package.json', JSON.stringify({ name: 'p', version: '1.0.0', type: 'module' }));
  write('package-lock.json', JSON.stringify({ packages: { '': {}, ...packages } }));
  write('node_modules/.package-lock.json', JSON.stringify({ packages: {} }));
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  symlinkSync(process.execPath, join(folder, 'node_modules/.bin/node'));
  for (const tool of Object.values(TOOLS)) write(tool, TOOL);
  write('failing.json', JSON.stringify({ failing: [], counts: { passed: 0, failed: 0 } }));
  return { folder, write, run: (args) => run(folder, args) };
}

async function run(folder: string, args: readonly string[]): Promise<Run> {
  const path = [join(folder, 'bin'), dirname(process.execPath), process.env['PATH'] ?? ''];
  const child = spawn(process.execPath, [join(folder, 'scripts/setup.mjs'), ...args], {
    env: { PATH: path.join(delimiter), TMPDIR: folder }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, ...said };
}
