import type { Page } from 'playwright-core';
import { openBrowser, type OpenedBrowser } from './browser.ts';
import { describeProgramme, join, newEmployer, open, press } from './hr.person.ts';
import { pictureOf } from './pictures.ts';
import { openService, type WebService } from './service.ts';

/** An order of credits without its answer: it is shown, sent again, and taken once. */

let service: WebService;
let browser: OpenedBrowser;
beforeAll(async () => {
  [service, browser] = await Promise.all([openService(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

const BLOCKED = `Object.defineProperty(window, 'sessionStorage', {
  get() { throw new DOMException('denied', 'SecurityError'); } });`;

/** HR at the screen where credits are bought. */
async function atTheCounter(change = ''): Promise<Page> {
  const { page } = await browser.seat({ origin: service.origin });
  await page.addInitScript(change);
  await join(page, (await newEmployer(service.world)).token);
  await describeProgramme(page);
  await open(page, 'Buy credits');
  await page.getByLabel('Sessions').fill('40');
  await page.getByRole('button', { name: 'Order 40 sessions for €3,800.00' }).waitFor();
  return page;
}

/** The service takes the next order, and its answer is lost. */
async function loseTheAnswer(page: Page): Promise<void> {
  await page.route('**/graphql', async (route) => {
    if (!(route.request().postData() ?? '').includes('idempotencyKey')) return route.fallback();
    await route.fetch();
    return route.abort();
  });
}

async function expectOneInvoice(page: Page): Promise<void> {
  await page.getByText(/^Ordered: invoice INV-/).waitFor();
  await open(page, 'Invoices');
  await page.getByRole('tab', { name: 'All (1)' }).waitFor();
}

it('suggests what a likely use needs by its own table, and says that lists can be empty', async () => {
  const { page } = await browser.seat({ origin: service.origin });
  await join(page, (await newEmployer(service.world)).token);
  await describeProgramme(page);
  await open(page, 'Buy credits');
  const table = page.getByRole('table', { name: 'How many session credits such a year needs' });
  const needed = await table.getByRole('row', { name: /^4\.5%/ }).getByRole('cell').last()
    .textContent();
  await page.getByText('Suggested for a year in which 4.5% of your people use it').waitFor();
  expect(await page.getByLabel('Sessions').inputValue()).toBe(needed);
  await page.getByRole('button', { name: `Order ${needed} sessions for` }).waitFor();
  await page.getByText('At low use a year’s lists can be empty.').waitFor();
  for (const [name, width] of [['phone', 390], ['desktop', 1280]] as const) {
    await page.setViewportSize({ width, height: 844 });
    await pictureOf(page, `hr-order-suggested-${name}`);
  }
  // What she types is hers, whatever was suggested.
  await page.getByLabel('Sessions').fill('');
  expect(await page.getByLabel('Sessions').inputValue()).toBe('');
});

it('more than the years allow is not offered: she reads how many she can buy, and takes them', async () => {
  const page = await atTheCounter();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByLabel('Sessions').fill('90000');
  await page.getByText('You can buy 1,240 at most now').waitFor();
  // Nothing is opened: it is not years that allow no more.
  await page.getByText('No year is opened yet').waitFor();
  expect(await page.getByRole('button', { name: /^Order / }).count()).toBe(0);
  await pictureOf(page, 'hr-order-beyond-phone');
  await page.getByLabel('Sessions').fill('a few');
  await page.getByText('A whole number from 1 to 1,240.').waitFor();
  await page.getByLabel('Sessions').fill('90000');
  await press(page, /^Buy \d/);
  await page.getByRole('button', { name: /^Order [\d,]+ sessions for / }).waitFor();
});

it('after a lost answer says that it may have been taken; a reload sends the same order', async () => {
  const page = await atTheCounter();
  await loseTheAnswer(page);
  await press(page, /^Order 40/);
  await page.getByText('The order may have been taken. To send it again does not order twice.')
    .waitFor();
  await pictureOf(page, 'hr-order-lost');
  await page.unrouteAll();
  await page.reload();
  await expectOneInvoice(page);
});

it.each(['has come to the service', 'is still on its way'])(
  'reloaded before its answer came, while it %s, is sent as the same order and taken once',
  async (where) => {
    const page = await atTheCounter();
    // Its answer is held for good, and the route stays: to take it away would let the request go,
    // and who is faster then, its answer or the reload, would decide what the page shows.
    const held = new Promise<void>((holds) => {
      let isFirst = true;
      void page.route('**/graphql', async (route) => {
        const isOrder = (route.request().postData() ?? '').includes('idempotencyKey');
        if (!isOrder || !isFirst) return route.fallback();
        isFirst = false;
        if (where === 'has come to the service') await route.fetch();
        return holds();
      });
    });
    await press(page, /^Order 40/);
    await held;
    await page.getByText('It is being sent. Its answer is shown here.').waitFor();
    await page.reload();
    await expectOneInvoice(page);
  });

it('that never left is said to be not sent, and is no order after a reload', async () => {
  const page = await atTheCounter();
  await page.context().setOffline(true);
  await press(page, /^Order 40/);
  await page.getByText('Nothing was sent.').waitFor();
  await page.context().setOffline(false);
  await page.reload();
  await page.getByRole('button', { name: /^Order \d+ sessions/ }).waitFor();
  expect(await page.getByText('An order is under way').count()).toBe(0);
  await open(page, 'Invoices');
  expect(await page.getByText('INV-').count()).toBe(0);
});

it('is taken once where the browser keeps nothing, while the page is open', async () => {
  const page = await atTheCounter(BLOCKED);
  await loseTheAnswer(page);
  await press(page, /^Order 40/);
  await page.getByText('The order may have been taken.').waitFor();
  await page.unrouteAll();
  await press(page, 'Try again');
  await expectOneInvoice(page);
});
