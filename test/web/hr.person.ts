import { randomUUID } from 'node:crypto';
import { written } from '#wallet/documents';
import type { Page } from 'playwright-core';
import type { World } from '../simulation/world.ts';

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

/** A new customer, as the operator creates one. */
export async function newEmployer({ stage }: World): Promise<NewEmployer> {
  const email = `owner-${randomUUID().slice(0, 8)}@fernside.example`;
  const { createEmployer } = await stage.gatewayOperator.ask(written<{
    createEmployer: { employerId: string; invitationToken: string };
  }>(`mutation ($input: CreateEmployerInput!) { createEmployer(input: $input) {
       ... on EmployerCreated { employerId invitationToken } } }`),
  { input: { name: 'Fernside', currency: 'EUR', ownerEmail: email, country: 'DE' } });
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

/** Accept an invitation by its link. */
export async function join(page: Page, token: string): Promise<void> {
  await page.goto(`/hr/join#${encodeURIComponent(token)}`);
  await page.getByLabel('Choose a password').fill(PASSWORD);
  await press(page, 'Set password and sign in');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
}

/** Fill in e-mail and password, and send them. */
export async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('Work e-mail').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await press(page, 'Sign in');
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

/** Open the quarter that can be opened first; gives its label. */
export async function openQuarter(page: Page): Promise<string> {
  const button = page.getByRole('button', { name: /^Open \d{4}-Q\d$/ }).first();
  const label = (await button.textContent() ?? '').replace('Open ', '');
  await button.click();
  await page.getByLabel(/^Type/).fill(label);
  await press(page, 'Open the quarter');
  await page.getByText(`Quarter ${label} is open.`).waitFor();
  return label;
}
