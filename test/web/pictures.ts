import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';

const FOLDER = process.env['SOTTO_PICTURES_IN'] ?? 'docs/pictures';

/** Whether pictures are asked for. */
export const PICTURED = process.env['SOTTO_PICTURES'] === '1';

/** A picture of a screen for the documentation, when SOTTO_PICTURES=1 asks for it. */
export async function pictureOf(page: Page, name: string): Promise<void> {
  if (!PICTURED) return;
  mkdirSync(FOLDER, { recursive: true });
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    scrollTo(0, 0);
  });
  await page.screenshot({ path: `${FOLDER}/${name}.png`, fullPage: true });
}
