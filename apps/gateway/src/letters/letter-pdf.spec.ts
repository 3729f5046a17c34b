import { extractText, getDocumentProxy } from 'unpdf';
import { readLetters } from '../../../../demo/story/printer.ts';
import { letterPdf, type Letter, type LetterTerms } from './letter-pdf.ts';
import { LETTER_LANGUAGES } from './letter-words.ts';

const CODE = 'ABCDEFGH-JKMNPQRS-TVWXYZ01';
const letter = (number: number, more: Partial<Letter> = {}): Letter => ({
  number, site: 'Berlin', department: 'Care', code: CODE, groupSize: 92, ...more });
const terms = (more: Partial<LetterTerms> = {}): LetterTerms => ({
  programme: 'Care for everyone', programmeSize: 412, sessions: 8, lastDay: '2026-12-31',
  address: 'sotto.example/employee', madeOn: '2026-10-01', language: 'en', isTriedOut: false,
  ...more });
const WORDS = ['anchor', 'basket', 'candle', 'dragon', 'ember', 'forest', 'garden', 'harbour'];

interface Item { readonly str: string; readonly width: number; readonly transform: number[] }

async function pagesOf(pdf: Uint8Array): Promise<Item[][]> {
  const document = await getDocumentProxy(new Uint8Array(pdf));
  return Promise.all(Array.from({ length: document.numPages }, async (_, page) => {
    const { items } = await (await document.getPage(page + 1)).getTextContent();
    return items as Item[];
  }));
}
async function textOf(pdf: Uint8Array): Promise<string> {
  const document = await getDocumentProxy(new Uint8Array(pdf));
  const { text } = await extractText(document, { mergePages: true });
  return text.replaceAll(/\s+/g, ' ');
}

describe('a letter', () => {
  it.each(LETTER_LANGUAGES)('says all that its reader needs, on one page, in %s', async (language) => {
    const pdf = await letterPdf([letter(17), letter(18)], terms({ language, fingerprint: WORDS }));
    expect(await pagesOf(pdf)).toHaveLength(2);
    const text = await textOf(pdf);
    for (const part of [CODE, 'sotto.example/employee', '92', '412', '112', '988', '116 123',
      WORDS.join(' '), '2026']) {
      expect(text).toContain(part);
    }
    expect(text).toContain({ en: 'this week, in need or not', es: 'esta semana, lo necesite o no' }[language]);
    expect(await readLetters(pdf)).toEqual([17, 18].map((number) => (
      { number, site: 'Berlin', department: 'Care', code: CODE })));
  });

  it('has nothing outside that differs between two of a department', async () => {
    const [one, other] = await pagesOf(await letterPdf(
      [letter(17), letter(18, { code: CODE.replace('A', '9') })], terms()));
    const outside = (page: Item[]) => page
      .filter(({ transform }) => (transform[5] ?? 0) > 842 * 2 / 3)
      .map(({ str }) => str).join(' ').trim();
    expect(outside(one!)).toContain('Care');
    expect(outside(one!)).not.toMatch(/\d/);
    expect(outside(one!)).toBe(outside(other!));
    expect(JSON.stringify(one)).not.toBe(JSON.stringify(other));
  });

  it('says nothing of a fingerprint where there is none yet', async () => {
    expect(await textOf(await letterPdf([letter(1)], terms()))).not.toContain('These words');
  });

  it('says of a service that is tried out that nobody has compared its terms', async () => {
    const tried = await textOf(await letterPdf([letter(1)], terms({ isTriedOut: true })));
    expect(tried).toContain('nobody has compared its terms with a contract');
    expect(await textOf(await letterPdf([letter(1)], terms()))).not.toContain('tried out');
  });

  it.each(['W'.repeat(200), '株'.repeat(200), 'Łódź '.repeat(40).trim()])(
    'with the longest names lies on its page, and no two texts on each other: %s', async (name) => {
      const pages = await pagesOf(await letterPdf(
        [letter(1, { site: name.slice(0, 100), department: name.slice(0, 100) })],
        terms({ programme: name, language: 'es', fingerprint: WORDS, isTriedOut: true })));
      expect(pages).toHaveLength(1);
      const lines = pages[0]!.filter(({ str }) => str.trim() !== '');
      for (const { transform, width } of lines) {
        expect(transform[4]! + width).toBeLessThanOrEqual(595);
        expect(transform[5]).toBeGreaterThan(36);
      }
      const [code] = lines.filter(({ str }) => str === CODE);
      const last = lines.filter(({ str }) => str === 'sotto.example/employee').at(-1);
      expect(last!.transform[5]! - code!.transform[5]!).toBeGreaterThan(30);
    });

  it('is made of the same words and bytes on the same day', async () => {
    const make = () => letterPdf([letter(17)], terms());
    expect(Buffer.compare(await make(), await make())).toBe(0);
  });
});
