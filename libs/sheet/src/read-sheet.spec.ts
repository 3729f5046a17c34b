import fc from 'fast-check';
import { kindOf } from './file-kind.ts';
import { readSheet } from './read-sheet.ts';
import { readWhole } from './whole-number.ts';
import { writeCsv } from './write-csv.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const wide = (text: string, bytes: 2 | 4, order: 'le' | 'be', marked: boolean) => {
  const units = bytes === 2
    ? [0xFEFF, ...Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))]
    : [0xFEFF, ...Array.from(text, (one) => one.codePointAt(0) ?? 0)];
  return Uint8Array.from((marked ? units : units.slice(1)).flatMap((unit) => {
    const parts = Array.from({ length: bytes }, (_, at) => (unit >>> (8 * at)) & 0xFF);
    return order === 'le' ? parts : parts.toReversed();
  }));
};
/** Each way to write a text down; `refused` are those that would be a guess. */
const ENCODINGS = {
  'UTF-8': utf8, 'UTF-8 with its mark': (text: string) => utf8(`\uFEFF${text}`),
  'UTF-16LE': (text: string) => wide(text, 2, 'le', true),
  'UTF-16BE': (text: string) => wide(text, 2, 'be', true),
};
const REFUSED = {
  'UTF-16LE without its mark': (text: string) => wide(text, 2, 'le', false),
  'UTF-16BE without its mark': (text: string) => wide(text, 2, 'be', false),
  'UTF-32LE': (text: string) => wide(text, 4, 'le', true),
  'UTF-32BE': (text: string) => wide(text, 4, 'be', true),
  'Windows-1252': (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0)),
};
const SEPARATORS = [',', ';', '\t', '|'];
const ENDS = ['\n', '\r\n', '\r'];
const QUOTING = ['where needed', 'always'] as const;

const cell = fc.oneof(
  fc.constantFrom('Zürich', 'Büro, Mitte', 'A;B', 'a | b', '"Q"', '1,200', '70,5', 'É', '東京', '-5'),
  fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.replaceAll(/[\p{C}\s\uFFFD]/gu, '')),
).map((text) => text === '' ? 'x' : text);
const written = fc.record({
  encoding: fc.constantFrom(...Object.keys(ENCODINGS) as (keyof typeof ENCODINGS)[]),
  separator: fc.constantFrom(...SEPARATORS), end: fc.constantFrom(...ENDS),
  quoting: fc.constantFrom(...QUOTING), says: fc.boolean(), ends: fc.boolean(),
  rows: fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 6 }),
});

function write(
  rows: readonly (readonly string[])[], separator: string, end: string, always: boolean,
): string {
  const quoted = (text: string) =>
    always || text.includes(separator) || text.includes('"')
      ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((row) => row.map(quoted).join(separator)).join(end);
}

const HEADER = ['site', 'department', 'headcount'];
const fits = (columns: readonly string[]) => columns.includes('headcount');

