import { execFileSync, spawnSync } from 'node:child_process';

it('the command of the benches has all that it needs, and says which there are', () => {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'ignore' });
  const { status, stderr } = spawnSync(
    process.execPath, ['dist/test/bench/main.js', 'none-of-them'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({
    status: 1, stderr: expect.stringMatching(/^Usage: npm run bench -- \[sign\|issue\|.+ …\]/) });
}, 60_000);
