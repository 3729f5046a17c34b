import { awaited } from '../../demo/story/together.ts';
import { openBrowser, type OpenedBrowser } from './browser.ts';
import { agree, chooseFirstTime, fillWallet, press, reach } from './employee.person.ts';
import { openEmployeeScenario, settleTimes, type EmployeeScenario } from './employee.scenario.ts';
import { idle } from './idle.ts';
import {
  beatEvenly, hide, inOneBeat, leaving, oneBeat, relayed, stopTime,
} from './page-time.ts';
import { openService } from './service.ts';
import { joinAt, newcomer, visit } from './therapist.person.ts';

/** What leaves a page, and when: seen at the browser's edge, as whoever carries it sees it. */

let scenario: EmployeeScenario;
let browser: OpenedBrowser;
beforeAll(async () => {
  // Whatever else the machine does: each step has its answer by the beat that carried it.
  scenario = await openEmployeeScenario(await openService(
    { members: 60, providers: 2, seed: 1 }, { answerMs: 1_000 }));
  browser = await openBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await scenario?.close();
});

const REQUEST = 4_096;
const ANSWER = 8_192;
const LONG_MS = 6_000;
const PATIENCE_MS = 180_000;
/** The mean gap of a page here that nobody touches, where it differs from that of a touched one. */
const UNTOUCHED_MS = 20_000;
const TOUCHED_FOR_MS = 30_000;

/** Gaps that leave a request the time to be sealed, and to be seen, before the next beat. */
const EVEN_MS = 400;

/** A page whose time the spec lets pass, and the sizes of what is exchanged. */
async function sit({ height = 844, untouchedMs = EVEN_MS } = {}) {
  const seat = await browser.seat({ origin: scenario.origin, width: 390, height });
  const { page } = seat;
  const sizes: { request: number; answer: number; all: number }[] = [];
  page.on('response', (response) => {
    if (!response.url().endsWith('/relay') || response.status() !== 200) return;
    void Promise.all([response.body(), response.request().sizes()]).then(([body, size]) => {
      const { requestBodySize: request, requestHeadersSize, responseHeadersSize } = size;
      const all = requestHeadersSize + request + responseHeadersSize + body.length;
      sizes.push({ request, answer: body.length, all });
    }, () => undefined);
  });
  await page.clock.install();
  await beatEvenly(page, { touchedMs: EVEN_MS, untouchedMs });
  return { seat, page, sizes };
}

type Sitting = Awaited<ReturnType<typeof sit>>;

function expectOneSize({ seat, sizes }: Sitting): void {
  expect(new Set(relayed(seat).map(({ body }) => body?.length))).toEqual(new Set([REQUEST]));
  expect(new Set(sizes.map(({ request, answer }) => `${request} ${answer}`)))
    .toEqual(new Set([`${REQUEST} ${ANSWER}`]));
}

