import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/**
 * What a first visit loads, in gzipped bytes of JavaScript: the entry and all that it imports
 * before anything is shown. Screens that are loaded when they are reached are not in it.
 */
const BUDGETS = { hr: 170_000, employee: 75_000, therapist: 170_000 } as const;

interface Chunk { readonly file: string; readonly isEntry?: boolean; readonly imports?: string[] }

beforeAll(() => {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}, 60_000);

function shellOf(surface: string): string[] {
  const folder = `dist/web/${surface}`;
  const chunks = JSON.parse(readFileSync(`${folder}/manifest.json`, 'utf8')) as
    Record<string, Chunk>;
  const reached = new Set<string>();
  const visit = (key: string) => {
    const chunk = chunks[key];
    if (!chunk || reached.has(chunk.file)) return;
    reached.add(chunk.file);
    chunk.imports?.forEach(visit);
  };
  Object.keys(chunks).filter((key) => chunks[key]?.isEntry).forEach(visit);
  return [...reached].filter((file) => file.endsWith('.js')).map((file) => `${folder}/${file}`);
}

test.each(Object.entries(BUDGETS))('the shell of %s stays within %d bytes', (surface, budget) => {
  const files = shellOf(surface);
  expect(files.length).toBeGreaterThan(0);
  const bytes = files.reduce((sum, file) =>
    sum + gzipSync(readFileSync(file), { level: 9 }).length, 0);
  expect(bytes).toBeLessThanOrEqual(budget);
});
