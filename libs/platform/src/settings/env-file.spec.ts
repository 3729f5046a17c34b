import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvFile } from './env-file.ts';

let folder: string;
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'sotto-env-')); });
afterAll(() => { rmSync(folder, { recursive: true }); });

function read(content: string | Buffer): Record<string, string> {
  const file = join(folder, 'server.env');
  writeFileSync(file, content);
  return readEnvFile(file);
}

const ENCODINGS: Record<string, (text: string) => Buffer> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with a byte order mark': (text) => Buffer.from(`\uFEFF${text}`),
  'UTF-16, little end first': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'UTF-16, big end first': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
  'UTF-16 without a mark': (text) => Buffer.from(text, 'utf16le'),
};
const URL = 'postgres://gateway_app:p#ss=w%20rd@db.example:5432/gateway';
/** What people write for the same setting. */
const FORMS = [
  `NAME=${URL}`, `export NAME=${URL}`, `  NAME = ${URL}  `, `NAME="${URL}"`, `NAME='${URL}'`,
  `export  NAME="${URL}" # the gateway's`, `NAME=${URL} # the gateway's`, `\tNAME\t=\t\`${URL}\``,
  `NAME=\u00a0${URL}`,
];

describe.each(Object.entries(ENCODINGS))('a file in %s', (_name, encode) => {
  test.each([['LF', '\n'], ['CRLF', '\r\n'], ['CR', '\r']])('with %s is read in every form', (_end, end) => {
    for (const form of FORMS) {
      const text = ['# settings', '', form, 'OTHER=1', ''].join(end);
      expect({ form, read: read(encode(text)) }).toEqual({ form, read: { NAME: URL, OTHER: '1' } });
    }
  });
});

test('whatever value is in quotation marks is read as it is', () => {
  const values = fc.string({ unit: fc.constantFrom(...'abc #=\'$\\ü') });
  fc.assert(fc.property(values, (value) => {
    expect(read(`NAME="${value}"\n`)).toEqual({ NAME: value });
  }));
});

test.each([
  ['a line without =', 'A=1\nGATEWAY_PORT 3000\n', /^Line 2 of \S+server\.env is not of the form NAME=value/],
  ['a colon for =', 'A: 1', /^Line 1 .* is not of the form/],
  ['an open quotation mark', 'A="1', /^Line 1 .*, A, opens a quotation mark/],
  ['typographic quotation marks', 'A=\u201c1\u201d', /^Line 1 .*, A, has typographic quotation marks/],
  ['two values for one name', 'A=1\nA=2', /^Line 2 .* sets A a second time/],
  ['bytes that are no text', Buffer.from([0x41, 0x3d, 0xff, 0xe9]), /is not a text file: save it as UTF-8/],
  ['zeros', Buffer.from('A=1\0\0'), /is not a text file/],
])('%s is refused by file and line', (_what, content, line) => {
  expect(() => read(content)).toThrow(line);
});

test('a file that is not there, or is a folder, is said in one line', () => {
  expect(() => readEnvFile(join(folder, 'none.env'))).toThrow(/none\.env cannot be read \(ENOENT\)/);
  expect(() => readEnvFile(folder)).toThrow(/cannot be read \(EISDIR\)/);
});
