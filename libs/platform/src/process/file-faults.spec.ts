import fc from 'fast-check';
import { constants } from 'node:os';
import { fileFault, reasonOf } from './file-faults.ts';
import { explain } from './processes.ts';
import { writeWhole } from './whole-file.ts';

const CODES = [
  'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ENOENT', 'ENOSPC', 'EDQUOT', 'EFBIG',
  'EIO', 'EMFILE', 'ENFILE', 'ENAMETOOLONG', 'ELOOP',
];
const fault = (code: string, path?: string) => Object.assign(new Error(`${code}: text`), {
  code, errno: -(constants.errno[code as 'EIO']), syscall: 'open', ...(path ? { path } : {}),
});

test.each(CODES)('%s is one line with the path and a cure', (code) => {
  fc.assert(fc.property(fc.stringMatching(/^\/[a-z/]{1,30}$/), (path) => {
    const line = explain(fault(code, path));
    expect(line).toMatch(/^\/\S* .{20,}\.$/);
    expect(line).toContain(path);
    expect(line).toContain(`(${code})`);
    expect(line).not.toMatch(/unexpected|text|\n/);
  }), { numRuns: 10 });
  expect(explain(fault(code))).toMatch(/^Something on the disk /);
});

test('what is no fault of the file system is none', () => {
  expect(fileFault(new Error('x'))).toBeUndefined();
  expect(fileFault(Object.assign(new Error('x'), { code: '23505' }))).toBeUndefined();
  const port = Object.assign(new Error('x'), { code: 'EACCES', syscall: 'listen', port: 80 });
  expect(explain(port)).toMatch(/^Port 80 may not be used by this account/);
  expect(explain(port, 'COURIER_PORT')).toMatch(/choose one above 1023 with COURIER_PORT\.$/);
});

test.each([
  ['initdb: error: could not create directory "/d": Permission denied\ninitdb: removing data directory "/d"',
    /^initdb: error: could not create directory .*: Permission denied \(give it to this account/],
  ['running bootstrap script ... \n2026-11-02 FATAL:  could not write to file: No space left on device\n'
    + 'child process exited with exit code 1\ninitdb: removing data directory "/d"',
  /FATAL: .*No space left on device \(make room on it/],
  ['LOG: starting\nFATAL: data directory "/d" has wrong ownership\nHINT: start it as the owner',
    /^FATAL: data directory "\/d" has wrong ownership \(give it to this one/],
  ['LOG: a\nPANIC: could not locate a valid checkpoint record\nLOG: shutting down',
    /^PANIC: could not locate a valid checkpoint record$/],
  ['something went wrong', /^something went wrong$/],
  ['', /^$/],
])('of what PostgreSQL\'s programs say the reason is told, and not what they did last', (said, line) => {
  expect(reasonOf(said)).toMatch(line);
});

test('a file appears whole or not at all', () => {
  expect(() => writeWhole('/dev/null/below', 'x')).toThrow(expect.objectContaining({
    code: 'ENOTDIR', path: '/dev/null/below',
  }));
});
