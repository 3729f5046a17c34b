import type { Page } from 'playwright-core';

/**
 * Wait until a screen has what it asked for, by what it shows: pages whose requests leave in random
 * beats are never without one for long, and a browser says that the network is idle once for each
 * page that it loads, and not for the screens that follow.
 */
export async function idle(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => {
    requestAnimationFrame(() => { requestAnimationFrame(resolve); });
  }));
  await page.waitForFunction(() => {
    const said = [...document.querySelectorAll('[role=status]')].map((one) => one.textContent ?? '');
    const busy = 'progress:not(.checklist progress), button[aria-busy=true]';
    return !document.querySelector(busy)
      && !said.some((text) => text.endsWith('…') || /^(Loading|Cargando)$/.test(text));
  });
}
