import type { Page } from 'playwright-core';
import { openBrowser, type OpenedBrowser, type Seat } from './browser.ts';
import { agree, chooseFirstTime, fillWallet, press, reach } from './employee.person.ts';
import { openEmployeeStage, type EmployeeStage } from './employee.stage.ts';
import { idle } from './idle.ts';
import { newcomer, OWN_PASSWORD, signInAt, visit } from './therapist.person.ts';

/** What leaves a page, and when: seen at the browser's edge, as whoever carries it sees it. */

let stage: EmployeeStage;
let browser: OpenedBrowser;
beforeAll(async () => {
  stage = await openEmployeeStage();
  browser = await openBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

/** The mean gap of pages here: see the world that tests are played in. */
const MEAN_MS = 60;
const REQUEST = 4_096;
const ANSWER = 8_192;

const relayed = ({ sent }: Seat) => sent.filter(({ url }) => url.endsWith('/relay'));

/** A person whose page goes by a clock that only the spec moves, once it has been `stopped`. */
async function sit() {
  const seat = await browser.seat({ origin: stage.origin, width: 390, height: 844 });
  const { page } = seat;
  const sizes: { request: number; answer: number; all: number }[] = [];
  page.on('response', (response) => {
    if (!response.url().endsWith('/relay') || response.status() !== 200) return;
    void Promise.all([response.body(), response.request().sizes()]).then(([body, size]) => {
      sizes.push({
        request: size.requestBodySize, answer: body.length,
        all: size.requestHeadersSize + size.requestBodySize + size.responseHeadersSize + body.length,
      });
    }, () => undefined);
  });
  await page.clock.install();
  return { seat, page, sizes };
}

/** Stop the page's time: nothing that waits for a moment happens any more. */
async function stop(page: Page): Promise<void> {
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1_000));
}

/** Let the page's time go on until one more request has left. @returns how many did. */
async function oneBeat(seat: Seat): Promise<number> {
  const before = relayed(seat).length;
  for (let ms = 0; relayed(seat).length === before && ms < 100 * MEAN_MS; ms += 1) {
    await seat.page.clock.runFor(1);
  }
  return relayed(seat).length - before;
}

async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: state });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden ? 'hidden' : 'visible');
}

/** How many requests leave in so much of the page's time. */
async function leaving(seat: Seat, ms: number): Promise<number> {
  const before = relayed(seat).length;
  await seat.page.clock.runFor(ms);
  return relayed(seat).length - before;
}

describe('a member\'s page', () => {
  it('sends as much with a booking as without, and each step of hers rides in one beat', async () => {
    const { seat, page, sizes } = await sit();
    await fillWallet(page, stage.codes[0] ?? '');
    await agree(page);
    await chooseFirstTime(page);
    await stop(page);
    const before = relayed(seat).length;
    await press(page, 'Book with one session');
    await page.getByText('Booking', { exact: true }).waitFor();
    expect(relayed(seat).length - before).toBe(0);
    expect(await oneBeat(seat)).toBe(1);
    await reach(page, 'Booked');
    await press(page, 'Done');
    await page.locator('.appointment').waitFor();
    expect(relayed(seat).length - before).toBe(1);
    // With nothing to ask for it goes on: what follows are fillers, and nobody could tell.
    expect(await leaving(seat, 40 * MEAN_MS)).toBeGreaterThan(2);
    expect(new Set(relayed(seat).map(({ body }) => body?.length))).toEqual(new Set([REQUEST]));
    expect(new Set(sizes.map(({ request, answer }) => `${request} ${answer}`)))
      .toEqual(new Set([`${REQUEST} ${ANSWER}`]));
    const mean = sizes.reduce((sum, { all }) => sum + all, 0) / sizes.length;
    process.stdout.write(`a beat: ${Math.round(mean)} bytes with its headers\n`);
    expect(mean).toBeLessThan(13_500);
    await seat.context.close();
  }, 120_000);

  it('sends nothing before its first question, hidden, locked or left', async () => {
    const { seat, page } = await sit();
    await page.goto('/employee');
    await page.getByRole('button', { name: 'I have a letter with a code' }).waitFor();
    await stop(page);
    expect(await leaving(seat, 100 * MEAN_MS)).toBe(0);
    await page.clock.resume();
    await fillWallet(page, stage.codes[1] ?? '');
    await stop(page);
    expect(await leaving(seat, 20 * MEAN_MS)).toBeGreaterThan(2);
    await hide(page, true);
    expect(await leaving(seat, 100 * MEAN_MS)).toBe(0);
    await hide(page, false);
    expect(await leaving(seat, 20 * MEAN_MS)).toBeGreaterThan(2);
    await press(page, 'Lock');
    expect(await leaving(seat, 100 * MEAN_MS)).toBe(0);
    await seat.context.close();
  }, 120_000);
});

describe('a therapist\'s page', () => {
  it('sends from the moment that it is open, one size, one request a look; hidden nothing', async () => {
    const { seat, page, sizes } = await sit();
    const words = { ...await newcomer(stage.service.world), newPassword: OWN_PASSWORD };
    await page.goto('/therapist');
    await page.getByLabel('Login').waitFor();
    await stop(page);
    expect(await leaving(seat, 40 * MEAN_MS)).toBeGreaterThan(2);
    await page.clock.resume();
    await signInAt(page, words);
    await idle(page);
    for (const screen of ['Claims', 'Payouts', 'Profile']) {
      await stop(page);
      await page.getByRole('link', { name: screen, exact: true }).click();
      await page.getByText(/^Opening your/).waitFor();
      expect([screen, await oneBeat(seat)]).toEqual([screen, 1]);
      await page.getByText(/^Opening your/).waitFor({ state: 'detached' });
      await page.clock.resume();
      await visit(page, 'Today');
    }
    await stop(page);
    await hide(page, true);
    expect(await leaving(seat, 100 * MEAN_MS)).toBe(0);
    await hide(page, false);
    await page.clock.resume();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Login').waitFor();
    await stop(page);
    expect(await leaving(seat, 40 * MEAN_MS)).toBeGreaterThan(2);
    expect(new Set(relayed(seat).map(({ body }) => body?.length))).toEqual(new Set([REQUEST]));
    expect(new Set(sizes.map(({ request, answer }) => `${request} ${answer}`)))
      .toEqual(new Set([`${REQUEST} ${ANSWER}`]));
    await seat.context.close();
  }, 120_000);
});
