import { periodBefore, readPeriod } from '#calendar/periods';
import { written } from '#wallet/documents';
import type { Page } from 'playwright-core';
import { testCluster, type TestCluster } from '#local/testing';
import { termsOf } from '../../apps/gateway/testing/year-reports.ts';
import { openWorld, type World } from '../simulation/world.ts';
import { faultsInEveryLook } from './accessible.ts';
import { openBrowser, type OpenedBrowser } from './browser.ts';
import { chooseFile, join, newEmployer, open, openYear, press } from './hr.person.ts';
import { hasReports } from './hr-reports.ts';
import { pictureOf } from './pictures.ts';

/** What HR reads when reports settle more than was bought: by name, and then as an invoice. */

const CSV = `site,department,headcount\n${['Berlin', 'Madrid', 'Wien'].flatMap((site) =>
  ['Care', 'IT', 'Sales'].map((department) => `${site},${department},400\n`)).join('')}`;

let cluster: TestCluster;
let world: World;
let browser: OpenedBrowser;
let page: Page;

beforeAll(async () => {
  cluster = await testCluster();
  world = await openWorld(
    { members: 60, providers: 4, seed: 1 },
    { cluster, startsAt: new Date().toISOString(), confirmsAutomatically: true });
  browser = await openBrowser();
  ({ page } = await browser.seat({ origin: world.service.origin }));
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await cluster?.drop();
});

/** Without a fault in every look, and pictured in both languages. */
async function expectSound(name: string): Promise<void> {
  expect(await faultsInEveryLook(page, name)).toEqual([]);
  for (const [language, label] of [['es', 'Language'], ['en', 'Idioma']] as const) {
    for (const [size, width] of [['phone', 390], ['desk', 1280]] as const) {
      await page.setViewportSize({ width, height: 844 });
      await pictureOf(page, `hr-${name}-${language === 'es' ? 'en' : 'es'}-${size}`);
    }
    await page.getByLabel(label).selectOption(language);
  }
}

/** A year that is over and told to its end, of which nothing was bought. */
async function hadYear(label: string, like: string): Promise<void> {
  const { opens, closes } = readPeriod(label)!;
  await cluster.query('gateway', `
    INSERT INTO period (programme_id, label, opens, closes, releases, k, sessions_per_member,
      opened_on, terms, confirm_by, confirmed_on, confirmed_by, confirmation)
    SELECT programme_id, $1, $3, $4, $4::date + 30, k, sessions_per_member,
      opened_on, terms, confirm_by, confirmed_on, confirmed_by, confirmation
    FROM period WHERE label = $2`, [label, like, opens, closes]);
  await hasReports(cluster, label, termsOf(9, 400), [48, 42, 35, 50]);
}

it('names the sessions beyond what was bought, and then asks for them by an invoice', async () => {
  await join(page, (await newEmployer(world)).token);
  await open(page, 'Programme', 'New programme');
  await page.getByLabel('Name').fill('Care for everyone');
  await chooseFile(page, CSV);
  await press(page, 'Create the programme');
  await page.getByRole('heading', { level: 1, name: 'Care for everyone' }).waitFor();
  const { label } = await openYear(page);
  await hadYear(periodBefore(label).label, label);
  await open(page, 'Overview');
  await page.getByText(/^\d+ sessions beyond what was bought\.$/).waitFor();
  await page.getByText('What you don’t order before is invoiced with the year’s last report.')
    .waitFor();
  await expectSound('shortfall');
  await open(page, 'Buy credits');
  await page.getByLabel('Sessions').fill('40');
  await press(page, 'Order 40 sessions for €3,800.00');
  await page.getByText(/^Ordered: invoice INV-/).waitFor();
  await world.scenario.gatewayOperator.ask(written(`mutation { recordPayment(
    invoiceNumber: "INV-${new Date().getUTCFullYear()}-000001", amountMinor: "380000",
    reference: "R-1") { __typename } }`));
  // With the payment came what the report had settled beyond it.
  await open(page, 'Invoices');
  await page.getByText('beyond what was bought', { exact: true }).waitFor();
  await expectSound('shortfall-invoices');
  await open(page, 'Overview');
  await page.getByText('Your open invoices ask for all of that.').waitFor();
  await expectSound('shortfall-invoiced');
});