describe('a member\'s page', () => {
  it('sends as much with a booking as without, and nothing that shows it', async () => {
    const sitting = await sit();
    const { seat, page, sizes } = sitting;
    await fillWallet(page, scenario.codes[0] ?? '');
    await agree(page);
    await chooseFirstTime(page);
    await stopTime(page);
    const before = relayed(seat).length;
    await press(page, 'Book with one session');
    await page.getByText('Booking', { exact: true }).waitFor();
    expect(relayed(seat).length - before).toBe(0);
    expect(await oneBeat(seat)).toBe(1);
    await reach(page, 'Booked');
    await press(page, 'Done');
    await page.locator('.appointment').waitFor();
    expect(relayed(seat).length - before).toBe(1);
    // With nothing to ask it goes on.
    for (const beat of [1, 2, 3]) expect([beat, await oneBeat(seat)]).toEqual([beat, 1]);
    await page.clock.resume();
    expectOneSize(sitting);
    const mean = sizes.reduce((sum, { all }) => sum + all, 0) / sizes.length;
    process.stdout.write(`a beat: ${Math.round(mean)} bytes with its headers\n`);
    expect(mean).toBeLessThan(14_000);
    await seat.context.close();
  }, PATIENCE_MS);

  it('sends nothing before its first question, hidden, or locked', async () => {
    const { seat, page } = await sit();
    await page.goto('/employee');
    await page.getByRole('button', { name: 'I have a letter with a code' }).waitFor();
    await stopTime(page);
    expect(await leaving(seat, LONG_MS)).toBe(0);
    await page.clock.resume();
    await fillWallet(page, scenario.codes[1] ?? '');
    await stopTime(page);
    expect(await oneBeat(seat)).toBe(1);
    await hide(page, true);
    expect(await leaving(seat, LONG_MS)).toBe(0);
    await hide(page, false);
    expect(await oneBeat(seat)).toBe(1);
    await press(page, 'Lock');
    expect(await leaving(seat, LONG_MS)).toBe(0);
    await seat.context.close();
  }, PATIENCE_MS);

  it('asks once for each step, and shows what it came to by that one answer', async () => {
    const { seat, page } = await sit();
    await fillWallet(page, scenario.codes[2] ?? '');
    await page.evaluate(keptPages);
    await awaited('the directory, which everyone reads once', () => Promise.resolve(
      seat.sent.some(({ url }) => url.includes('/directory.worker')) || undefined));
    const before = seat.sent.length;
    await settleTimes(scenario);
    await inOneBeat(seat, () => press(page, 'Find a time'), () => reach(page, 'Before you begin'));
    await page.getByLabel('I have read this and agree').check();
    await inOneBeat(seat, () => press(page, 'Agree and find a time'), () => reach(page, 'Three questions'));
    await inOneBeat(seat, () => press(page, 'Show the earliest times'),
      () => page.locator('.time').first().waitFor());
    await page.locator('.time').first().click();
    // The first booking asks the therapist as well; by the second she knows her.
    for (const booked of [1, 2]) {
      await inOneBeat(seat, () => press(page, 'Book with one session'), () => reach(page, 'Booked'));
      await press(page, 'Done');
      await page.locator('.appointment').nth(booked - 1).waitFor();
      if (booked === 2) break;
      await press(page, 'Find a time');
      await chooseFirstTime(page);
    }
    // No file is fetched when a screen is opened: that would say which one.
    await press(page, 'This device and your twelve words');
    await reach(page, 'This device');
    expect(seat.sent.slice(before).filter(({ url }) => !url.endsWith('/relay'))).toEqual([]);
    await seat.context.close();
  }, PATIENCE_MS);
});

/** In the page: resolves once its files come from what is kept on the device. */
async function keptPages(): Promise<void> {
  if (navigator.serviceWorker.controller) return;
  await new Promise((resolve) => {
    navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true });
  });
}

describe('a touch of a page', () => {
  it('is what a person does, and not that the page scrolls', async () => {
    const { seat, page } = await sit({ height: 320, untouchedMs: UNTOUCHED_MS });
    await fillWallet(page, scenario.codes[3] ?? '');
    await hide(page, true);
    await idle(page);
    await stopTime(page);
    expect(await leaving(seat, TOUCHED_FOR_MS)).toBe(0);
    await hide(page, false);
    const isTrusted = await page.evaluate(() => new Promise<boolean>((resolve) => {
      addEventListener('scroll', (event) => { resolve(event.isTrusted); }, { capture: true });
      scrollTo(0, scrollY > 0 ? 0 : 50);
    }));
    expect(isTrusted).toBe(true);
    expect(await leaving(seat, UNTOUCHED_MS - 1_000)).toBe(0);
    // That is no page which has stopped, or beats as slowly where it is touched.
    expect(await oneBeat(seat)).toBe(1);
    await page.keyboard.press('Shift');
    expect(await leaving(seat, UNTOUCHED_MS - 1_000)).toBeGreaterThan(1);
    await seat.context.close();
  }, PATIENCE_MS);
});

describe('a therapist\'s page', () => {
  it('sends while it is open, signed in or not; one request a look; hidden nothing', async () => {
    const sitting = await sit();
    const { seat, page } = sitting;
    const words = await newcomer(scenario.service.world);
    await page.goto('/therapist');
    await page.getByLabel('Login').waitFor();
    await stopTime(page);
    expect(await oneBeat(seat)).toBe(1);
    await page.clock.resume();
    await joinAt(page, words);
    await idle(page);
    for (const screen of ['Claims', 'Payouts', 'Profile', 'Availability', 'Referrals', 'Account']) {
      await inOneBeat(seat, () => page.getByRole('link', { name: screen, exact: true }).click(),
        () => page.getByText(/^Opening your/).waitFor({ state: 'detached' }));
      await visit(page, 'Today');
      await idle(page);
    }
    await stopTime(page);
    await hide(page, true);
    expect(await leaving(seat, LONG_MS)).toBe(0);
    await hide(page, false);
    await page.clock.resume();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Login').waitFor();
    await stopTime(page);
    expect(await oneBeat(seat)).toBe(1);
    expectOneSize(sitting);
    await seat.context.close();
  }, PATIENCE_MS);
});
