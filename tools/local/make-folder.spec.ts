import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from './make-folder.ts';

let parent: string;
beforeEach(() => { parent = mkdtempSync(join(tmpdir(), 'sotto-make-')); });
afterEach(() => { rmSync(parent, { recursive: true }); });

test('a folder is made with those above it, and made again nothing happens', () => {
  const deep = join(parent, 'a', 'b', 'c');
  makeFolder(deep);
  writeFileSync(join(deep, 'kept'), '');
  makeFolder(deep);
  expect(statSync(join(deep, 'kept')).isFile()).toBe(true);
});

test('a file in its place, or on the way, is the fault of the file system', () => {
  writeFileSync(join(parent, 'file'), '');
  expect(() => { makeFolder(join(parent, 'file')); })
    .toThrow(expect.objectContaining({ code: 'EEXIST', path: join(parent, 'file') }));
  expect(() => { makeFolder(join(parent, 'file', 'below')); })
    .toThrow(expect.objectContaining({ code: 'ENOTDIR' }));
});

test.each(['/proc/x', '/proc/x/y/z', '/sys/x'])(
  'where the system takes none, %s is refused and not tried without end', (path) => {
    expect(() => { makeFolder(path); }).toThrow(expect.objectContaining({
      code: expect.stringMatching(/^(ENOENT|EACCES|EPERM|EROFS)$/) as string }));
  });
