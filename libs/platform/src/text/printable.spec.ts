import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { paperFontFile } from '../paper/paper-fonts.ts';
import { fontOf, tidyLine, unprintable, type TextFont } from './printable.ts';

const FILE = 'libs/platform/src/text/printable-ranges.ts';
const SCRIPTS = ['Latin', 'Greek', 'Cyrillic', 'Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Hangul',
  'Common', 'Inherited'];
const WRITTEN = new RegExp(`^[${SCRIPTS.map((name) => `\\p{sc=${name}}`).join('')}]$`, 'u');
const UNSEEN = /^[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]$/u;

const { resolve } = createRequire(import.meta.url);
const fontkit = createRequire(resolve('pdfkit'))('fontkit') as {
  openSync(path: string): { readonly characterSet: readonly number[] };
};
/** What a font has of the scripts that we write, without what nobody sees. */
const inFont = (font: TextFont) => fontkit.openSync(paperFontFile(font)).characterSet
  .filter((point) => {
    const character = String.fromCodePoint(point);
    return WRITTEN.test(character) && !UNSEEN.test(character);
  })
  .sort((a, b) => a - b);
const [latin, han, hangul] = [inFont('latin'), inFont('han'), inFont('hangul')];
const before = new Set(latin);
const beforeHangul = new Set([...latin, ...han]);
const OWN = {
  latin, han: han.filter((point) => !before.has(point)),
  hangul: hangul.filter((point) => !beforeHangul.has(point)),
};

function rangesOf(points: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const point of points) {
    const last = ranges.at(-1);
    if (last && last[1] === point - 1) last[1] = point;
    else ranges.push([point, point]);
  }
  let [text, width] = ['', 0];
  for (const [from, to] of ranges) {
    const range = from === to ? from.toString(16) : `${from.toString(16)}-${to.toString(16)}`;
    const breaks = width + range.length + 1 > 98;
    text += breaks ? `\n${range}` : `${text === '' ? '' : ' '}${range}`;
    width = breaks ? range.length : width + range.length + 1;
  }
  return text;
}

describe('what papers can carry', () => {
  it('is what the fonts have (WRITE_PRINTABLE=1 writes it anew)', () => {
    const text = (['latin', 'han', 'hangul'] as const).map((font) =>
      `/** Code points that \`${font}\` is the first font to have, in hexadecimal; made by a test. */
export const ${font.toUpperCase()}_RANGES = \`\n${rangesOf(OWN[font])}\`;\n`).join('\n');
    if (process.env['WRITE_PRINTABLE']) writeFileSync(FILE, text);
    expect(readFileSync(FILE, 'utf8')).toBe(text);
  });

  it.each(['ŁódźŻółć', 'Ørsted & Søn', 'Ελληνική Εταιρεία', 'ООО «Ёлка» № 5', '株式会社 東京',
    '上海有限公司', '삼성전자', 'ㄅㄆㄇ', 'Đặng Thị Ngọc', 'Þórður', '№ 7 – “x” … €', 'q̃', 'A', '。、・ー',
  ])('has %s', (name) => { expect(unprintable(tidyLine(name))).toBeNull(); });

  it.each([
    ['\u{1F600}', 'U+1F600 (😀)'], ['مرحبا', 'U+0645 (م)'], ['שלום', 'U+05E9 (ש)'],
    ['नमस्ते', 'U+0928 (न)'], ['ไทย', 'U+0E44 (ไ)'], ['a\u0000b', 'the invisible U+0000'],
    ['a\u202Eb', 'the invisible U+202E'], ['a\u200Bb', 'the invisible U+200B'],
    ['a\u00ADb', 'the invisible U+00AD'], ['a\uFE0Fb', 'the mark U+FE0F'],
    ['a\uD800b', 'the invisible U+D800'], ['a\nb', 'the invisible U+000A'],
    ['a\u2028b', 'the invisible U+2028'], ['\uE000', 'the invisible U+E000'],
  ])('has not %j, and names it', (text, name) => {
    expect(unprintable(tidyLine(text))).toBe(`must not have ${name}, which no paper can carry`);
  });

  it('lets no mark stand on nothing, nor higher than its line', () => {
    expect(unprintable('a \u0303b')).toBe(
      'must not have the mark U+0303 without a letter to stand on');
    expect(unprintable(`a${'\u0303'.repeat(4)}`)).toMatch('without a letter');
    expect(unprintable(`a${'\u0303'.repeat(3)}`)).toBeNull();
  });

  it('is decided character by character, for every one of Unicode', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
      const refused = [...text].some((one) => fontOf(one) === null);
      if (refused) expect(unprintable(text)).not.toBeNull();
      else expect(unprintable(`x${text.replaceAll(/\p{M}/gu, '')}`)).toBeNull();
    }));
    for (let point = 0; point <= 0x10FFFF; point += 1) {
      const character = String.fromCodePoint(point);
      if (UNSEEN.test(character) && fontOf(character) !== null) throw new Error(point.toString(16));
    }
  });

  it('knows spaces of every kind as one, and a letter by one name', () => {
    expect(tidyLine(' Zu\u0308rich\u00A0\u3000Nord ')).toBe('Zürich Nord');
  });
});
