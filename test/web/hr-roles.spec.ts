import { written } from '#wallet/documents';
import type { Page, Request } from 'playwright-core';
import { SCREENS } from '../../apps/web/hr/parts/rights.ts';
import { openBrowser, type OpenedBrowser } from './browser.ts';
import { describeProgramme, join, newEmployer, open as go, openYear, press } from './hr.person.ts';
import { idle } from './idle.ts';
import { openService, type WebService } from './service.ts';

/** Each role at every address of HR's, and every button there: nothing offered is refused. */

let service: WebService;
let browser: OpenedBrowser;
let owner: Page;
let employerId: string;
const seats: Record<string, Page> = {};
beforeAll(async () => {
  [service, browser] = await Promise.all([openService(), openBrowser()]);
  const seat = () => browser.seat({ origin: service.origin });
  ({ page: owner } = await seat());
  const customer = await newEmployer(service.world);
  employerId = customer.id;
  await join(owner, customer.token);
  await describeProgramme(owner);
  await openYear(owner);
  for (const [role, label] of [['VIEWER', 'Viewer'], ['BILLING', 'Billing']] as const) {
    await go(owner, 'Team');
    await owner.getByLabel('Work e-mail').fill(`${role.toLowerCase()}@fernside.example`);
    await owner.getByLabel(label, { exact: false }).check();
    await press(owner, 'Make an invitation');
    const link = await owner.getByText(/\/hr\/join#/).first().textContent() ?? '';
    await press(owner, 'Done');
    const { page } = await seat();
    await join(page, decodeURIComponent(/\/hr\/join#(\S+)/.exec(link)![1]!));
    seats[role] = page;
  }
  // Somebody whose invitation is open, so that this list has its buttons too.
  await owner.getByLabel('Work e-mail').fill('open@fernside.example');
  await press(owner, 'Make an invitation');
  seats['ADMIN'] = owner;
  for (const page of Object.values(seats)) asking(page);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

const DENIED: Record<string, readonly string[]> = {
  VIEWER: ['/letters', '/credits', '/invoices', '/team', '/activity'],
  BILLING: ['/letters', '/team', '/activity'], ADMIN: [], ENDED: ['/credits'],
};
/** What leaves the page, or asks the browser for more than a page. */
const NOT_PRESSED = /^(Sign out|Search|Print|Download|.*CSV|.*PDF)/;

/** Every refusal for want of a right that a page was given, with what asked for it. */
function refusals(page: Page): string[] {
  const found: string[] = [];
  page.on('response', (response) => {
    if (!response.url().endsWith('/graphql')) return;
    void response.text().then((text) => {
      if (text.includes('"FORBIDDEN"')) found.push(response.request().postData() ?? '');
    }, () => undefined);
  });
  return found;
}

const open: WeakMap<Page, Set<Request>> = new WeakMap();

/** Keep what a page has asked the service for and has no answer to. */
function asking(page: Page): void {
  const asked = new Set<Request>();
  open.set(page, asked);
  page.on('request', (one) => { if (one.url().endsWith('/graphql')) asked.add(one); });
  for (const end of ['requestfinished', 'requestfailed'] as const) {
    page.on(end as 'requestfinished', (one) => { asked.delete(one); });
  }
}

/** The screen is there, and nothing that it asked for is without an answer. */
async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  do {
    // What was answered is on the screen only a moment later, and may ask for more.
    await idle(page);
  } while (open.get(page)!.size > 0);
}

/** Press every button of a screen, each on the screen as it is first shown. */
async function pressAll(page: Page, path: string): Promise<void> {
  await page.goto(`/hr${path}`);
  await settled(page);
  const names = await page.locator('main button').allTextContents();
  for (const [place, name] of names.entries()) {
    if (NOT_PRESSED.test(name)) continue;
    await page.goto(`/hr${path}`);
    await settled(page);
    const button = page.locator('main button').nth(place);
    if (await button.count() === 0 || await button.isDisabled()) continue;
    await button.click();
    await settled(page);
  }
}

it.each(['VIEWER', 'BILLING', 'ADMIN'])(
  '%s: each address has a screen or a sentence, no link leads to a refusal, no button is refused',
  async (role) => {
    const page = seats[role]!;
    const refused = refusals(page);
    for (const path of Object.keys(SCREENS)) {
      await page.goto(`/hr${path}`);
      await settled(page);
      const isDenied = DENIED[role]!.includes(path);
      expect([path, await page.getByRole('heading', { name: 'Not for your role' }).count()])
        .toEqual([path, isDenied ? 1 : 0]);
      if (isDenied) {
        await page.getByText('Ask an administrator of your team to do it, or to change your role.')
          .waitFor();
        continue;
      }
      const links = await page.locator('a[href^="/hr"]').evaluateAll(
        (all) => all.map((link) => new URL((link as HTMLAnchorElement).href).pathname.slice(3) || '/'));
      expect(links.filter((link) => DENIED[role]!.includes(link))).toEqual([]);
      await pressAll(page, path);
    }
    expect(refused).toEqual([]);
  }, 240_000);

it('after the end of the contract every screen can be read, and no button is left that is refused',
  async () => {
    const page = seats['ADMIN']!;
    const ask = (mutation: string) => service.world.scenario.gatewayOperator.ask(
      written(`mutation ($id: ID!) { ${mutation}(employerId: $id) { __typename } }`), { id: employerId });
    // Whoever has the page open meanwhile is told when she tries, and how to go on.
    await page.goto('/hr/team');
    await page.getByLabel('Work e-mail').fill('late@fernside.example');
    await ask('deactivateCustomer');
    await press(page, 'Make an invitation');
    await page.getByText('Your role or your contract was changed meanwhile.').waitFor();
    await press(page, 'Load the page again');
    await page.getByText('Your contract has ended.').waitFor();
    const refused = refusals(page);
    for (const path of Object.keys(SCREENS)) {
      await page.goto(`/hr${path}`);
      await settled(page);
      await page.getByText('You can read all that there is, and change nothing but your own account.')
        .waitFor();
      expect([path, await page.getByRole('heading', { name: 'Not any more' }).count()])
        .toEqual([path, DENIED['ENDED']!.includes(path) ? 1 : 0]);
      const buttons = await page.locator('main button').allTextContents();
      const changing = /invitation|Remove|New password|Open \d|Order|Replace|New programme/;
      expect(buttons.filter((name) => changing.test(name))).toEqual([]);
      await pressAll(page, path);
    }
    expect(await page.locator('nav a', { hasText: 'Buy credits' }).count()).toBe(0);
    expect(refused).toEqual([]);
    await ask('reactivateCustomer');
    await page.goto('/hr/team');
    await page.getByRole('button', { name: 'Make an invitation' }).waitFor();
  }, 240_000);
