import { openBrowser, type OpenedBrowser, type Seat } from './browser.ts';
import { chooseFile, join, newEmployer, open } from './hr.person.ts';
import { openService, type WebService } from './service.ts';

/** HR reads what is wrong with a file of headcounts, at its line, and what to do about it. */

let service: WebService;
let browser: OpenedBrowser;
let seat: Seat;
beforeAll(async () => {
  [service, browser] = await Promise.all([openService(), openBrowser()]);
  seat = await browser.seat({ origin: service.origin });
  await join(seat.page, (await newEmployer(service.world)).token);
  await open(seat.page, 'Programme', 'New programme');
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

const HEADER = 'site,department,headcount\n';
const ROWS = `${HEADER}Berlin,Sales-EMEA,70\n`;

it.each([
  ['an emoji', `${HEADER}Berlin,Care \u{1F600},70\n`, '2 department',
    'No paper can carry the character U+1F600 (\u{1F600}). Take it away.'],
  ['what nobody sees', `${HEADER}Ber\u200Blin,Care,70\n`, '2 site',
    'No paper can carry the character U+200B. Take it away.'],
  ['a mark without a letter', `${HEADER}Berlin,Care \u0303x,70\n`, '2 department',
    'The mark U+0303 has no letter to stand on. Take it away.'],
  ['a long name', `${HEADER}Berlin,${'x'.repeat(101)},70\n`, '2 department',
    'This name is longer than 100 characters. Shorten it.'],
  ['an open quotation mark', `${ROWS}"Berlin,IT,70\nWien,HR,9\n`, '3', 'opens here and is not closed'],
  ['inches', `${ROWS}Berlin,Screens 24",70\n`, '3', 'A quotation mark stands inside a cell.'],
  ['a mark that is not doubled', `${ROWS}Berlin,"Team "A"",70\n`, '3',
    'Text stands after a closing quotation mark.'],
  ['no header', 'Berlin,Care,70\nWien,IT,30\n', '1', 'The first line looks like a department'],
  ['titles that are not known', 'where,what,how many\nBerlin,Care,70\n', '1',
    'The first line names none of the columns.'],
  ['a header alone', HEADER, '1', 'The file has no lines below its header.'],
  ['letters of a wrong encoding', `${HEADER}Z\u00C3\u00BCrich,Care,70\n`, '2 site',
    'Letters of this line were read in a wrong encoding, such as \u00C3\u00BC for \u00FC.'],
  ['another dash', `${ROWS}Berlin,Sales\u2013EMEA,7\n`, '3 department', 'This looks like a name above it'],
  ['letters of another script', `${ROWS}B\u0435rlin,IT,7\n`, '3 site', 'This looks like a name above it'],
])('of a file with %s', async (_, csv, place, words) => {
  const { page } = seat;
  await chooseFile(page, csv);
  const faults = page.getByRole('table', { name: 'What is to be mended' });
  await faults.getByRole('row', { name: words })
    .filter({ hasText: new RegExp(`^${place.replace(' ', '')}`) }).waitFor();
  await page.getByText('1 line is to be mended.').waitFor();
  expect(await faults.getByRole('rowheader').count()).toBe(1);
});

it('shows in its field what is chosen, takes the mended file of that name, and nothing new of none',
  async () => {
    const { page } = seat;
    const field = page.getByLabel('CSV file of headcounts');
    const choose = async (csv: string) => {
      const opened = page.waitForEvent('filechooser');
      await field.click();
      await (await opened).setFiles({
        name: 'headcounts.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
      await page.getByText('Chosen: headcounts.csv').waitFor();
      expect(await field.inputValue()).toContain('headcounts.csv');
    };
    await choose(`${ROWS}Wien,,7\n`);
    await page.getByText('1 line is to be mended.').waitFor();
    await choose(ROWS);
    await page.getByText('Reports will be about these groups').waitFor();
    const opened = page.waitForEvent('filechooser');
    await field.click();
    await opened;
    // As when she closes what the browser opened, and chooses nothing.
    await field.dispatchEvent('cancel');
    expect(await field.inputValue()).toContain('headcounts.csv');
    await page.getByText('Reports will be about these groups').waitFor();
  });