describe('a table', () => {
  it('is read alike in every encoding, separator, line end and quoting', () => {
    fc.assert(fc.property(written, ({ encoding, separator, end, quoting, says, ends, rows }) => {
      const text = (says ? `sep=${separator}${end}` : '')
        + write([HEADER, ...rows], separator, end, quoting === 'always') + (ends ? end : '');
      const read = readSheet(ENCODINGS[encoding](text), 100, fits);
      const first = says ? 3 : 2;
      expect(read).toEqual({ kind: 'sheet', sheet: {
        header: { line: first - 1, values: HEADER }, faults: [],
        rows: rows.map((values, at) => ({ line: first + at, values })),
      } });
    }), { numRuns: 300 });
  });

  it.each(Object.entries(REFUSED))('in %s is refused at a line, never guessed', (_, encode) => {
    for (const separator of SEPARATORS) {
      for (const end of ENDS) {
        const text = write([HEADER, ['Bern', 'IT', '1'], ['Zürich', 'Büro', '70']], separator, end, false);
        const read = readSheet(encode(text), 100, fits);
        expect(read).toMatchObject({ kind: 'unreadable', fault: { code: 'NOT_UTF8' } });
        const { line } = (read as { fault: { line: number } }).fault;
        expect(line).toBe(encode === REFUSED['Windows-1252'] ? 3 : 1);
      }
    }
  });

  it('that lost letters before, or has NUL in it, is refused at the line', () => {
    for (const lost of ['Z\uFFFDrich', 'Z\0rich']) {
      expect(readSheet(utf8(`a,b\nc,d\n${lost},1\n`), 9)).toEqual(
        { kind: 'unreadable', fault: { line: 3, code: 'NOT_UTF8' } });
    }
  });

  it('has one separator, the header\'s: rows wider or narrower are faults at their lines', () => {
    fc.assert(fc.property(fc.constantFrom(...SEPARATORS), fc.integer({ min: 1, max: 6 }),
      (separator, width) => {
        const row = Array.from({ length: width }, (_, at) => `v${at}`).join(separator);
        const text = `${HEADER.join(separator)}\na${separator}b${separator}1\n\n${row}\n`;
        const read = readSheet(utf8(text), 9, fits);
        expect(read).toMatchObject({ sheet: { faults: width === 3 ? []
          : [{ line: 4, code: width > 3 ? 'TOO_WIDE' : 'TOO_NARROW' }] } });
      }));
    const comma = readSheet(utf8('headcount;site;department\n70;Berlin;Sales, EMEA\n'), 9, fits);
    expect(comma).toMatchObject({ sheet: { rows: [{ values: ['70', 'Berlin', 'Sales, EMEA'] }] } });
    const split = readSheet(utf8('headcount,site,department\n70,Berlin,Sales, EMEA\n'), 9, fits);
    expect(split).toMatchObject({ sheet: { faults: [{ line: 2, code: 'TOO_WIDE' }] } });
  });

  it('whose rows part their cells by another sign than its header is told that, at each of them', () => {
    fc.assert(fc.property(fc.constantFrom(...SEPARATORS), fc.constantFrom(...SEPARATORS),
      (separator, other) => {
        fc.pre(separator !== other);
        const row = ['Bern', 'IT', '70'].join(other);
        const sound = ['Wien', 'HR', '9'].join(separator);
        const text = `${HEADER.join(separator)}\n${row}\n${sound}\n${row}\n`;
        expect(readSheet(utf8(text), 9, fits)).toMatchObject({ sheet: { faults: [
          { line: 2, code: 'OTHER_SEPARATOR' }, { line: 4, code: 'OTHER_SEPARATOR' }] } });
      }));
  });

  const faultIn = (text: string) => {
    const read = readSheet(utf8(text), 9, fits);
    return read.kind === 'unreadable' ? [read.fault.line, read.fault.code] : read.kind;
  };
  it.each([
    ['opens and nothing closes it', 3, 'QUOTE_NOT_CLOSED', 'a,b\n1,2\n"x,3\n4,5\n'],
    ['opens in the last cell', 2, 'QUOTE_NOT_CLOSED', 'a,b\n1,"x'],
    ['is met by the mark of a later cell', 2, 'QUOTE_NOT_CLOSED', 'a,b\n"x,3\n"y",5\n6,7\n'],
    ['is met by one inside a later cell', 2, 'QUOTE_NOT_CLOSED', 'a,b\n"x,3\ny"z,5\n'],
    ['opens in the header', 1, 'QUOTE_NOT_CLOSED', '"site;department;headcount\nx;y;1\n'],
    ['opens after lines that are sound', 5, 'QUOTE_NOT_CLOSED', 'a,b\n"x\ny",3\n4,5\n"z,5\n'],
    ['stands inside a cell', 4, 'QUOTE_INSIDE', 'a,b\n"x\ny",3\nz"z,5\n'],
    ['means inches', 2, 'QUOTE_INSIDE', 'a,b\nScreens 24",5\n'],
    ['is around a word of a cell', 2, 'QUOTE_INSIDE', 'a,b\nTeam "A",5\n'],
    ['stands inside a title', 1, 'QUOTE_INSIDE', 'si"te;department;headcount\nx;y;1\n'],
    ['has text after it', 3, 'TEXT_AFTER_QUOTE', 'a,b\n1,2\n"x"y,3\n'],
    ['has a space and text after it', 2, 'TEXT_AFTER_QUOTE', 'a,b\n"x" y,3\n'],
    ['is not doubled between others', 2, 'TEXT_AFTER_QUOTE', 'a,b\n"Team "A"",3\n'],
    ['has text after it in a title', 1, 'TEXT_AFTER_QUOTE', '"site"x;department;headcount\nx;y;1\n'],
  ] as const)('whose quotation mark %s is named at its line, by what is wrong', (_, line, code, text) => {
    for (const end of ENDS) {
      expect(faultIn(text.replaceAll('\n', end))).toEqual([line, code]);
      expect(faultIn(`sep=${text.includes(';') ? ';' : ','}${end}${text.replaceAll('\n', end)}`))
        .toEqual([line + 1, code]);
    }
  });

  it('never has one kind of broken quotation mark told as another, wherever it stands', () => {
    const broken = fc.constantFrom(['"x', 'QUOTE_NOT_CLOSED'], ['x"', 'QUOTE_INSIDE'],
      ['x"y', 'QUOTE_INSIDE'], ['"x"y', 'TEXT_AFTER_QUOTE'], ['"x"y"', 'TEXT_AFTER_QUOTE']);
    const sound = fc.array(fc.tuple(cell, cell), { maxLength: 4 });
    fc.assert(fc.property(broken, sound, fc.array(fc.constantFrom('y,1', '"z",2'), { maxLength: 3 }),
      fc.boolean(), fc.constantFrom(...SEPARATORS),
      ([odd, code], before, after, first, separator) => {
        const head = write([['a', 'b'], ...before], separator, '\n', false);
        const row = (first ? [odd, '1'] : ['1', odd]).join(separator);
        const text = [head, row, ...after.map((line) => line.replace(',', separator))].join('\n');
        expect(faultIn(text)).toEqual([before.length + 2, code]);
      }), { numRuns: 300 });
  });

  it('may be a header alone, and says so; an empty file has none', () => {
    expect(readSheet(utf8('a,b\n\n'), 9)).toEqual({ kind: 'sheet', sheet: {
      header: { line: 1, values: ['a', 'b'] }, rows: [], faults: [] } });
    for (const text of ['', '\n \n', ',,\n', 'sep=;\n']) expect(faultIn(text)).toEqual([1, 'EMPTY_FILE']);
  });

  it('keeps an empty first cell, and the line on which a row begins', () => {
    expect(readSheet(utf8('a\tb\n\tx\n"1\n2"\t3\n4\t5\n'), 9)).toMatchObject({ sheet: { rows: [
      { line: 2, values: ['', 'x'] }, { line: 3, values: ['1\n2', '3'] }, { line: 5 }] } });
  });
});

