import type { Page } from 'playwright-core';
import type { Seat } from './browser.ts';
import { idle } from './idle.ts';

/** Wait until a screen has what it asked for. */
export async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await idle(page);
}

/**
 * Fill in a name and a password, whatever the console calls them, and send them by keyboard; then
 * the code, where one is given.
 */
export async function signInAs(
  { page }: Seat, name: string, password: string, code?: string,
): Promise<void> {
  await settle(page);
  await page.locator('input:not([type=password])').first().fill(name);
  await page.locator('input[type=password]').first().fill(password);
  await page.keyboard.press('Enter');
  if (code !== undefined) {
    await page.locator('input[autocomplete=one-time-code]').fill(code);
    await page.keyboard.press('Enter');
  }
  await page.locator('nav').first().waitFor();
}
