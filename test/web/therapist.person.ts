import type { Page } from 'playwright-core';
import type { SignInWords } from '../../demo/client/therapist-door.ts';
import { PICTURED, pictureOf } from './pictures.ts';

const WIDTHS = { desktop: 1280, phone: 390 } as const;

/** Open the console and sign in by keyboard alone. */
export async function signInAt(page: Page, words: SignInWords): Promise<void> {
  await page.goto('/therapist');
  await page.getByLabel(/^(Login|Usuario)$/).focus();
  await page.keyboard.type(words.login);
  await page.keyboard.press('Tab');
  await page.keyboard.type(words.password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').waitFor();
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
