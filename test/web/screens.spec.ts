import type { Page } from 'playwright-core';
import { faultsInEveryLook, signInFaults } from './accessible.ts';
import { openBrowser, type OpenedBrowser, type Seat } from './browser.ts';
import { openReadyService, type ReadyService } from './ready.ts';

/**
 * Every screen that has an address, in every look: light and dark, 320 and 1280 px, text at 100 and
 * 200 per cent. No fault that axe or the checks beside it know, no violation of the policy, nothing
 * in the console.
 */

const HR = [
  '/', '/programme', '/letters', '/credits', '/invoices', '/usage', '/team', '/activity',
  '/account', '/unseen', '/nothing-here',
];
const THERAPIST = [
  '/', '/referrals', '/availability', '/redeem', '/claims', '/payouts', '/profile',
];
const EMPLOYEE = ['/', '/start', '/return', '/who', '/leaving'];

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

/** Wait until the screen has what it asked for. */
async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForLoadState('networkidle');
}

/** Change the route as a link does: the page keeps what only it knows. */
async function route(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => { history.pushState(null, '', to); }, path);
  await settle(page);
}

function expectQuiet({ violations, said }: Seat): void {
  expect(violations).toEqual([]);
  expect(said).toEqual([]);
}

async function signInAs(seat: Seat, name: string, password: string): Promise<void> {
  const { page } = seat;
  await settle(page);
  expect(await signInFaults(page)).toEqual([]);
  await page.locator('input:not([type=password])').first().fill(name);
  await page.locator('input[type=password]').first().fill(password);
  await page.keyboard.press('Enter');
  await page.locator('nav').first().waitFor();
}

const PAINTED_MS = 180_000;

it('HR', async () => {
  const seat = await browser.seat({ origin: service.origin });
  await seat.page.goto('/hr');
  await settle(seat.page);
  const faults = await faultsInEveryLook(seat.page, 'sign-in');
  await signInAs(seat, service.ready.hr.email, service.ready.hr.password);
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
  await signInAs(seat, service.ready.therapist.login, service.ready.therapist.password);
  for (const path of THERAPIST) {
    await route(seat.page, `/therapist${path}`);
    faults.push(...await faultsInEveryLook(seat.page, path));
  }
  expect(faults).toEqual([]);
  expectQuiet(seat);
}, PAINTED_MS);

it('employee', async () => {
  const seat = await browser.seat({ origin: service.origin });
  const faults: string[] = [];
  for (const path of EMPLOYEE) {
    await seat.page.goto(`/employee${path}`);
    await settle(seat.page);
    faults.push(...await faultsInEveryLook(seat.page, path));
  }
  expect(faults).toEqual([]);
  expectQuiet(seat);
}, PAINTED_MS);
