import { periodBefore, readPeriod } from '#calendar/periods';
import type { Page } from 'playwright-core';
import { testCluster, type TestCluster } from '#local/testing';
import { termsOf } from '../../apps/gateway/testing/year-reports.ts';
import { openWorld, type World } from '../simulation/world.ts';
import { faultsInEveryLook } from './accessible.ts';
import { openBrowser, type OpenedBrowser, type Seat } from './browser.ts';
import { chooseFile, join, newEmployer, open, openYear, press } from './hr.person.ts';
import { hasReports } from './hr-reports.ts';
import { idle } from './idle.ts';
import { pictureOf } from './pictures.ts';

/** What HR reads of use: a full year, one with joined periods, and one that cannot be told. */

const PEOPLE = 400;
const SITES = ['Berlin', 'Madrid', 'Wien'];
const CSV = `site,department,headcount\n${SITES.flatMap((site) =>
  ['Care', 'IT', 'Sales'].map((department) => `${site},${department},${PEOPLE}\n`)).join('')}`;

/** New people in each period of four years, the latest first. */
const FULL = [48, 42, 35, 50];
const JOINED = [4, 20, 31, 29];
const UNTOLD = [1, 3, 2, 2];
/** Joined until there is one number of the year. */
const ONE_NUMBER = [2, 3, 4, 45];

const NO_SUCH_MONTHS =
  'Can’t be compared: last year, these months alone can’t be shown.';

let cluster: TestCluster;
let world: World;
let browser: OpenedBrowser;
let seat: Seat;
let page: Page;
/** Labels of the years, the latest first. */
let years: string[];

/** A year that is over, as the programme would have had it, with the groups of the present one. */
async function hadYear(label: string, like: string): Promise<void> {
  const { opens, closes } = readPeriod(label)!;
  await cluster.query('gateway', `
    INSERT INTO period (programme_id, label, opens, closes, releases, k, sessions_per_member,
      opened_on, terms, confirm_by, confirmed_on, confirmed_by, confirmation)
    SELECT programme_id, $1, $3, $4, $4::date + 30, k, sessions_per_member,
      opened_on, terms, confirm_by, confirmed_on, confirmed_by, confirmation
    FROM period WHERE label = $2`, [label, like, opens, closes]);
  await cluster.query('gateway', `
    INSERT INTO block SELECT programme_id, $1, block, label, headcount, spare FROM block
    WHERE period = $2`, [label, like]);
  await cluster.query('gateway', `
    INSERT INTO seat_range (programme_id, period, first_number, headcount, site, department, block)
    SELECT programme_id, $1, first_number, headcount, site, department, block FROM seat_range
    WHERE period = $2`, [label, like]);
}

/** The vault published a directory, of which the gateway reads nothing but numbers. */
async function isPublished(offers: readonly (readonly [string[], string])[]): Promise<void> {
  const providers = offers.map(([languages, way]) =>
    ({ languages, modalities: [way], licences: [{ expires: '2099-12-31' }] }));
  const body = Buffer.from(JSON.stringify({ version: 9, providers })).toString('base64url');
  await cluster.query('gateway', `
    INSERT INTO vault_statement (type, body, signature) VALUES ('directory', $1, '')
    ON CONFLICT (type) DO UPDATE SET body = $1`, [body]);
}

const figureOf = (title: string) => page.getByRole('figure')
  .filter({ has: page.getByRole('heading', { name: title, exact: true }) });
const cardOf = (name: string) => page.getByRole('region', { name, exact: true });
const textOf = async (title: string) =>
  (await figureOf(title).textContent() ?? '').replaceAll(/\s/g, ' ');
const choose = (at: number) => page.getByLabel('Year', { exact: true }).selectOption(years[at]!);

/** What a press of a button saves. */
async function fileOf(title: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'),
    figureOf(title).getByRole('button', { name: 'CSV' }).click()]);
  const parts: Buffer[] = [];
  for await (const part of await file.createReadStream()) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

beforeAll(async () => {
  cluster = await testCluster();
  world = await openWorld(
    { members: 60, providers: 4, seed: 1 },
    { cluster, startsAt: new Date().toISOString(), confirmsAutomatically: true });
  browser = await openBrowser();
  seat = await browser.seat({ origin: world.service.origin });
  ({ page } = seat);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await cluster?.drop();
});

