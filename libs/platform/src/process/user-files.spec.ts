import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readUserJson, userPath } from './user-files.ts';

const BOM = '\ufeff';

describe('a JSON file that a command is given', () => {
  const folder = mkdtempSync(join(tmpdir(), 'files-'));
  const env = { INIT_CWD: folder };
  const write = (bytes: Uint8Array | string) => {
    writeFileSync(join(folder, 'given.json'), bytes);
    return readUserJson('given.json', env);
  };
  const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();

  it('is looked for where the user called npm, not where npm runs us', () => {
    expect(userPath('plain.json', { INIT_CWD: '/srv/lists' }))
      .toBe('/srv/lists/plain.json');
    expect(userPath('/abs.json', env)).toBe('/abs.json');
    expect(userPath('plain.json', {})).toBe(join(process.cwd(), 'plain.json'));
  });

  it('is read in every encoding that an editor saves', () => {
    fc.assert(fc.property(
      fc.dictionary(fc.constantFrom('name', 'Zürich', '株式会社'), fc.string({ unit: 'grapheme' })),
      fc.constantFrom('\n', '\r\n', ''), (value, end) => {
        const text = JSON.stringify(value, null, 2).replaceAll('\n', end) + end;
        for (const bytes of [
          Buffer.from(text), Buffer.from(BOM + text), Buffer.from(text, 'utf16le'),
          Buffer.from(BOM + text, 'utf16le'), bigEndian(text), bigEndian(BOM + text),
        ]) expect(write(bytes)).toEqual(value);
      }), { numRuns: 50 });
  });

  it.each([
    ['an empty one', '', 'given.json is empty'],
    ['a mark alone', BOM, 'given.json is empty'],
    ['a comma too many', '{\n "a": 1,\n}', 'given.json is no JSON at line 3, column 1'],
    ['lines of a program before it', '\n> sotto@0.1.0 operator\n> node x\n\n{ "a": 1 }',
      'given.json is no JSON at line 2'],
    ['a word in the midst', '{\n "a": 1,\n "b": yes,\n "c": 2\n}', 'given.json is no JSON at line 3'],
    ['half of one', '{ "a": ', 'given.json is no JSON at its end'],
    ['Windows-1252', Buffer.from([0x22, 0x5a, 0xfc, 0x22]), 'given.json is not text in UTF-8'],
    ['a huge one', ' '.repeat(1_048_577), 'given.json has 1048577 bytes, more than 1048576'],
  ])('says in one line what is wrong with %s', (_what, bytes, words) => {
    expect(() => write(bytes)).toThrow(words);
    expect(() => write(bytes)).not.toThrow('\n');
  });

  it('says of what is no file that it is none', () => {
    mkdirSync(join(folder, 'sub'), { recursive: true });
    expect(() => readUserJson('sub', env)).toThrow('sub: is a folder: name the file in it.');
    expect(() => readUserJson('none.json', env)).toThrow('none.json: there is no such file.');
    expect(() => readUserJson('given.json/x', env)).toThrow('a part of the path is no folder');
  });
});