describe('a count', () => {
  it.each(['1,200', '70,5', '1.200', '1 200', '1\u00A0200', '1\u202F200', '1’200', "1'200", '1_200'])(
    '%s is asked about', (text) => { expect(readWhole(text)).toEqual({ kind: 'grouped' }); });
  it.each(['1e3', '٧٠', '-5', '+5', '７０', '7O', '0x10', '', '½', '७०', '70 people', '=7', '1234567890'])(
    '%s is no number', (text) => { expect(readWhole(text)).toEqual({ kind: 'no-number' }); });
  it('is whole in plain digits alone', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 999_999_999 }), (value) => {
      expect(readWhole(` ${value}\u00A0`)).toEqual({ kind: 'whole', value });
      if (value > 999) {
        for (const locale of ['en', 'de', 'fr', 'es', 'de-CH', 'ar-EG', 'hi-u-nu-deva']) {
          const text = new Intl.NumberFormat(locale, { useGrouping: 'always' }).format(value);
          expect(readWhole(text).kind).not.toBe('whole');
        }
      }
    }));
  });
});

describe('a file', () => {
  const zip = (part: string) => utf8(`PK\u0003\u0004${part}`);
  it.each([
    ['EXCEL', zip('xl/workbook.xml')], ['NUMBERS', zip('Index/Document.iwa')],
    ['OPEN_DOCUMENT', zip('mimetypeapplication/vnd.oasis.opendocument.spreadsheet')],
    ['WORD', zip('word/document.xml')], ['ARCHIVE', zip('a.csv')],
    ['EXCEL', Uint8Array.of(0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1)],
    ['PDF', utf8('%PDF-1.7')], ['ARCHIVE', Uint8Array.of(0x1F, 0x8B, 8)],
    ['PICTURE', Uint8Array.of(0x89, 0x50, 0x4E, 0x47)], ['WEB_PAGE', utf8('\uFEFF <html><table>')],
    ['WEB_PAGE', utf8('<?xml version="1.0"?><Workbook/>')], ['RICH_TEXT', utf8('{\\rtf1')],
  ])('that is %s is named as what it is', (kind, bytes) => {
    expect(kindOf(bytes)).toBe(kind);
    expect(readSheet(bytes, 9)).toEqual(
      { kind: 'unreadable', fault: { line: 1, code: 'NOT_TEXT', file: kind } });
  });
  it('of text is none of these', () => {
    expect(kindOf(utf8('site,department,headcount\n'))).toBeNull();
  });
});

describe('CSV that is written', () => {
  it('is read back as it was, and no cell is a formula', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 9 })
      .map((one) => one.replaceAll(/[\p{C}\uFFFD]/gu, '').trim()).filter((one) => one !== '');
    const odd = fc.constantFrom('=1+1', '+1', '-1', '@SUM(A1)', '＝1+1', '＋1', ' =1', '|x', 'a"b', 'a,b');
    const row = fc.tuple(fc.oneof(text, odd), fc.integer());
    fc.assert(fc.property(fc.array(row, { minLength: 1 }), (rows) => {
      const csv = writeCsv([['name', 'count'], ...rows]);
      expect(csv.startsWith('\uFEFFname,count\r\n')).toBe(true);
      const read = readSheet(utf8(csv), 100);
      if (read.kind !== 'sheet') throw new Error('it is not read');
      for (const [at, { values: [name = '', count] }] of read.sheet.rows.entries()) {
        const [given = '', number] = rows[at] ?? [];
        expect([given.trim(), `'${given}`, `'${given.trim()}`]).toContain(name);
        expect(count).toBe(String(number));
        expect(/^\s*[=+\-@＝＋－＠|]/u.test(name)).toBe(false);
      }
    }));
  });
});
