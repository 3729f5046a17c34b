import type { Page } from 'playwright-core';
import { openBrowser, type OpenedBrowser } from './browser.ts';
import { pictureOf } from './pictures.ts';
import { openReadyService, type ReadyService } from './ready.ts';
import { settle, signInAs } from './sign-in.ts';

/** Every table of the two consoles, on a phone and on a desk: what is cut off shows a sign. */

let service: ReadyService;
let browser: OpenedBrowser;
beforeAll(async () => {
  service = await openReadyService();
  browser = await openBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

const SCREENS = {
  hr: ['/programme', '/invoices', '/usage', '/team', '/activity', '/account'],
  therapist: ['/payouts', '/profile', '/account'],
} as const;

interface Seen {
  readonly name: string;
  readonly isCut: boolean;
  readonly shades: number;
  readonly moved: boolean;
  readonly overlaps: number;
}

/** What a person could tell of each table: whether it goes on, and that the keyboard gets there. */
async function tablesOf(page: Page): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const frame of await page.locator('.table-frame').all()) {
    if (!await frame.isVisible()) continue;
    await frame.focus();
    const before = await frame.evaluate((one) => {
      one.scrollLeft = 0;
      const cells = [...one.querySelectorAll('th, td')].map((cell) => cell.getBoundingClientRect());
      const overlaps = cells.filter((a, at) => cells.some((b, other) => other > at
        && a.left < b.right - 1 && b.left < a.right - 1
        && a.top < b.bottom - 1 && b.top < a.bottom - 1));
      return {
        name: document.getElementById(one.getAttribute('aria-labelledby') ?? '')?.textContent ?? '',
        isCut: one.scrollWidth > one.clientWidth + 1, overlaps: overlaps.length,
        shades: getComputedStyle(one).backgroundImage.split('linear-gradient').length - 1,
        isFocused: document.activeElement === one,
      };
    });
    expect(before.isFocused).toBe(true);
    if (before.isCut) await page.keyboard.press('ArrowRight');
    // A browser scrolls by and by: on a busy machine it begins some frames later.
    const moved = before.isCut && await page.waitForFunction(
      (one) => (one?.scrollLeft ?? 0) > 0, await frame.elementHandle(),
    ).then(() => true, () => false);
    seen.push({ ...before, moved });
  }
  return seen;
}

it.each([['hr', 'light'], ['hr', 'dark'], ['therapist', 'light'], ['therapist', 'dark']] as const)(
  '%s in %s: a table that goes on at its side says so, has a name and scrolls by the keyboard',
  async (surface, colours) => {
    const seat = await browser.seat({ origin: service.origin, colours });
    const { page } = seat;
    await page.goto(`/${surface}`);
    await settle(page);
    const { hr, therapist } = service.ready;
    const code = hr.recoveryCodes[colours === 'light' ? 0 : 1];
    await (surface === 'hr' ? signInAs(seat, hr.email, hr.password, code)
      : signInAs(seat, therapist.login, therapist.password, therapist.app.recovery()));
    let cut = 0;
    for (const path of SCREENS[surface]) {
      await page.evaluate((to) => { history.pushState(null, '', to); }, `/${surface}${path}`);
      await settle(page);
      for (const width of [320, 390, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        for (const { name, isCut, shades, moved, overlaps } of await tablesOf(page)) {
          expect(name).not.toBe('');
          expect([path, width, name, overlaps]).toEqual([path, width, name, 0]);
          if (!isCut) continue;
          cut += 1;
          expect([path, width, name, shades, moved]).toEqual([path, width, name, 4, true]);
        }
        await pictureOf(page, `table${path.replaceAll('/', '-')}-${colours}-${width}`);
      }
    }
    if (surface === 'hr') expect(cut).toBeGreaterThan(0);
  }, 120_000);
