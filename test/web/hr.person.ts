import { randomUUID } from 'node:crypto';
import { written } from '#wallet/documents';
import type { Page } from 'playwright-core';
import { Authenticator } from '../../demo/story/authenticator.ts';
import type { World } from '../simulation/world.ts';
import type { Seat } from './browser.ts';

/*
 * What a person does at the HR dashboard, as she does it: by what the screen says.
 */

/** The password of everybody here. */
export const PASSWORD = 'three unrelated words';

/** Headcounts of 155 people in two reporting blocks. */
export const HEADCOUNTS = 'site,department,headcount\nBerlin,Care,70\nBerlin,IT,20\nMadrid,Sales,65\n';

interface NewEmployer {
  readonly id: string;
  readonly email: string;
  /** What the operator hands to the owner. */
  readonly token: string;
}

/** A new customer, as the operator creates one; `more` is said besides of its contract. */
export async function newEmployer({ scenario }: World, more: object = {}): Promise<NewEmployer> {
  const email = `owner-${randomUUID().slice(0, 8)}@fernside.example`;
  const { createEmployer } = await scenario.gatewayOperator.ask(written<{
    createEmployer: { employerId: string; invitationToken: string };
  }>(`mutation ($input: CreateEmployerInput!) { createEmployer(input: $input) {
       ... on EmployerCreated { employerId invitationToken } } }`),
  { input: { name: 'Fernside', currency: 'EUR', ownerEmail: email, country: 'DE',
    ...more } });
  return { id: createEmployer.employerId, email, token: createEmployer.invitationToken };
}

/** Press a button by what it says. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name, exact: typeof name === 'string' }).first().click();
}

/** Go to a screen by the bar, and wait for its heading. */
export async function open(page: Page, link: string, heading = link): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: link, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
}

/** Authenticators of those who sit at a page. */
const apps = new WeakMap<Page, Authenticator>();

/** Accept an invitation by its link; whoever administrates sets up an authenticator first. */
export async function join(page: Page, token: string): Promise<void> {
  await page.goto(`/hr/join#${encodeURIComponent(token)}`);
  await choosePassword(page);
}

/** The rest of joining, from the page that asks for a password. */
export async function choosePassword(page: Page, password = PASSWORD): Promise<void> {
  await page.getByLabel('Choose a password').fill(password);
  await press(page, 'Set password and sign in');
  const first = page.getByRole('heading', { level: 1, name: 'Set up a second factor' });
  const overview = page.getByRole('heading', { level: 1, name: 'Overview' });
  await first.or(overview).first().waitFor();
  if (await first.count() > 0) await setUpApp(page, password);
  await overview.waitFor();
}

/** Set up an authenticator where the page offers one; gives its recovery codes. */
export async function setUpApp(page: Page, password = PASSWORD): Promise<string[]> {
  await page.locator('.code-form').getByLabel('Present password', { exact: true }).fill(password);
  await press(page, 'Set up a second factor');
  await page.getByText('Or type the secret').click();
  const typed = await page.locator('.secret-to-type').textContent() ?? '';
  apps.set(page, new Authenticator(typed.replaceAll(' ', '')));
  await page.getByLabel('Code of the app').fill(await codeOf(page));
  await press(page, 'Switch it on');
  await page.getByText('They are shown this once.').waitFor();
  const recovery = await page.locator('.recovery li').allTextContents();
  await press(page, 'I have kept them');
  return recovery;
}

/** A code of the authenticator of whoever sits at a page, by the service's time. */
export async function codeOf(page: Page): Promise<string> {
  const answer = await page.request.get('/time');
  const { now } = await answer.json() as { now: string };
  return apps.get(page)?.code(new Date(now)) ?? '';
}

/** Fill in e-mail and password, and send them. */
export async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('Work e-mail').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await press(page, 'Sign in');
}

/** The same, with a code of the authenticator that was set up at this page. */
export async function signInByApp(page: Page, email: string): Promise<void> {
  await signIn(page, email);
  await page.getByLabel('Code of your authenticator app').fill(await codeOf(page));
  await press(page, 'Sign in');
  await page.getByRole('navigation').waitFor();
}

/** Choose a file of headcounts. */
export async function chooseFile(page: Page, csv: string): Promise<void> {
  await page.getByLabel('CSV file of headcounts').setInputFiles({
    name: 'headcounts.csv', mimeType: 'text/csv', buffer: Buffer.from(csv),
  });
}

/** Describe a programme of 155 people. */
export async function describeProgramme(page: Page, name = 'Care for everyone'): Promise<void> {
  await open(page, 'Programme', 'New programme');
  await page.getByLabel('Name').fill(name);
  await chooseFile(page, HEADCOUNTS);
  await press(page, 'Create the programme');
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

/** What the buttons say: `Open May 2026 – April 2027`, or `Open January – December 2027`. */
export const OPENS_A_YEAR = /^Open \p{L}+( \d{4})? – \p{L}+ \d{4}$/u;

/** A programme year as the page calls it, and its label. */
export interface ShownYear {
  readonly name: string;
  readonly label: string;
}

/** The year that can be opened first: what is to be typed stands on the page. */
export async function askToOpen(page: Page): Promise<ShownYear> {
  const button = page.getByRole('button', { name: OPENS_A_YEAR }).first();
  const name = (await button.textContent() ?? '').replace('Open ', '');
  await button.click();
  const words = await page.locator('label', { hasText: /^Type/ }).textContent() ?? '';
  return { name, label: /“(.+)”/.exec(words)?.[1] ?? '' };
}

/** It is opened, after what is done before, and goes on as the vault has it. */
export async function opens(
  page: Page, before: (label: string) => Promise<unknown> = () => Promise.resolve(),
): Promise<ShownYear> {
  const year = await askToOpen(page);
  await before(year.label);
  await page.getByLabel(/^Type/).fill(year.label);
  await press(page, 'Open the year');
  return year;
}

/** Open it, with a vault that confirms it. */
export async function openYear(page: Page): Promise<ShownYear> {
  const year = await opens(page);
  await page.getByText(`The year ${year.name} is open.`).waitFor();
  return year;
}

/** A code of the app that has not six digits is told by how many, and is not sent. */
export async function refusesShortCodes({ page, sent }: Pick<Seat, 'page' | 'sent'>): Promise<void> {
  const asked = sent.length;
  for (const [typed, told] of [['12345', '1 is missing.'], ['12 34', '2 are missing.'],
    ['1234567', '1 is too many.'], ['１２３', '3 are missing.']] as const) {
    await page.getByLabel('Code of the app').fill(typed);
    await press(page, 'Switch it on');
    await page.getByText(`A code of the app has six digits. ${told}`).waitFor();
  }
  expect(sent.slice(asked).filter(({ method }) => method === 'POST')).toEqual([]);
}
