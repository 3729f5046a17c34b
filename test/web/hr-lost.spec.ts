import type { Page } from 'playwright-core';
import { openBrowser, type OpenedBrowser } from './browser.ts';
import { chooseFile, HEADCOUNTS, join, newEmployer, open, press } from './hr.person.ts';
import { openService, type WebService } from './service.ts';

/** After a lost answer HR reads one sentence about it, and one way on that fits it. */

let service: WebService;
let browser: OpenedBrowser;
beforeAll(async () => {
  [service, browser] = await Promise.all([openService(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

const LOOK = 'It may have arrived and been done. Load the page again and look, before you do it once more.';
const AGAIN = 'It may have arrived and been done. To send it again does not do it twice.';
const REFUSED = 'It was refused, and nothing was done.';

/** How an answer does not come: what is done with the request, and what is then known of it. */
const WAYS = [
  ['is lost on the way back', 'unknown', async (page: Page, mark: string) => {
    await page.route('**/graphql', async (route) => {
      if (!(route.request().postData() ?? '').includes(mark)) return route.fallback();
      await route.fetch();
      return route.abort();
    });
  }],
  ['is a proxy\'s 502', 'unknown', (page: Page, mark: string) => answered(page, mark, 502)],
  ['is a network\'s own page', 'unknown', (page: Page, mark: string) => answered(page, mark, 200)],
  ['is a 429', 'refused', (page: Page, mark: string) => answered(page, mark, 429)],
] as const;

async function answered(page: Page, mark: string, status: number): Promise<void> {
  await page.route('**/graphql', (route) => (
    (route.request().postData() ?? '').includes(mark)
      ? route.fulfill({ status, contentType: 'text/html', body: '<title>Sorry</title>' })
      : route.fallback()));
}

async function newcomer(): Promise<Page> {
  const { page } = await browser.seat({ origin: service.origin });
  await join(page, (await newEmployer(service.world)).token);
  return page;
}

/** The notice says this sentence alone of what became of it, and has this one button. */
async function expectOneWay(page: Page, sentence: string, button: string | null): Promise<void> {
  await page.getByText(sentence).waitFor();
  const notice = page.locator('.notice', { hasText: sentence });
  const words = await notice.textContent() ?? '';
  expect([LOOK, AGAIN, REFUSED].filter((one) => words.includes(one))).toEqual([sentence]);
  expect(await notice.getByRole('button').allTextContents()).toEqual(button ? [button] : []);
  if (sentence === LOOK) expect(words).not.toMatch(/try again/i);
}

it.each(WAYS)('a new programme, whose answer %s: done twice it would be two', async (_, fate, lose) => {
  const page = await newcomer();
  await open(page, 'Programme', 'New programme');
  await page.getByLabel('Name').fill('Care for everyone');
  await chooseFile(page, HEADCOUNTS);
  await lose(page, 'sessionsPerMember');
  await press(page, 'Create the programme');
  if (fate === 'unknown') await expectOneWay(page, LOOK, 'Load the page again');
  else await expectOneWay(page, REFUSED, 'Try again');
});

it('shows what was done when the page is loaded again', async () => {
  const page = await newcomer();
  await open(page, 'Programme', 'New programme');
  await page.getByLabel('Name').fill('Care for everyone');
  await chooseFile(page, HEADCOUNTS);
  await WAYS[0][2](page, 'sessionsPerMember');
  await press(page, 'Create the programme');
  await page.getByText(LOOK).waitFor();
  await page.unrouteAll();
  await press(page, 'Load the page again');
  await page.getByRole('heading', { level: 1, name: 'Care for everyone' }).waitFor();
});

it.each(WAYS)('an invitation, whose answer %s: sent again, the last link is good', async (_, fate, lose) => {
  const page = await newcomer();
  await open(page, 'Team');
  await page.getByLabel('Work e-mail').fill('colleague@fernside.example');
  await lose(page, 'colleague@fernside.example');
  await press(page, 'Make an invitation');
  await expectOneWay(page, fate === 'unknown' ? AGAIN : REFUSED, null);
  await page.unrouteAll();
  await press(page, 'Make an invitation');
  await page.getByText(/\/hr\/join#/).first().waitFor();
});
