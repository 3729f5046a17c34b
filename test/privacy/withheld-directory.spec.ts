import type { Page } from 'playwright-core';
import { fillWallet, press, reach, unlock } from '../web/employee.person.ts';
import { employeePortal } from '../web/employee.portal.ts';
import { stopTime } from '../web/page-time.ts';

/*
 * Whoever serves the directory, or sees its 100 kB pass, can keep it from a page when everybody is
 * given it. A page that asked again when somebody looks for a time would say that she does.
 */

const portal = employeePortal();
const DIRECTORY = '**/signed/directory.json';

/** Somebody whose wallet is opened while the directory is kept from her; how often she asked. */
async function withoutDirectory() {
  const seat = await portal.sit();
  const { page, context } = seat;
  await page.clock.install();
  let isHeld = true;
  await context.route(DIRECTORY, (route) => (isHeld
    ? route.fulfill({ status: 503, body: '' }) : route.fallback()));
  await fillWallet(page, portal.nextCode());
  await press(page, 'Find a time');
  await page.getByLabel('I have read this and agree').check();
  await press(page, 'Agree and find a time');
  await reach(page, 'Find a time');
  await page.reload();
  await unlock(page);
  await stopTime(page);
  const asked = () => seat.sent.filter(({ url }) => url.endsWith('/directory.json')).length;
  return { page, context, asked, letPass: () => { isHeld = false; } };
}

/** She sees that there is none, goes back, and looks again. */
async function lookForTimes(page: Page): Promise<void> {
  for (const look of ['first', 'second']) {
    await press(page, 'Find a time');
    await reach(page, 'Find a time');
    await page.locator('main .notice').first().waitFor();
    await press(page, look === 'first' ? 'Back' : 'Appointments');
    await reach(page, 'Your sessions');
  }
}

it('is asked for again by the clock, whatever is done meanwhile, and then there are times', async () => {
  const { page, context, asked, letPass } = await withoutDirectory();
  const before = asked();
  await lookForTimes(page);
  expect(asked()).toBe(before);
  const again = context.waitForEvent('request', (request) =>
    request.url().endsWith('/directory.json'));
  await page.clock.runFor(60_000);
  await again;
  expect(asked()).toBe(before + 1);
  await press(page, 'Find a time');
  await reach(page, 'Find a time');
  letPass();
  await page.clock.runFor(60_000);
  await reach(page, 'Three questions');
  expect(asked()).toBe(before + 2);
  await page.clock.runFor(180_000);
  expect(asked()).toBe(before + 2);
  await context.close();
});
