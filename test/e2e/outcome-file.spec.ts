import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutcomeFile } from '../../demo/outcome-file.ts';

describe('the file of --json', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sotto-json-'));
    path = join(folder, 'out.json');
    writeFileSync(path, 'earlier');
  });
  afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

  it('keeps what it held until there is an outcome, then holds that', () => {
    const file = new OutcomeFile(path);
    expect(readFileSync(path, 'utf8')).toBe('earlier');
    file.keep({ seed: 1 });
    file.discard();
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ seed: 1 });
    expect(readdirSync(folder)).toEqual(['out.json']);
  });

  it('is as it was after a story that did not end', () => {
    new OutcomeFile(path).discard();
    expect(readFileSync(path, 'utf8')).toBe('earlier');
    expect(readdirSync(folder)).toEqual(['out.json']);
  });

  it('that cannot be written is refused before anything is played', () => {
    expect(() => new OutcomeFile(join(folder, 'nowhere', 'out.json'))).toThrow('ENOENT');
  });
});
