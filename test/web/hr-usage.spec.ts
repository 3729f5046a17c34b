import { periodBefore, readReport } from '#calendar/periods';
import type { Page } from 'playwright-core';
import { testCluster, type TestCluster } from '#platform/testing';
import { openWorld, type World } from '../simulation/world.ts';
import { openBrowser, type OpenedBrowser, type Seat } from './browser.ts';
import { describeProgramme, join, newEmployer, open, openYear } from './hr.person.ts';
import { pictureOf } from './pictures.ts';

/** What HR sees of use: released numbers with their source, and what is hidden as hidden. */

let cluster: TestCluster;
let world: World;
let browser: OpenedBrowser;
let seat: Seat;
let page: Page;
let reports: string[];

const CONCERNS = ['STRESS', 'ANXIETY', 'WORK'];

/** The cells of a release as the vault might make it; null hides all of them. */
function cellsOf(users: number | null) {
  const reason = (shown: boolean) => (shown ? 'published' : 'protected');
  const half = users === null ? null : Math.floor(users / 2);
  const rest = users === null || half === null ? null : users - half;
  const cell = (table: string, key: string, count: number | null) =>
    ({ table, key, users: count, sessions: count && count * 3, reason: reason(count !== null) });
  return [
    cell('total', '*', users), cell('block', 'B1', half), cell('block', 'B2', rest),
    ...CONCERNS.map((key) =>
      ({ table: 'concern', key, users: null, sessions: null, reason: 'protected' })),
    ...['B1/1', 'B1/2-3', 'B2/1', 'B2/2-3'].map((key) => ({
      ...cell('block-band', key, users === null || key.endsWith('3') ? null : 6), sessions: null,
    })),
  ];
}

/** A year that is over, as the programme would have had it, with the groups of the present one. */
async function hadYear(label: string, like: string): Promise<void> {
  await cluster.query('gateway', `
    INSERT INTO period
    SELECT programme_id, $1, opens - 365, closes - 365, releases - 365, k, sessions_per_member,
      opened_on, NULL, NULL, terms, confirm_by, confirmed_on, confirmed_by, confirmation
    FROM period WHERE label = $2`, [label, like]);
  await cluster.query('gateway', `
    INSERT INTO block SELECT programme_id, $1, block, label, headcount, spare FROM block
    WHERE period = $2`, [label, like]);
}

/** What the page calls a reporting period. */
function nameOf(label: string): string {
  const { opens, last } = readReport(label)!;
  return new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })
    .formatRange(new Date(opens), new Date(last)).replaceAll(/\s/g, ' ');
}

