import { extractText, getDocumentProxy } from 'unpdf';
import { madeYear, termsOf } from '../../testing/year-reports.ts';
import { reportPdf } from './report-pdf.ts';
import { yearView } from './year-view.ts';

const large = termsOf(9, 400);
const unshown = madeYear(large, [1, 3, 2, 2]);
const joined = madeYear(large, [4, 20, 31, 29]);

async function textOf(year: typeof joined, before: typeof joined | null): Promise<string> {
  const bytes = await reportPdf({
    employer: 'Fernside', programme: 'Care', period: '2025-11', releasedOn: '2026-11-30',
    programmeId: 'P', signed: [],
    year: yearView(year, before, (blocks) => `site ${blocks.join()}`),
  }, 'en');
  const document = await getDocumentProxy(new Uint8Array(bytes));
  expect(document.numPages).toBe(2);
  return (await extractText(document, { mergePages: true })).text.replaceAll(/\s+/g, ' ');
}

describe('the paper for a board', () => {
  it('says of a year that can\'t be shown no number that reads as if nobody had come', async () => {
    const text = await textOf(unshown, null);
    expect(text).toContain('none settled');
    expect(text).toContain('That doesn’t say that nobody came.');
    expect(text).not.toMatch(/\b0\b/);
  });

  it('says in words how a whole year compares with the average of others', async () => {
    expect(await textOf(joined, null)).toContain('Below the average, by more than chance explains.');
    expect(await textOf(madeYear(large, [48, 42, 35, 50]), null)).toContain('Near the average:');
    expect(await textOf(unshown, null)).not.toContain('average');
  });

  it('says why a year is compared with none, and its periods neither', async () => {
    expect(await textOf(joined, unshown)).toContain('the whole of last year can’t be shown.');
    expect(await textOf(joined, unshown)).toContain('these months alone can’t be shown.');
    expect(await textOf(joined, null)).toContain('there is no report of the year before.');
  });

  it('draws no bar of everybody, as of a result, where a list is not split', async () => {
    const text = await textOf(joined, null);
    expect(text).toContain('Can’t be shown by group.');
    expect(text).not.toMatch(/\b100(\.0)?%/);
  });
});
