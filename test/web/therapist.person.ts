import { randomBytes } from 'node:crypto';
import { toQuintets, writeGroups } from '#pseudonym/crockford';
import { newPhrase } from '#pseudonym/phrase';
import { written } from '#wallet/documents';
import type { Locator, Page } from 'playwright-core';
import { Authenticator } from '../../demo/story/authenticator.ts';
import { givenPassword, type SignInWords } from '../../demo/story/therapist-door.ts';
import type { World } from '../simulation/world.ts';
import { daysAfter } from '#calendar/days';
import { readPeriod, reportOn } from '#calendar/periods';
import type { TestCluster } from '#local/testing';
import { PICTURED, pictureOf } from './pictures.ts';
import { spendAll } from './spent-all.ts';

const WIDTHS = { desktop: 1280, phone: 390 } as const;

/** The password that somebody chooses here who was given a first one. */
export const OWN_PASSWORD = 'amber kites over nine harbours';

/** A therapist whom the operator has just registered, with the password that was printed. */
export async function newcomer(
  { scenario }: World, name = 'Nora Newcomer',
): Promise<{ login: string; password: string }> {
  const { registerProvider: made } = await scenario.vaultOperator.ask(
    written<{ registerProvider: { login: string; initialPassword: string | null } }>(
      `mutation ($input: RegisterProviderInput!) { registerProvider(input: $input) {
      __typename ... on ProviderRegistered { login initialPassword } } }`),
    { input: {
      idempotencyKey: crypto.randomUUID(), name, languages: ['en'],
      specialities: ['GRIEF'], modalities: ['PHONE'], gender: 'FEMALE', timeZone: 'Europe/Madrid',
      meeting: { phone: '+34 910 000 000' },
      licences: [{ jurisdiction: 'ES', number: 'M-1', expires: '2031-01-01' }] } });
  return { login: made.login,
    password: await givenPassword(scenario.vaultOperator, made.login, made.initialPassword) };
}

/** Open the console and sign in by keyboard alone, by a recovery code of hers. */
export async function signInAt(page: Page, words: SignInWords): Promise<void> {
  await giveWords(page, words);
  await page.getByLabel(/^(Code of your authenticator app|Código de su aplicación)/)
    .fill(words.app?.recovery() ?? '');
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').waitFor();
}

/** The same for the first time: a password of her own, and an authenticator. */
export async function joinAt(page: Page, first: SignInWords): Promise<Authenticator> {
  await giveWords(page, first);
  await page.getByLabel('New password').fill(OWN_PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Set up a second factor' }).waitFor();
  const app = await setUpAppAt(page, OWN_PASSWORD);
  await page.getByRole('navigation').waitFor();
  return app;
}

/** Set up an authenticator where the page offers one. */
export async function setUpAppAt(page: Page, password: string): Promise<Authenticator> {
  await page.locator('.code-form').getByLabel('Present password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Set up a second factor', exact: true }).click();
  await page.getByText('Or type the secret').click();
  const typed = await page.locator('.secret-to-type').textContent() ?? '';
  const app = new Authenticator(typed.replaceAll(' ', ''));
  const { now } = await (await page.request.get('/time')).json() as { now: string };
  await page.getByLabel('Code of the app').first().fill(app.code(new Date(now)));
  await page.getByRole('button', { name: 'Switch it on', exact: true }).click();
  await page.getByText('They are shown this once.').waitFor();
  app.keep(await page.locator('.recovery li').allTextContents());
  await page.getByRole('button', { name: 'I have kept them', exact: true }).click();
  return app;
}

/** Open the console and send login and password. */
export async function giveWords(page: Page, words: SignInWords): Promise<void> {
  await page.goto('/therapist');
  await page.getByLabel(/^(Login|Usuario)$/).focus();
  await page.keyboard.type(words.login);
  await page.keyboard.press('Tab');
  await page.keyboard.type(words.password);
  await page.keyboard.press('Enter');
}

