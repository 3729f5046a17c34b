import { randomBytes } from 'node:crypto';
import { toQuintets, writeGroups } from '#pseudonym/crockford';
import type { Page } from 'playwright-core';
import { faultsInEveryLook } from './accessible.ts';
import { openBrowser, type OpenedBrowser, type Seat } from './browser.ts';
import { choosePassword, newEmployer, press } from './hr.person.ts';
import { pictureOf } from './pictures.ts';
import { openService, type WebService } from './service.ts';

/** How somebody gets in who was invited, whatever is left of her link; and how a team is told. */

const LETTER_CODE = writeGroups(toQuintets(randomBytes(13))).join('-');

let service: WebService;
let browser: OpenedBrowser;
let seat: Seat;
let page: Page;
beforeAll(async () => {
  [service, browser] = await Promise.all([openService(), openBrowser()]);
  seat = await browser.seat({ origin: service.origin });
  ({ page } = seat);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await service?.close();
});
afterEach(() => {
  expect([seat.said, seat.violations]).toEqual([[], []]);
});

async function looksSound(name: string): Promise<void> {
  expect(await faultsInEveryLook(page, name)).toEqual([]);
  await pictureOf(page, `hr-${name}`);
}

it('the page without a link says what to do, and takes the link in whatever form it is pasted', async () => {
  const { token } = await newEmployer(service.world);
  await page.goto('/hr');
  await page.getByRole('heading', { name: 'First time here?' }).waitFor();
  await page.getByText('Open the whole link of your invitation').waitFor();
  await page.getByLabel('Link of your invitation').fill(`${service.origin}/hr/join`);
  await press(page, 'Go on');
  await page.getByText('There is no invitation in this. Copy the whole link').waitFor();
  await page.getByLabel('Link of your invitation').fill(LETTER_CODE);
  await page.getByText('This is the code of a letter.').waitFor();
  await looksSound('first-time');
  await page.getByLabel('Link of your invitation')
    .fill(`Your link: ${service.origin}/hr/join#${token.slice(0, 50)}\n ${token.slice(50)}`);
  await press(page, 'Go on');
  await choosePassword(page);
  await press(page, 'Sign out');
});

it('a link that lost its middle, and one pasted where the token goes, open the account too', async () => {
  const first = await newEmployer(service.world);
  await page.goto('about:blank');
  await page.goto(`/hr#${first.token}`);
  await choosePassword(page);
  await press(page, 'Sign out');
  const second = await newEmployer(service.world);
  await page.goto('/hr/join#%');
  await page.getByLabel('Invitation', { exact: true }).fill(`${service.origin}/hr/join#${second.token}`);
  await choosePassword(page);
  await press(page, 'Sign out');
});

it('a team is told on every screen that operators let somebody in', async () => {
  const { email, token } = await newEmployer(service.world);
  await page.goto('about:blank');
  await page.goto(`/hr/join#${token}`);
  await choosePassword(page);
  // What two operators do is seen in the month's test; here it is only how a page tells of it.
  await service.cluster.query('gateway',
    `INSERT INTO hr_action (id, employer_id, number, operators, action, subject, done_at)
     SELECT gen_random_uuid(), employer_id, 1000, 'anna, ben', 'OPERATORS_LET_IN', email, now()
     FROM hr_user WHERE email = $1`, [email]);
  await page.reload();
  await page.getByText(`The service let ${email} administrate your team.`).waitFor();
  await page.getByText('Two of its operators (anna, ben) did so').waitFor();
  await looksSound('let-in');
  await page.getByRole('link', { name: 'Team activity' }).first().click();
  await page.getByText('operators: anna, ben').waitFor();
});

it('an invitation to hand over, and a team of two', async () => {
  await page.getByRole('navigation').getByRole('link', { name: 'Team', exact: true }).click();
  await page.getByLabel('Work e-mail').fill('ada@fernside.example');
  await press(page, 'Make an invitation');
  // As it is handed over: whole, with what opens the account behind the address of the page.
  const link = async () => {
    const whole = await page.locator('.link-to-copy').textContent() ?? '';
    expect(whole.startsWith(`${service.origin}/hr/join#`)).toBe(true);
    return whole;
  };
  const invited = await link();
  await looksSound('invited');
  const ada = await browser.seat({ origin: service.origin });
  await ada.page.goto(invited);
  await choosePassword(ada.page);
  await press(page, 'Done');
  await page.getByRole('button', { name: 'New password for ada@fernside.example' }).click();
  await page.getByText('A new password for ada@fernside.example').waitFor();
  const reset = await link();
  await looksSound('team');
  await ada.page.goto('about:blank');
  await ada.page.goto(reset);
  await choosePassword(ada.page, 'seven green umbrellas dance');
  await ada.context.close();
});
