import fc from 'fast-check';
import { getDocumentProxy } from 'unpdf';
import { openPaper } from '#platform/paper/paper';
import { tidyLine, unprintable } from '#platform/text/printable';
import { madeYear } from '../../testing/year-reports.ts';
import { heightOfBars, writeBars } from './paper-bars.ts';
import { ReportPapers } from './report-papers.ts';
import { reportPdf, type ReportPaper } from './report-pdf.ts';
import { REPORT_WORDS, type ReportLanguage } from './report-words.ts';
import { siteNames } from './site-names.ts';
import { yearView } from './year-view.ts';

/** Six large sites of twenty departments each: halves of sites are groups, twelve of them. */
const departments = Array.from({ length: 120 }, (_, at) =>
  ({ number: at + 1, site: Math.floor(at / 20) + 1, people: 60 }));
const [split, unsplit] = [[170, 170, 150, 170], [30, 12, 60, 3]].map((people) => madeYear(
  { departments, rateBps: 450, k: 10, sessionsPerMember: 8, paid: 'sessions' }, people));

type NameOf = (number: number, longest: number) => string;

function paperOf(name: NameOf, year = split!): ReportPaper {
  const names = siteNames(departments.map(({ number, site }) => ({
    block: number, site: name(1_000 + site, 100), department: name(number, 100) })));
  return {
    employer: name(0, 200), programme: name(2_000, 100), period: '2025-11',
    programmeId: '0b3ab8a6-6f0d-4f5e-9c0e-0d5a3a1f7a11',
    signed: [1, 2, 3, 4].map((at) => ({ report: `2025-11.${at}`, digest: 'd'.repeat(64) })),
    releasedOn: '2026-11-30', year: yearView(year, year, names),
  };
}

interface Piece { readonly str: string; readonly width: number; readonly transform: number[] }

async function pagesOf(bytes: Uint8Array): Promise<Piece[][]> {
  const document = await getDocumentProxy(new Uint8Array(bytes));
  return Promise.all(Array.from({ length: document.numPages }, async (_, at) => {
    const { items } = await (await document.getPage(at + 1)).getTextContent();
    return (items as Piece[]).filter(({ str }) => str.trim() !== '');
  }));
}

async function expectWhole(paper: ReportPaper, language: ReportLanguage): Promise<string> {
  const pages = await pagesOf(await reportPdf(paper, language));
  expect(pages).toHaveLength(2);
  for (const { transform: [, , , , left = 0, up = 0], width } of pages.flat()) {
    expect([up > 30, left + width <= 56 + 483 + 1]).toEqual([true, true]);
  }
  const text = pages[1]!.map(({ str }) => str).join(' ').replaceAll(/\s+/g, ' ');
  expect(text).toContain(`2025-11.4 ${paper.signed.at(-1)!.digest}`);
  const lowest = Math.min(...pages[1]!.filter(({ str }) => !str.includes('dddd'))
    .map(({ transform }) => transform[5] ?? 0));
  expect(lowest).toBeGreaterThan(842 - 755 - 7 * 1.4);
  for (const { list, editions } of paper.year.lists) {
    expect(text).toContain(REPORT_WORDS[language].lists[list]);
    const [groups = []] = editions.map((edition) => edition.groups.slice(0, 10));
    for (const { people } of groups.length > 1 ? groups : []) {
      expect(text).toMatch(new RegExp(`(?<!\\d)${people} (·|of|de) `));
    }
  }
  return text;
}

/** A name of letters over and over, as long as the input takes. */
const nameOf = (letters: string): NameOf => (number, longest) =>
  tidyLine(`${number} ${letters.repeat(longest)}`.slice(0, longest));
const letters = fc.oneof(
  fc.constantFrom('W', 'Wm ', 'i', '株', '삼', 'Ł株-삼 ', 'ﬃ', '—', 'Customer care and claims '),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter((text) =>
    unprintable(tidyLine(text.repeat(20))) === null));

describe('names on the paper for a board', () => {
  it('push no list off its two pages, however long and wide they are', async () => {
    await fc.assert(fc.asyncProperty(
      letters, fc.constantFrom<ReportLanguage>('en', 'es'), fc.constantFrom(split!, unsplit!),
      async (text, language, year) => { await expectWhole(paperOf(nameOf(text), year), language); },
    ), { numRuns: 12, examples: [['W', 'es', split!], ['W', 'es', unsplit!], ['株', 'en', split!]] });
  });

  it('are whole where there is room, and else end in an ellipsis that is explained', async () => {
    const short = await expectWhole(paperOf((number) => `North ${number}`), 'en');
    expect(short).toContain('North 1001: North 1, North 3, North 5 +7');
    expect(short).not.toContain('…');
    const long = await expectWhole(paperOf(nameOf('W')), 'en');
    expect(long).toContain('A name that ends in … is whole on the usage page');
  });

  it('have no letters that run the other way and no emoji: input takes none of them', async () => {
    expect(['שלום', 'سلام', '😀'].map((text) => unprintable(text) === null))
      .toEqual([false, false, false]);
    // As older rows might have them, they push nothing off either.
    const old = nameOf('😀');
    await expectWhole({ ...paperOf(old), employer: 'Fernside', programme: 'Care' }, 'en');
  });

  it('are measured as they are written', async () => {
    const { pdf, bytes } = openPaper({ margin: 56, lang: 'en' });
    fc.assert(fc.property(fc.array(letters, { maxLength: 9 }), (texts) => {
      const bars = texts.map((label, at) => ({ label: label.repeat(9), value: label,
        share: at % 2 ? null : 0.5, ...at % 3 ? {} : { note: label.repeat(9) } }));
      const chart = { title: texts.join(), note: texts.join(), bars, below: texts };
      expect(writeBars(pdf, chart, 46)).toBeCloseTo(46 + heightOfBars(pdf, chart), 6);
    }), { numRuns: 20 });
    pdf.end();
    await bytes;
  });

  it('hold up nobody while a paper is made, which has the same bytes as one made here', async () => {
    const papers = new ReportPapers();
    const paper = paperOf(nameOf('W'));
    const turns: string[] = [];
    const made = papers.of('one', paper, 'en').finally(() => turns.push('made'));
    await new Promise((resolve) => { setImmediate(resolve); });
    turns.push('answered');
    expect((await made).equals(await reportPdf(paper, 'en'))).toBe(true);
    expect(turns).toEqual(['answered', 'made']);
  });
});