/** Go to a screen by its link. */
export async function visit(page: Page, link: string, heading = link): Promise<void> {
  await page.getByRole('link', { name: link, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
}

/** Keep a picture of a screen, on a desk and on a phone, when SOTTO_PICTURES asks for it. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!PICTURED) return;
  for (const [device, width] of Object.entries(WIDTHS)) {
    await page.setViewportSize({ width, height: 860 });
    await pictureOf(page, `therapist-${name}-${device}`);
  }
  await page.setViewportSize({ width: WIDTHS.desktop, height: 860 });
}

/** The credit that was redeemed for this day is moved about its year, out of it, and back. */
export async function correctsSlip(page: Page, day: string, label: string): Promise<void> {
  const year = readPeriod(label)!;
  const { last } = year;
  const first = reportOn(year, day)!.opens;
  const dialog = page.getByRole('dialog');
  const correct = () => dialog.getByRole('button', { name: 'Correct it' }).click();
  const open = async (to: string) => {
    await page.getByRole('button', { name: /^Correct the session of/ }).click();
    await dialog.getByLabel('Day of the session').fill(to);
    await correct();
  };
  const listed = (section: string | RegExp) =>
    page.getByRole('region', { name: section }).getByText('Paper credit').waitFor();
  await open(last);
  await listed('Coming up');
  await page.reload();
  await listed('Coming up');
  await open(daysAfter(last, 1));
  await dialog.getByRole('alert').filter({ hasText: 'This day does not fit' }).waitFor();
  await picture(page, 'correct-bearer');
  await dialog.getByLabel('Day of the session').fill(first);
  await correct();
  await listed(/earlier sessions? to confirm/);
  await open(day);
  await listed('Sessions today');
}

/** While credits of its period are forged nobody's is taken, and this one is not used up by it. */
export async function redeemsWhenItMay(page: Page, cluster: TestCluster): Promise<void> {
  const putRight = await spendAll(cluster);
  const redeem = page.getByRole('button', { name: 'Redeem credit' });
  await redeem.click();
  await page.getByText('No credit can be redeemed now').waitFor();
  await page.getByText('The credit was not used. Try again tomorrow.').waitFor();
  await putRight();
  await redeem.click();
}

/** What is no credit is told as what it is, where a credit is redeemed. */
export async function givesOtherCodes(page: Page): Promise<void> {
  const letter = writeGroups(toQuintets(randomBytes(13))).join('-');
  for (const [given, what] of [[letter, 'the code of a letter'],
    [newPhrase(), 'the twelve words of an employee']] as const) {
    await page.getByLabel('Code of the credit').fill(given);
    await page.getByRole('button', { name: 'Redeem credit' }).click();
    await page.getByRole('alert').filter({ hasText: 'This is no credit' })
      .filter({ hasText: what }).waitFor();
  }
}

/** Languages with a slip, then without, and one more speciality. */
export async function changesProfile(page: Page): Promise<void> {
  await visit(page, 'Profile');
  const languages = page.getByLabel('Languages');
  const save = page.getByRole('button', { name: 'Save profile' });
  await languages.fill('en, xx');
  await save.click();
  await page.getByText('There is no language “xx”: nothing was saved.').waitFor();
  expect(await languages.getAttribute('aria-invalid')).toBe('true');
  await languages.fill('en, de, EN');
  const directions = page.getByLabel('How to find it (optional)');
  const way = 'x'.repeat(290) + 'then turn left, ring twice';
  await directions.fill(way);
  await page.getByText('16 characters too many: shorten it.').waitFor();
  await save.click();
  expect(await directions.inputValue()).toBe(way);
  expect(await page.getByRole('status').filter({ hasText: 'Saved' }).count()).toBe(0);
  await directions.fill('Second floor');
  await page.getByLabel('Anxiety').setChecked(true);
  await save.click();
  await page.getByRole('status')
    .filter({ hasText: 'Saved: the directory shows it within minutes' }).waitFor();
  // What stands in the form now is not what was saved.
  await languages.fill('e');
  await save.click();
  expect(await page.getByText('Saved: the directory shows it within minutes').count()).toBe(0);
  await languages.fill('en, de');
  await picture(page, 'profile');
}

/** A dialog is left by Escape, time and again, and each time all is as it was. */
export async function leavesByEscape(page: Page, open: () => Promise<void>): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) {
    await open();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  }
}

/** Today shows what was redeemed from the first sight on, and not what it was before. */
export async function seesRedeemedAtOnce(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Confirm it on Today' }).click();
  await page.getByRole('heading', { name: 'Sessions today' }).waitFor();
  expect(await page.getByText('Paper credit').count()).toBeGreaterThan(0);
}

/** A list has so many, and no more. */
export async function hasSoMany(list: Locator, count: number): Promise<void> {
  if (count > 0) await list.nth(count - 1).waitFor();
  await list.nth(count).waitFor({ state: 'detached' });
}