it('says when the first numbers appear, while there are none, and what will never', async () => {
  const { token } = await newEmployer(world);
  await join(page, token);
  await open(page, 'Programme', 'New programme');
  await page.getByLabel('Name').fill('Care for everyone');
  await chooseFile(page, CSV);
  await press(page, 'Create the programme');
  await page.getByRole('heading', { level: 1, name: 'Care for everyone' }).waitFor();
  const { label } = await openYear(page);
  years = [1, 2, 3, 4].map((ago) => Array.from({ length: ago })
    .reduce<string>((year) => periodBefore(year).label, label));
  await isPublished([[['de', 'en'], 'VIDEO'], [['de'], 'VIDEO'], [['de'], 'PHONE']]);
  for (const year of years) await hadYear(year, label);
  await open(page, 'Usage');
  await page.getByText('No numbers yet').waitFor();
  await page.getByText(/Until then nobody outside the vault knows anything about use/).waitFor();
  const access = cardOf('Access today');
  await access.getByText('3 therapists take clients now.').waitFor();
  expect(await access.getByRole('definition').allTextContents())
    .toEqual(['German (3), English (1)', 'by video (2), by phone (1)']);
  await page.getByRole('heading', { name: 'Refused, and why' }).waitFor();
  for (const cut of ['By month', 'By job role or rank', 'By age or gender', 'Rolling windows',
    'Filters of your own', 'Who is still in care']) {
    await page.getByText(cut, { exact: true }).waitFor();
  }
  await page.getByText('An invented example', { exact: true }).waitFor();
  expect(await page.getByRole('img', { name: 'an invented example: 100 less 90 is 10' }).count())
    .toBe(1);
});

it('says before anything is bought which numbers will appear, and how likely', async () => {
  await open(page, 'Buy credits');
  const likely = page.getByRole('table', { name: /^How likely each number is shown/ });
  await likely.getByRole('row', { name: /^People who used it, by themselves or/ }).waitFor();
  await likely.getByRole('row', { name: /^People by site once a year/ }).waitFor();
  expect(await page.getByText('You are few.').count()).toBe(0);
});

it('answers what share used it, whether that is more than last year, and what they came for', async () => {
  for (const [at, newPeople] of [FULL, JOINED, UNTOLD, ONE_NUMBER].entries()) {
    await hasReports(cluster, years[at]!, termsOf(9, PEOPLE), newPeople);
  }
  await page.goto('/hr/usage');
  const use = cardOf('Share who used it');
  await use.getByText('4.9%', { exact: true }).waitFor();
  await use.getByText('175 of 3,600 people').waitFor();
  await use.getByText('A share between 4.2% and 5.6% would differ from it by no more than chance.').waitFor();
  await use.getByText('↑ more than last year: 84 of 3,600, 2.3%').waitFor();
  expect(await page.getByRole('img', { name: /^You: 4.9%.* Average: 4.5%, median: 3.6%/ }).count())
    .toBe(1);
  const concerns = figureOf('What they came for');
  const [most] = await concerns.locator('.bar-value').allTextContents();
  const all = await concerns.locator('.bar-value').allTextContents();
  expect(Number(most!.split(' ')[0])).toBe(Math.max(...all.map((one) => Number(one.split(' ')[0]))));
  expect(await figureOf('The course of the year').locator('.bar-value').allTextContents())
    .toEqual(['48 · 1.3%', '42 · 1.2%', '35 · 1.0%', '50 · 1.4%']);
  expect(await figureOf('The course of the year').locator('.bar-note').allTextContents())
    .toEqual([NO_SUCH_MONTHS, NO_SUCH_MONTHS, expect.stringContaining('31 of 3,600, 0.9%'),
      expect.stringContaining('more than last year: 29 of 3,600, 0.8%')]);
  expect(await cardOf('Median wait').locator('p').nth(1).textContent())
    .toBe('People who first came in May – Oct 2026');
  await figureOf('By site').getByText('Berlin', { exact: true }).waitFor();
  expect(await textOf('By site')).toContain('No clear difference between them.');
  await page.getByText('Near the average: chance alone may explain the difference.').waitFor();
  expect(await page.getByText('The next one appears on').count()).toBe(1);
  expect(await faultsInEveryLook(page, 'usage')).toEqual([]);
});

it('has every list as a table and as CSV, with the periods that it was told of', async () => {
  const ways = figureOf('How they met');
  await ways.getByLabel('Period', { exact: true }).selectOption('1');
  const shown = await ways.locator('.bar-value').allTextContents();
  expect(shown.reduce((sum, one) => sum + Number(one.split(' ')[0]), 0)).toBe(48 + 42);
  await ways.getByRole('button', { name: 'Show as a table' }).click();
  expect(await ways.getByRole('row').first().textContent()).toBe('GroupPeopleShare');
  const [header, ...rows] = (await fileOf('How they met')).trimEnd().split('\r\n');
  expect(header).toBe('\uFEFFReporting period,Group,People,Share,Holds');
  expect(rows).toHaveLength(9);
  expect((await fileOf('The course of the year')).split('\r\n')).toHaveLength(6);
});

it('shows the balance with the report that it comes from', async () => {
  await open(page, 'Overview');
  await page.getByText(/^As of the release for/).waitFor();
  await open(page, 'Usage');
});

it('is a paper for the board and a file for an auditor', async () => {
  for (const [name, type] of [['Report as PDF', 'application/pdf'],
    ['Signed file for an auditor', 'application/json; charset=utf-8']] as const) {
    const link = await page.getByRole('link', { name }).getAttribute('href');
    const answer = await page.request.get(link!);
    expect([answer.status(), answer.headers()['content-type']]).toEqual([200, type]);
  }
});

