import { rmSync } from 'node:fs';
import { makeProject, type Project, type Run } from './project.ts';

/** The gate as it is run, around tools that fail when they are told to. */

let project: Project;
beforeEach(() => { project = makeProject(); });
afterEach(() => { rmSync(project.folder, { recursive: true }); });

const GATES = [
  'tsc -p tsconfig.json', 'tsc -p apps/web/tsconfig.json', 'eslint.js .', 'knip.js',
  'dependency-cruise.mjs --config .dependency-cruiser.mjs', 'jest.js',
];

function withTools(failing: string[], counts: object | null = { passed: 7, failed: 0 }): void {
  project.write('failing.json', JSON.stringify({ failing, counts }));
}
const lastLine = ({ stdout }: Run) => stdout.trimEnd().split('\n').pop();
const ran = ({ stdout }: Run) => GATES.filter((gate) => stdout.includes(`ran ${gate}`));

test('check goes through the types of all programs, lint, unused code, circles and the tests', async () => {
  withTools([]);
  const run = await project.run(['check']);
  expect(ran(run)).toEqual(GATES);
  expect(lastLine(run)).toBe('7 passed, 0 failed');
  expect(run.code).toBe(0);
});

test.each(GATES.slice(0, 5))('a broken gate (%s) is counted, the others run all the same', async (gate) => {
  withTools([gate]);
  const run = await project.run(['check']);
  expect(ran(run)).toEqual(GATES);
  expect(lastLine(run)).toBe('7 passed, 1 failed');
  expect(run.code).toBe(1);
});

test.each([
  ['failed tests', ['jest'], { passed: 5, failed: 2 }, '5 passed, 2 failed'],
  ['tests that ended without a count', ['jest'], null, '0 passed, 1 failed'],
  ['a test run that was killed at its end', ['jest'], { passed: 7, failed: 0 }, '7 passed, 1 failed'],
  ['code that does not build', ['build'], { passed: 7, failed: 0 }, '0 passed, 1 failed'],
])('%s end test and check with the counts, and not with 0', async (_what, failing, counts, line) => {
  withTools(failing, counts);
  for (const command of ['test', 'check']) {
    const run = await project.run([command]);
    expect(lastLine(run)).toBe(line);
    expect(run.code).toBe(1);
  }
});

test('several broken gates are told together', async () => {
  withTools(['tsc', 'eslint', 'jest'], { passed: 1, failed: 1 });
  const run = await project.run(['check']);
  expect(run.stdout).toContain('Broken besides the tests: types, types of the pages, lint\n');
  expect(lastLine(run)).toBe('1 passed, 4 failed');
  expect(run.code).toBe(1);
});
