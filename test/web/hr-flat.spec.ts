import type { Page } from 'playwright-core';
import { written } from '#wallet/documents';
import { faultsInEveryLook } from './accessible.ts';
import { openBrowser, type OpenedBrowser } from './browser.ts';
import { describeProgramme, join, newEmployer, open, opens } from './hr.person.ts';
import { pictureOf } from './pictures.ts';
import { openService, type WebService } from './service.ts';

/** A year at a flat price, as HR goes through it: nothing to buy, one invoice, paid to its end. */

let service: WebService;
let browser: OpenedBrowser;
let page: Page;
beforeAll(async () => {
  [service, browser] = await Promise.all([openService(), openBrowser()]);
  ({ page } = await browser.seat({ origin: service.origin }));
  await join(page, (await newEmployer(service.world, { seatPriceMinor: '2400' })).token);
  await describeProgramme(page);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

async function expectSound(name: string): Promise<void> {
  expect(await faultsInEveryLook(page, name)).toEqual([]);
  for (const [size, width] of [['phone', 390], ['desk', 1280]] as const) {
    await page.setViewportSize({ width, height: 844 });
    await pictureOf(page, `hr-${name}-${size}`);
  }
}

it('before it is opened she reads that she buys nothing, and what she will see', async () => {
  await open(page, 'Buy credits');
  await page.getByText('There is nothing to buy: your year has a flat price').waitFor();
  await page.getByText('Your flat price per seat and year pays for the benefit').waitFor();
  expect(await page.getByText('Credits to buy ahead').count()).toBe(0);
  expect(await page.getByRole('button', { name: /^Order / }).count()).toBe(0);
  await expectSound('flat-credits');
  await open(page, 'Overview');
  await page.getByText('Not paid yet').waitFor();
});

it('it is opened at its price, invoiced by itself, and paid until its last day', async () => {
  await open(page, 'Programme', 'Care for everyone');
  await opens(page, async () => {
    await page.getByText('All seats at a flat €24.00').waitFor();
    await page.getByText('€4,080.00').waitFor();
    await expectSound('flat-preview');
  });
  await page.getByText(/ is open\./).waitFor();
  await open(page, 'Invoices');
  await page.getByText('flat, 170 seats').waitFor();
  await service.world.scenario.gatewayOperator.ask(written(`mutation { recordPayment(
    invoiceNumber: "${await page.getByText(/^INV-/).first().textContent()}",
    amountMinor: "408000", reference: "R-1") { __typename } }`));
  await page.reload();
  await page.getByText(/^Paid /).first().waitFor();
  await expectSound('flat-invoices');
  await open(page, 'Overview');
  await page.getByText(/^Paid until /).waitFor();
  await page.getByText('You pay €24.00 for each seat and year').waitFor();
  expect(await page.getByText('Session credits').count()).toBe(0);
  await expectSound('flat-overview');
});