it('reads as naturally where periods were joined', async () => {
  await choose(1);
  await cardOf('Share who used it').getByText('2.3%', { exact: true }).waitFor();
  expect(await page.getByText('The next one appears on').count()).toBe(0);
  await page.getByText('Below the average, by more than chance explains.').waitFor();
  const course = await figureOf('The course of the year').locator('.bar-value').allTextContents();
  expect(course).toEqual(['24 · 0.7%', '31 · 0.9%', '29 · 0.8%']);
  expect(await textOf('The course of the year')).toContain('They stay joined');
});

it('says why a year is compared with none, and its periods neither', async () => {
  await cardOf('Share who used it')
    .getByText('Can’t be compared: the whole of last year can’t be shown.').waitFor();
  expect(await textOf('The course of the year')).toContain(NO_SUCH_MONTHS);
});

it('draws no bar of everybody, as of a result, where a list is not split', async () => {
  const concerns = figureOf('What they came for');
  await concerns.getByText('Can’t be shown by group', { exact: true }).waitFor();
  const why = await textOf('What they came for');
  expect(why).toContain('Stress, Work, Anxiety');
  expect(why).toContain('A part of it had fewer than 10 people in some of these periods');
  expect(await concerns.locator('.bar-full').count()).toBe(0);
  await concerns.getByRole('button', { name: 'Show as a table' }).click();
  expect(await textOf('What they came for')).not.toContain('100');
});

it('says plainly that a year can\'t be shown, and draws no bar of nothing', async () => {
  await choose(2);
  await cardOf('Share who used it').getByText('can’t be shown', { exact: true }).waitFor();
  expect(await textOf('The course of the year'))
    .toContain('can’t be shown: fewer than 10, or more than half of those not counted before');
  expect(await page.locator('.usage-figure .bar-full').count()).toBe(0);
  expect(await textOf('What they came for')).toContain('the number of people can’t be shown either');
  expect(await faultsInEveryLook(page, 'usage-untold')).toEqual([]);
});

it('says of a year that can\'t be shown no number that reads as if nobody had come', async () => {
  expect(await page.locator('.figure-number').allTextContents())
    .toEqual(['can’t be shown', 'none settled', 'can’t be shown']);
  await cardOf('Settled sessions').getByText(/That doesn’t say that nobody came/).waitFor();
  await cardOf('Share who used it').getByText(/can’t be compared with last year/).waitFor();
});

it('compares bars with the longest only where there are several', async () => {
  const scale = 'The longest bar is';
  expect(await textOf('The course of the year')).not.toContain(scale);
  await choose(3);
  await cardOf('Share who used it').getByText('54 of 3,600 people').waitFor();
  expect(await figureOf('The course of the year').locator('.bar-value').allTextContents())
    .toEqual(['54 · 1.5%']);
  expect(await textOf('The course of the year')).not.toContain(scale);
  await choose(0);
  await figureOf('The course of the year').getByText(`${scale} 50 people`).waitFor();
});

it('prints without what is for the screen alone', async () => {
  await choose(0);
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('navigation').isVisible()).toBe(false);
  expect(await page.getByRole('button', { name: 'CSV' }).first().isVisible()).toBe(false);
  expect(await page.getByRole('figure').first().isVisible()).toBe(true);
  expect(await page.getByText(/^Sotto, printed on/).isVisible()).toBe(true);
  expect(await page.getByText('Refused, and why').isVisible()).toBe(false);
  await pictureOf(page, 'hr-usage-print');
  await page.emulateMedia({ media: 'screen' });
  expect([seat.said, seat.violations]).toEqual([[], []]);
});

it('tells what can never be seen, from the schemas as they are', async () => {
  await open(page, 'Privacy', 'What you can never see');
  const asked = await page.locator('.facts-list').first().locator('dt').allTextContents();
  expect(asked).toContain('reports');
  await page.getByText('Show the list').click();
  const kept = await page.locator('.facts-list').last().locator('dt').allTextContents();
  expect(kept).toEqual(expect.arrayContaining(['Appointment', 'Case', 'Claim', 'Referral']));
  expect(asked.filter((name) => kept.includes(name))).toEqual([]);
});

describe('pictures', () => {
  it.each([['phone', 390], ['desktop', 1280]])('of the main screens on a %s', async (name, width) => {
    await page.setViewportSize({ width, height: 850 });
    for (const [link, heading] of [['Overview', 'Overview'], ['Usage', 'Usage'],
      ['Buy credits', 'Buy credits'], ['Privacy', 'What you can never see']] as const) {
      await open(page, link, heading);
      await idle(page);
      await pictureOf(page, `hr-${link.toLowerCase().replaceAll(' ', '-')}-${name}`);
    }
    await open(page, 'Usage');
    for (const [at, kind] of [[1, 'joined'], [2, 'untold']] as const) {
      await choose(at);
      await pictureOf(page, `hr-usage-${kind}-${name}`);
    }
  });
});
