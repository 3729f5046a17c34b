import type { Page } from 'playwright-core';

/**
 * Wait until a screen has what it asked for, by what it shows: pages whose requests leave in random
 * beats are never without one for long.
 */
export async function idle(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => {
    requestAnimationFrame(() => { requestAnimationFrame(resolve); });
  }));
  await page.waitForFunction(() => {
    const said = [...document.querySelectorAll('[role=status]')].map((one) => one.textContent ?? '');
    return !document.querySelector('progress, button[aria-busy=true]')
      && !said.some((text) => text.endsWith('…') || /^(Loading|Cargando)$/.test(text));
  });
}
