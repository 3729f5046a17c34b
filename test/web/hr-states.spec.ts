import type { Page } from 'playwright-core';
import { Secret, TOTP } from 'otpauth';
import { printedLetters } from '../../demo/story/printer.ts';
import { faultsInEveryLook } from './accessible.ts';
import { hasForgotten, isReleased } from './hr-forgotten.ts';
import { openBrowser, type OpenedBrowser, type Seat } from './browser.ts';
import {
  askToOpen, chooseFile, codeOf, describeProgramme, HEADCOUNTS, join, newEmployer, open, opens,
  OPENS_A_YEAR, PASSWORD, press, refusesShortCodes, signIn, type ShownYear,
} from './hr.person.ts';
import { pictureOf } from './pictures.ts';
import { vaultConfirms } from '../../demo/story/terms.ts';
import { openService, type WebService } from './service.ts';

/**
 * What a screen of HR's shows besides its first sight: mistakes, refusals, dialogs and outcomes,
 * each in every look (light and dark, 320 and 1280 px, text at 100 and 200 per cent).
 */

let service: WebService;
let browser: OpenedBrowser;
let seat: Seat;
let page: Page;
let email: string;
beforeAll(async () => {
  [service, browser] = await Promise.all(
    [openService(undefined, { confirms: 'by-operator' }), openBrowser()]);
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

async function expectSound(name: string): Promise<void> {
  expect(await faultsInEveryLook(page, name)).toEqual([]);
  await pictureOf(page, `hr-${name}`);
}

it('an invitation, unusable and usable', async () => {
  const invited = await newEmployer(service.world);
  ({ email } = invited);
  await page.goto('/hr/join#not-a-token');
  await page.getByText('This link is not complete. Copy the whole link').waitFor();
  await page.getByLabel('Choose a password').fill('short');
  await press(page, 'Set password and sign in');
  await page.getByText('At least 12 characters, please.').waitFor();
  await page.getByLabel('Choose a password').fill('long enough for this');
  await press(page, 'Set password and sign in');
  await page.getByText('This invitation cannot be used.').waitFor();
  await expectSound('invitation-refused');
  // The whole link, opened in this tab, changes nothing but the fragment.
  await page.goto(`/hr/join#${encodeURIComponent(invited.token)}`);
  await page.getByText('This invitation cannot be used.').waitFor({ state: 'detached' });
  expect(await page.getByLabel('Invitation', { exact: true }).inputValue()).toBe(invited.token);
  await page.goto('about:blank');
  await join(page, invited.token);
});

it('a file of headcounts, faulty, too small and sound', async () => {
  await open(page, 'Programme', 'New programme');
  await page.getByLabel('Name').fill('Care for everyone');
  await chooseFile(page, 'site,department,headcount\n,IT,20\nA,B,x\nA,C,1\nA,C,1\n');
  await page.getByText('3 lines are to be mended.').waitFor();
  await expectSound('headcounts-faulty');
  await chooseFile(page,
    'site;department;headcount\nMadrid;Ventas;1,200\nMadrid;IT;70,5\nTotal;;90\n');
  await page.getByText('Is this a thousand or a fraction? Write digits only, such as 1200.').first()
    .waitFor();
  await page.getByText(/^Is this a total\? Delete the line/).waitFor();
  await chooseFile(page, '');
  await page.getByText('This file is empty. Choose another.').waitFor();
  await page.getByText('Chosen: headcounts.csv').waitFor();
  await chooseFile(page, 'PK\u0003\u0004xl/workbook.xml');
  await page.getByText(/^This is an Excel workbook/).waitFor();
  await chooseFile(page, 'site,department,name,headcount\nBerlin,IT,Annegret,1\n');
  await page.getByText(/^This looks like a list of people/).waitFor();
  await expectSound('headcounts-people');
  await page.getByLabel('CSV file of headcounts').setInputFiles({ name: 'h.csv', mimeType: 'text/csv',
    buffer: Buffer.from('site;department;headcount\nZ\u00FCrich;B\u00FCro;70\n', 'latin1') });
  await page.getByText(/^This line has letters that cannot be read/).waitFor();
  await page.getByText('Or paste the lines here').click();
  await page.getByLabel('Lines of headcounts').fill('site\tdepartment\theadcount\nA\tB\t1,200\n');
  await page.getByText('Is this a thousand or a fraction? Write digits only, such as 1200.').waitFor();
  await chooseFile(page, 'site,department,headcount\nA,B,12\n');
  await page.getByText('Too few people: 12').waitFor();
  await chooseFile(page, HEADCOUNTS);
  await page.getByText('Reports will be about these groups').waitFor();
  await expectSound('headcounts-sound');
  await open(page, 'Overview');
  await describeProgramme(page);
});

it('the typed confirmation before a year is opened', async () => {
  // A first year begins with this month or one of the three that follow.
  expect(await page.getByRole('button', { name: OPENS_A_YEAR }).count()).toBe(4);
  await askToOpen(page);
  await page.getByLabel(/^Type/).fill('something else');
  await press(page, 'Open the year');
  await page.getByText(/^This is not “/).waitFor();
  await page.getByText(/A year promises up to 1,360 sessions: 8 for each of 170 seats/).waitFor();
  await page.getByText('care goes on and no employee notices').waitFor();
  await expectSound('open-year');
  await press(page, 'Leave it closed');
});

it('a year that waits for the vault\'s operator, until she confirms it', async () => {
  const { name, label } = await opens(page);
  await page.getByText(`The year ${name} waits to be confirmed.`).waitFor();
  await page.getByText('It is due by').waitFor();
  // No other one shares its days; the next one begins where it ends.
  expect(await page.getByRole('button', { name: OPENS_A_YEAR }).count()).toBe(1);
  await service.cluster.query('gateway',
    `UPDATE period SET confirm_by = '2020-01-01' WHERE label = $1`, [label]);
  await page.reload();
  await page.getByText(/It was due by .*2020\. Ask your contact at Sotto to have it/).waitFor();
  await page.getByText(/^C-[0-9A-F]{8}$/).waitFor();
  await page.getByText('The year has begun: nobody has credits for it yet').waitFor();
  await page.getByRole('row', { name: `${name} Waits to be confirmed` }).waitFor();
  expect(await page.getByRole('link', { name: `Letters for ${name}` }).count()).toBe(0);
  await expectSound('year-waits');
  await open(page, 'Letters', 'Hand out the letters');
  await page.getByText(`The year ${name} waits to be confirmed.`).waitFor();
  expect(await page.getByRole('button', { name: 'Prepare the letters' }).count()).toBe(0);
  await open(page, 'Overview');
  await page.getByText(`The year ${name} waits to be confirmed.`).waitFor();
  const steps = page.getByRole('region', { name: 'Set up your programme' });
  await steps.getByText('Proposed: somebody who knows your contract compares it.').waitFor();
  await steps.getByText('Whoever runs the service has them made').waitFor();
  expect(await steps.getByRole('link', { name: /Open the year|Hand out the letters/ }).count()).toBe(0);
  const refuse = (on: string | null, why: string | null) => service.cluster.query('gateway',
    'UPDATE period SET refused_on = $1, refused_reason = $2 WHERE label = $3', [on, why, label]);
  await refuse('2020-01-01', 'declined-people').then(() => page.reload());
  await page.getByText(`The year ${name} was declined.`).waitFor();
  expect(await page.getByText('Last day of members’ credits').count()).toBe(0);
  await refuse(null, null).then(() => page.reload());
  const [{ id }] = await service.cluster.query<{ id: string }>(
    'gateway', 'SELECT id FROM programme') as [{ id: string }];
  await vaultConfirms(service.world.scenario, id, label);
  await open(page, 'Programme', 'Care for everyone');
  await page.getByRole('row', { name: `${name} Open` }).waitFor();
  await page.getByRole('link', { name: `Letters for ${name}` }).waitFor();
  await expectSound('year-open');
  await open(page, 'Overview');
  await page.getByText('Last day of members’ credits').waitFor();
  expect(Math.max(...await page.locator('.facts dd time').evaluateAll((times) =>
    times.map((time) => time.getBoundingClientRect().height)))).toBeLessThan(40);
  await expectSound('overview');
});

it('letters: to be made, made for a printer\'s key, handed out, and spare ones', async () => {
  await open(page, 'Letters', 'Hand out the letters');
  await page.getByText('To be made by whoever runs the service').first().waitFor();
  await expectSound('letters-to-be-made');
  await makeLetters();
  await page.reload();
  await page.getByText('Ask your print shop to read').waitFor();
  expect(await page.getByRole('row', { name: /^Berlin: Care/ }).innerText()).toMatch(
    /Made on \d+ \w+ \d{4}, to be handed out\n/);
  await press(page, 'Handed out: Berlin: IT');
  await page.getByRole('row', { name: /IT.*Handed out on/ }).waitFor();
  await press(page, 'Not after all: Berlin: IT');
  await press(page, 'Handed out: Berlin: IT');
  await page.getByLabel('How many').fill('700');
  await page.getByText('That is more than its group has left.').waitFor();
  await expectSound('letters');
  await page.getByLabel('How many').fill('2');
  await page.getByRole('combobox', { name: 'For' }).selectOption('JOINED');
  await press(page, 'Order them');
  await page.getByText('They are ordered.').waitFor();
  await page.getByRole('row', { name: /To be made.*people who joined/ }).waitFor();
  await expectSound('letters-ordered');
});

/** The operator makes the letters of the one year that there is. */
async function makeLetters(): Promise<void> {
  const [{ id, label }] = await service.cluster.query<{ id: string; label: string }>(
    'gateway', 'SELECT programme_id AS id, label FROM period') as [{ id: string; label: string }];
  await printedLetters(service.world.scenario.gatewayOperator, id, label);
}

it('a declined card, and a paid order', async () => {
  await open(page, 'Buy credits');
  await page.getByLabel('By card').check();
  await page.getByLabel('Test card').selectOption('sandbox-insufficient');
  await page.getByRole('button', { name: /^Pay / }).click();
  await page.getByText('The card was declined.').waitFor();
  await expectSound('card-declined');
  await press(page, 'Pay by invoice instead');
  await page.getByRole('button', { name: /^Order / }).click();
  await page.getByText(/^Ordered: invoice/).waitFor();
  await expectSound('ordered');
  await open(page, 'Invoices');
  await page.getByRole('tab', { name: 'Overdue' }).click();
  await page.getByText('None of these.').waitFor();
});

it('search and shortcuts', async () => {
  await page.locator('body').press('/');
  await page.getByLabel('What are you looking for?').fill('a');
  await expectSound('search');
  await page.getByLabel('What are you looking for?').fill('no such thing');
  await page.getByText(/^Nothing by that name/).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.locator('body').press('?');
  await page.getByRole('dialog').waitFor();
  await expectSound('shortcuts');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
});

let next: ShownYear;

it('a year that was opened before and forgotten: why it gives nothing, and whom to ask', async () => {
  await open(page, 'Programme', 'Care for everyone');
  next = await opens(page, (wanted) => hasForgotten(service.cluster, wanted));
  const { name } = next;
  await page.getByText(`The year ${name} gives no credits.`).waitFor();
  await page.getByText('Nobody has a letter of it, and nothing was charged').waitFor();
  await page.getByRole('button', { name: `Open ${name}` }).waitFor();
  await page.getByRole('row', { name: `${name} Gives no credits` }).waitFor();
  expect(await page.getByText(`The year ${name} is open.`).count()).toBe(0);
  expect(await page.getByRole('link', { name: `Letters for ${name}` }).count()).toBe(0);
  await expectSound('year-refused');
  await open(page, 'Letters', 'Hand out the letters');
  expect(await page.getByLabel('Year').getByRole('option').allTextContents()).not.toContain(name);
});

it('a year that was declined: why, what to correct, and that it can be opened again', async () => {
  const { name, label } = next;
  await service.cluster.query('gateway',
    `UPDATE period SET refused_reason = 'declined-people' WHERE label = $1`, [label]);
  await service.cluster.query('vault', 'DELETE FROM terms_proposal WHERE period = $1', [label]);
  await page.reload();
  await open(page, 'Programme', 'Care for everyone');
  await page.getByText(`The year ${name} was declined.`).waitFor();
  await page.getByText('Your contract is for another number of people.').waitFor();
  await page.getByRole('row', { name: `${name} Declined – –` }).waitFor();
  await expectSound('year-declined');
  expect(await opens(page)).toEqual(next);
  await page.getByRole('row', { name: new RegExp(`^${name} (?!Declined|Gives no)`) }).waitFor();
  expect(await page.getByText(`The year ${name} was declined.`).count()).toBe(0);
});

it('numbers of a year\'s first opening bear no names of groups that its second one has', async () => {
  await isReleased(service.cluster, next.label);
  await page.reload();
  await open(page, 'Usage');
  await page.getByText(/^Group 1\./).first().waitFor();
  expect(await page.getByRole('figure').getByText('Berlin').count()).toBe(0);
});

it('the second factor from its secret to a refused code', async () => {
  await page.getByRole('link', { name: 'Account', exact: true }).click();
  await press(page, 'Switch it off');
  const off = page.locator('.code-form').first();
  await off.getByLabel('Present password', { exact: true }).fill(PASSWORD);
  await off.getByLabel('Code of the app').fill(await codeOf(page));
  await press(page, 'Switch the second factor off');
  await page.getByRole('heading', { level: 1, name: 'Set up a second factor' }).waitFor();
  await expectSound('set-up-factor');
  const start = page.locator('.code-form').getByLabel('Present password', { exact: true });
  await start.fill('somebody else of hers');
  await press(page, 'Set up a second factor');
  await page.getByText('This is not your present password.').waitFor();
  await expectSound('second-factor-password');
  await start.fill(PASSWORD);
  await press(page, 'Set up a second factor');
  await page.getByText('Or type the secret').click();
  const typed = await page.locator('.secret-to-type').textContent() ?? '';
  await refusesShortCodes(seat);
  await expectSound('second-factor-short');
  await page.getByLabel('Code of the app').fill('000000');
  expect(await page.getByText('A code of the app has six digits.').count()).toBe(0);
  await press(page, 'Switch it on');
  await page.getByText(/^Not right, or used before/).waitFor();
  await expectSound('second-factor');
  const app = new TOTP({ secret: Secret.fromBase32(typed.replaceAll(' ', '')) });
  const timestamp = service.world.scenario.clock.now().getTime();
  await page.getByLabel('Code of the app').fill(app.generate({ timestamp }));
  await press(page, 'Switch it on');
  await page.getByText('They are shown this once.').waitFor();
  await expectSound('recovery-codes');
  await press(page, 'I have kept them');
  await page.getByRole('navigation').waitFor();
  await press(page, 'Sign out');
  await signIn(page, email);
  await page.getByLabel('Code of your authenticator app').fill('00000');
  await press(page, 'Sign in');
  await page.getByText('A code of the app has six digits. 1 is missing.').waitFor();
  await page.getByLabel('Code of your authenticator app').fill('000000');
  await press(page, 'Sign in');
  await page.getByText('This code is not right, or was used before.').waitFor();
  await expectSound('sign-in-code');
});
