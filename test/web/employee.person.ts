import type { Page } from 'playwright-core';

/*
 * What a person does at the employee portal, as she does it: by what the screen says.
 */

/** The passphrase of every device here. */
export const PASSPHRASE = 'three unrelated words';

/** Press a button by what it says. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name, exact: typeof name === 'string' }).first().click();
}

/** Wait for a screen by its heading. */
export async function reach(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
}

/** The first steps with a letter's code, up to the passphrase. Gives the twelve words. */
export async function enterCode(page: Page, code: string): Promise<string[]> {
  await press(page, 'I have a letter with a code');
  await page.getByLabel('Code from your letter').fill(code);
  await press(page, 'Go on');
  return learnWords(page);
}

/** Twelve words are shown, written down and asked for. */
export async function learnWords(page: Page): Promise<string[]> {
  await reach(page, 'Twelve words');
  const words = await page.locator('.words li').allTextContents();
  await press(page, 'I have written them down');
  for (let asked = 0; asked < 3; asked += 1) {
    await page.getByRole('status').filter({ hasText: `Question ${asked + 1}` }).waitFor();
    const question = await page.locator('#question').textContent();
    await press(page, words[Number(/\d+/.exec(question ?? '')?.[0]) - 1] ?? '');
  }
  return words;
}

/** Type the passphrase of a device, twice. */
export async function typePassphrase(page: Page): Promise<void> {
  await page.getByLabel('Passphrase for this device').fill(PASSPHRASE);
  await page.getByLabel('The same again').fill(PASSPHRASE);
}

/** Choose the passphrase of a device. */
export async function choosePassphrase(page: Page): Promise<void> {
  await typePassphrase(page);
  await press(page, 'Lock and go on');
}

/** From the first screen to a wallet with sessions. Gives the twelve words. */
export async function fillWallet(page: Page, code: string): Promise<string[]> {
  await page.goto('/employee');
  const words = await enterCode(page, code);
  await choosePassphrase(page);
  await page.getByText('sessions are on this device').waitFor();
  await press(page, 'Go on');
  await reach(page, 'Your sessions');
  return words;
}

/** Agree to the text and get to the three questions. */
export async function agree(page: Page): Promise<void> {
  await press(page, 'Find a time');
  await page.getByLabel('I have read this and agree').check();
  await press(page, 'Agree and find a time');
  await reach(page, 'Three questions');
}

/** From the three questions to the first time that suits. */
export async function chooseFirstTime(page: Page): Promise<void> {
  await press(page, 'Show the earliest times');
  await page.locator('.time').first().click();
  await reach(page, 'Book this time?');
}

/** Book the first time that suits. */
export async function bookFirstTime(page: Page): Promise<void> {
  await chooseFirstTime(page);
  await press(page, 'Book with one session');
  await reach(page, 'Booked');
}

/** Open the wallet again. */
export async function unlock(page: Page): Promise<void> {
  await page.getByLabel('Passphrase of this device').fill(PASSPHRASE);
  await press(page, 'Unlock');
  await reach(page, 'Your sessions');
}

/** How many sessions the first screen says are left. */
export async function sessionsLeft(page: Page): Promise<number> {
  return Number(await page.locator('.left-number').textContent());
}
