import type { Page } from 'playwright-core';
import { faultsInEveryLook, signInFaults } from './accessible.ts';
import { openBrowser, type OpenedBrowser, type Seat } from './browser.ts';
import { openReadyService, type ReadyService } from './ready.ts';
import { settle, signInAs } from './sign-in.ts';

/**
 * Every screen of the two consoles that has an address, in every look: light and dark, 320 and
 * 1280 px, text at 100 and 200 per cent. No fault that axe or the checks beside it know, no
 * violation of the policy, nothing in the console.
 */

const HR = [
  '/', '/programme', '/letters', '/credits', '/invoices', '/usage', '/team', '/activity',
  '/account', '/unseen', '/nothing-here',
];
const THERAPIST = [
  '/', '/referrals', '/messages', '/availability', '/redeem', '/claims', '/payouts', '/profile',
];

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

/** Change the route as a link does: the page keeps what only it knows. */
async function route(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => { history.pushState(null, '', to); }, path);
  await settle(page);
}

function expectQuiet({ violations, said }: Seat): void {
  expect(violations).toEqual([]);
  expect(said).toEqual([]);
}

const PAINTED_MS = 180_000;

it('HR', async () => {
  const seat = await browser.seat({ origin: service.origin });
  await seat.page.goto('/hr');
  await settle(seat.page);
  const faults = await faultsInEveryLook(seat.page, 'sign-in');
  expect(await signInFaults(seat.page)).toEqual([]);
  const { email, password, recoveryCodes } = service.ready.hr;
  await signInAs(seat, email, password, recoveryCodes[0]);
  for (const path of HR) {
    await route(seat.page, `/hr${path}`);
    faults.push(...await faultsInEveryLook(seat.page, path));
  }
  expect(faults).toEqual([]);
  expectQuiet(seat);
}, PAINTED_MS);

it('therapist', async () => {
  const seat = await browser.seat({ origin: service.origin });
  await seat.page.goto('/therapist');
  await settle(seat.page);
  const faults = await faultsInEveryLook(seat.page, 'sign-in');
  expect(await signInFaults(seat.page)).toEqual([]);
  const { login, password, app } = service.ready.therapist;
  await signInAs(seat, login, password, app.recovery());
  for (const path of THERAPIST) {
    await route(seat.page, `/therapist${path}`);
    faults.push(...await faultsInEveryLook(seat.page, path));
  }
  expect(faults).toEqual([]);
  expectQuiet(seat);
}, PAINTED_MS);
