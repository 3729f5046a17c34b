import fc from 'fast-check';
import { getDocumentProxy } from 'unpdf';
import { openPaper, runsOf, wrap, writeText } from './paper.ts';
import { fontOf, tidyLine, unprintable } from '../text/printable.ts';

/** Every character that a field accepts. */
const PRINTED = Array.from({ length: 0x110000 }, (_, point) => point)
  .filter((point) => fontOf(String.fromCodePoint(point)) !== null)
  .map((point) => String.fromCodePoint(point));
const name = fc.array(fc.oneof(fc.constantFrom(...PRINTED), fc.constantFrom(...'Łódź 株式 삼성 -')),
  { minLength: 1, maxLength: 60 })
  .map((characters) => tidyLine(characters.join('')))
  .filter((text) => text !== '' && unprintable(text) === null);

interface Item { readonly str: string; readonly width: number; readonly transform: number[] }

/** What a reader of the PDF finds in it, piece by piece. */
async function piecesOf(bytes: Buffer): Promise<Item[]> {
  const document = await getDocumentProxy(new Uint8Array(bytes));
  const { items } = await (await document.getPage(1)).getTextContent();
  return items as Item[];
}
const letters = (text: string) => text.normalize('NFKC').replaceAll(/\s/gu, '');

async function printed(text: string, width: number): Promise<Item[]> {
  const { pdf, bytes } = openPaper({ margin: 40, lang: 'en' });
  writeText(pdf, text, { left: 40, top: 40, width, size: 10 });
  pdf.end();
  return piecesOf(await bytes);
}

describe('a paper', () => {
  it('carries whatever a field accepts, in no other letters', async () => {
    await fc.assert(fc.asyncProperty(name, async (text) => {
      const pieces = await printed(text, 200);
      expect(letters(pieces.map(({ str }) => str).join(''))).toBe(letters(text));
    }), { numRuns: 25 });
  });

  it('has every character that a field accepts in the font it is written with', async () => {
    const text = PRINTED.filter((one) => !/\p{M}|\s/u.test(one)).filter((_, at) => at % 40 === 0);
    const pieces = await printed(text.join(''), 500);
    expect(pieces.some(({ str }) => str.includes('\uFFFD') || str.includes('\0'))).toBe(false);
  });

  it.each([
    ['one word', 'W'.repeat(200)], ['ideographs', '株'.repeat(200)],
    ['many words', 'Łódź '.repeat(40).trim()], ['two scripts', `${'삼'.repeat(99)}-W`],
  ])('wraps a long name of %s within its place', async (_, text) => {
    const pieces = await printed(text, 200);
    expect(letters(pieces.map(({ str }) => str).join(''))).toBe(letters(text));
    for (const { transform, width } of pieces) {
      expect((transform[4] ?? 0) + width).toBeLessThanOrEqual(240.5);
    }
  });

  it('wraps between words, else inside a long one, and loses nothing', () => {
    const measure = (text: string) => text.length;
    expect(wrap('one two three', 7, measure)).toEqual(['one two', 'three']);
    expect(wrap('abcdefghij', 4, measure)).toEqual(['abcd', 'efgh', 'ij']);
    fc.assert(fc.property(name, fc.integer({ min: 2, max: 30 }), (text, width) => {
      expect(wrap(text, width, measure).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }));
  });

  it('writes a character of older days that no font has as its number', () => {
    expect(runsOf('a\u{1F600}', false)).toEqual([{ font: 'latin', text: 'a[U+1f600]' }]);
  });
});
