import type { Page } from 'playwright-core';
import { TERMS_REFUSALS } from '#contracts/refusals';
import { faultsInEveryLook } from './accessible.ts';
import { openBrowser, type OpenedBrowser, type Seat } from './browser.ts';
import {
  describeProgramme, join, newEmployer, opens, press, type ShownYear,
} from './hr.person.ts';
import { pictureOf } from './pictures.ts';
import { openService, type WebService } from './service.ts';

/** What HR corrects before anything is confirmed, and what it reads of what came to nothing. */

let service: WebService;
let browser: OpenedBrowser;
let seat: Seat;
let page: Page;
let year: ShownYear;
beforeAll(async () => {
  [service, browser] = await Promise.all(
    [openService(undefined, { confirms: 'by-operator' }), openBrowser()]);
  seat = await browser.seat({ origin: service.origin });
  ({ page } = seat);
  await join(page, (await newEmployer(service.world)).token);
  await describeProgramme(page);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await service?.close();
});
afterEach(() => {
  expect([seat.said, seat.violations]).toEqual([[], []]);
});

const row = (state: string) => page.getByRole('row', { name: `${year.name} ${state}` });
const stands = (text: string) => service.cluster.query('gateway',
  `UPDATE period SET ${text} WHERE label = $1`, [year.label]);

async function expectSound(name: string): Promise<void> {
  expect(await faultsInEveryLook(page, name)).toEqual([]);
  await pictureOf(page, `hr-${name}`);
}

it('the sessions of each person, while no year says them', async () => {
  await press(page, 'Change');
  await page.getByLabel('Sessions for each person and year').fill('41');
  await page.getByText('A whole number from 1 to 40.').waitFor();
  await expectSound('change-sessions');
  await page.getByLabel('Sessions for each person and year').fill('6');
  await press(page, 'Change them');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.locator('dd', { hasText: /^6 / }).waitFor();
  year = await opens(page);
  await row('Waits to be confirmed').waitFor();
  expect(await page.getByRole('button', { name: 'Change', exact: true }).count()).toBe(0);
});

it('a year that she takes back: nobody at the vault sees it, and it is opened again', async () => {
  await press(page, 'Take it back');
  await page.getByRole('dialog', { name: `Take the year ${year.name} back?` }).waitFor();
  await expectSound('take-back');
  await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
  await page.getByText(`The year ${year.name} was taken back.`).waitFor();
  await row('Taken back').waitFor();
  const waits = () => service.cluster.query('vault', 'SELECT FROM terms_proposal');
  expect(await waits()).toEqual([]);
  await expectSound('taken-back');
  await press(page, 'Change');
  await press(page, 'Leave them as they are');
  expect(await opens(page)).toEqual(year);
  await page.getByText(`The year ${year.name} waits to be confirmed.`).waitFor();
  expect(await waits()).toHaveLength(1);
});

it('what it reads of each reason that a year can come to nothing: why, and what to do', async () => {
  const read = new Set<string>();
  for (const reason of TERMS_REFUSALS) {
    await stands(`refused_on = '2020-01-01', refused_reason = '${reason}'`);
    await page.reload();
    const notice = page.locator('.notice', { hasText: 'Nobody has a letter of it' });
    const words = await notice.innerText();
    expect(words).toMatch(/Programme|contact at Sotto|create a new programme/);
    if (reason.startsWith('declined-')) await row('Declined').waitFor();
    read.add(words);
  }
  expect(read.size).toBe(TERMS_REFUSALS.length);
});

it('a year that nobody confirmed until it was over reads as that, not as one that was held', async () => {
  await stands(`refused_on = NULL, refused_reason = NULL,
    opens = opens - 800, closes = closes - 800`);
  await page.reload();
  await row('Never confirmed – –').waitFor();
  expect(await page.getByText('waits to be confirmed').count()).toBe(0);
});