/** A release as an earlier period has left it; what is shown does not depend on its signature. */
async function release(label: string, users: number | null, settled: number): Promise<void> {
  const [{ programme }] = await cluster.query<{ programme: string }>(
    'gateway', 'SELECT id AS programme FROM programme') as [{ programme: string }];
  const releasedOn = '2026-11-01';
  const body = JSON.stringify({ version: 2, programme, period: label, releasedOn, k: 5,
    cells: cellsOf(users), settledSessions: settled, medianWait: users === null ? null : '2–5' });
  await cluster.query('gateway', `
    INSERT INTO usage_release
      (programme_id, report, period, body, signature, released_on, settled_sessions)
    VALUES ($1, $2, split_part($2, '.', 1), $3, '', $4, $5)`,
  [programme, label, Buffer.from(body).toString('base64url'), releasedOn, settled]);
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

it('says when the first numbers appear, while there are none', async () => {
  const { token } = await newEmployer(world);
  await join(page, token);
  await describeProgramme(page);
  const { label } = await openYear(page);
  const before = periodBefore(label);
  await hadYear(before.label, label);
  reports = before.reports.slice(0, 3).map((report) => report.label);
  await open(page, 'Buy credits');
  const likely = page.getByRole('table', { name: /^How likely each number is told/ });
  await likely.getByRole('row', { name: /^People who used it once a year/ }).waitFor();
  await page.getByText('You are few.').waitFor();
  await page.getByLabel('Sessions').fill('400');
  await page.getByLabel('By card').check();
  await page.getByRole('button', { name: /^Pay / }).click();
  await page.getByText(/^Paid: invoice/).waitFor();
  await open(page, 'Usage');
  await page.getByText('No numbers yet').waitFor();
  await page.getByText(/Until then nobody outside the vault knows anything about use/).waitFor();
});

it('names k, period and day of release on every figure, and hides what is hidden', async () => {
  for (const [index, users] of [20, null, 31].entries()) await release(reports[index]!, users, 60);
  await page.goto('/hr/usage');
  const figures = page.getByRole('figure');
  await figures.first().waitFor();
  expect(await figures.count()).toBe(5);
  for (const figure of await figures.all()) {
    const caption = await figure.locator('figcaption').textContent() ?? '';
    expect(caption).toMatch(/k = 5/);
    expect(caption).toContain(nameOf(reports[2]!));
    expect(caption).toContain('1 Nov 2026');
  }
  const concerns = figures.filter({ hasText: 'By concern' });
  await concerns.getByText('All 3 of them').waitFor();
  expect(await concerns.getByText('hidden: under 10 people, too few others').count()).toBe(1);
  expect(await concerns.locator('.bar-full').count()).toBe(0);
  expect(await concerns.locator('.bars').textContent()).not.toMatch(/\b0\b/);
  await concerns.getByText('Why is this hidden?').click();
  await concerns.getByText(/whole or not at all: only when each .* has 10 people/).waitFor();
});

it('crosses groups with numbers of sessions, hidden ones in words, and tells the wait', async () => {
  const crossed = page.getByRole('figure').filter({ hasText: 'By group and number of sessions' });
  expect(await crossed.getByRole('row').allTextContents()).toEqual([
    'Group1 session2 to 3 sessionsAll', 'B1 · Berlin: Care, IT6hidden15',
    'B2 · Madrid: Sales6hidden16',
  ]);
  expect(await crossed.getByRole('button').allTextContents()).toEqual(['CSV']);
  await page.getByText('The median wait for a first session was 2–5 days.').waitFor();
  await page.getByLabel('Reporting period', { exact: true }).selectOption(reports[1]!);
  await page.getByText(/^The median wait for a first session is hidden/).waitFor();
  await page.getByLabel('Reporting period', { exact: true }).selectOption(reports[2]!);
});

it('draws no line across a hidden period, and says so to those who cannot see it', async () => {
  const trend = page.getByRole('figure').filter({ hasText: 'From period to period' });
  const words = await trend.getByRole('img').getAttribute('aria-label');
  expect(words).toBe(`${nameOf(reports[0]!)}: 20 people, 60 sessions; ${nameOf(reports[1]!)}: hidden; `
    + `${nameOf(reports[2]!)}: 31 people, 93 sessions`);
  expect(await trend.locator('.trend-users circle').count()).toBe(2);
  expect(await trend.locator('.trend-users line').count()).toBe(0);
});

it('has the same numbers as a table and as CSV, hidden ones in words', async () => {
  const figureOf = (title: string) => page.getByRole('figure')
    .filter({ has: page.getByRole('heading', { name: title, exact: true }) });
  const groups = figureOf('By group');
  await groups.getByRole('button', { name: 'Show as a table' }).click();
  const rows = await groups.getByRole('row').allTextContents();
  expect(rows).toEqual(
    ['GroupPeopleSessions', 'B1 · Berlin: Care, IT1545', 'B2 · Madrid: Sales1648']);
  const csvOf = async (title: string) => {
    const figure = figureOf(title);
    const [file] = await Promise.all([page.waitForEvent('download'),
      figure.getByRole('button', { name: 'CSV' }).click()]);
    const parts: Buffer[] = [];
    for await (const part of await file.createReadStream()) parts.push(part as Buffer);
    return Buffer.concat(parts).toString('utf8');
  };
  expect(await csvOf('By group')).toBe(
    '\uFEFFGroup,people,sessions\r\n"B1 · Berlin: Care, IT",15,45\r\nB2 · Madrid: Sales,16,48\r\n');
  expect(await csvOf('By concern')).toBe(
    '\uFEFFConcern,people\r\nStress,hidden\r\nAnxiety,hidden\r\nWork,hidden\r\n');
  const concerns = page.getByRole('figure').filter({ hasText: 'By concern' });
  await concerns.getByRole('button', { name: 'Show as a table' }).click();
  expect(await concerns.getByRole('cell').allTextContents())
    .toEqual(['hidden', 'hidden', 'hidden']);
});

it('shows the balance with the release that it comes from', async () => {
  await open(page, 'Overview');
  await page.getByText(`As of the release for ${nameOf(reports[2]!)}, 1 Nov 2026`).waitFor();
});

it('prints charts and tables together', async () => {
  await open(page, 'Usage');
  await page.getByRole('figure').first().waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('table').count()).toBe(5);
  expect(await page.getByRole('navigation').isVisible()).toBe(false);
  await page.emulateMedia({ media: 'screen' });
  expect([seat.said, seat.violations]).toEqual([[], []]);
});

it('tells what can never be seen, from the schemas as they are', async () => {
  await open(page, 'Privacy', 'What you can never see');
  const asked = await page.locator('.facts-list').first().locator('dt').allTextContents();
  expect(asked).toContain('usageReleases');
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
      await page.waitForLoadState('networkidle');
      await page.getByText('Loading…').waitFor({ state: 'detached' });
      await pictureOf(page, `hr-${link.toLowerCase().replaceAll(' ', '-')}-${name}`);
    }
  });
});
