import type { Page } from 'playwright-core';
import type { Seat } from './browser.ts';

/*
 * The time of a page as its spec lets it pass, and what leaves it meanwhile. `page.clock.install()`
 * comes first, before the page is opened.
 */

/** Sealed requests that have left so far. */
export function relayed({ sent }: Seat): Seat['sent'] {
  return sent.filter(({ url }) => url.endsWith('/relay'));
}

/** Stop the page's time: nothing that waits for a moment happens any more. */
export async function stopTime(page: Page): Promise<void> {
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1_000));
}

/** More than two gaps between beats of any page here. */
const LONGEST_WAIT_MS = 6_000;

/** Let stopped time pass until one more request has left. @returns how many did. */
export async function oneBeat(seat: Seat): Promise<number> {
  const before = relayed(seat).length;
  for (let ms = 0; relayed(seat).length === before && ms < LONGEST_WAIT_MS; ms += 1) {
    await seat.page.clock.runFor(1);
  }
  return relayed(seat).length - before;
}

/** How many requests leave in so much of stopped time. */
export async function leaving(seat: Seat, ms: number): Promise<number> {
  const before = relayed(seat).length;
  await seat.page.clock.runFor(ms);
  return relayed(seat).length - before;
}

/** Put the page into a tab that is not shown, or back in front. */
export async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: state });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden ? 'hidden' : 'visible');
}

/** Mean gaps of a page in a spec, touched or not. */
export interface EvenBeats {
  readonly touchedMs: number;
  readonly untouchedMs: number;
}

/**
 * Give a page gaps that are all alike, before it is opened: of gaps drawn by lot, one may be over
 * before what the one before it sent was sealed.
 */
export async function beatEvenly(page: Page, { touchedMs, untouchedMs }: EvenBeats): Promise<void> {
  await page.addInitScript((beats) => {
    const random = crypto.getRandomValues.bind(crypto);
    crypto.getRandomValues = (into) => {
      if (!(into instanceof Uint32Array) || into.length !== 2) return random(into);
      // Of a lot of 1/e the gap is the mean.
      into.set([2 ** 32 / Math.E, 0]);
      return into;
    };
    document.addEventListener('readystatechange', () => {
      const meta = document.querySelector<HTMLMetaElement>('meta[name="sotto-settings"]');
      if (meta) meta.content = JSON.stringify({ ...JSON.parse(meta.content), beats });
    }, { once: true });
  }, { touched: touchedMs, untouched: untouchedMs });
}

/**
 * Do something that has to ask the vault, in a hidden page, which nothing leaves. Resolves once
 * the step waits for a beat, which no screen shows: a step begins the time after which it is slow.
 */
export async function waitingStep(page: Page, act: () => Promise<unknown>): Promise<void> {
  await page.evaluate(() => {
    const meta = document.querySelector<HTMLMetaElement>('meta[name="sotto-settings"]');
    const { beats } = JSON.parse(meta?.content ?? '{}') as { beats?: { touched: number } };
    const slowAfterMs = 6 * (beats?.touched ?? 1_500) + 1_500;
    const real = setTimeout;
    document.documentElement.dataset['waiting'] = 'no';
    globalThis.setTimeout = ((then: () => void, ms?: number) => {
      if (ms === slowAfterMs) {
        globalThis.setTimeout = real;
        delete document.documentElement.dataset['waiting'];
      }
      return real(then, ms);
    }) as typeof setTimeout;
  });
  await act();
  await page.locator('html[data-waiting]').waitFor({ state: 'detached' });
}

/**
 * Do something that has to ask the vault; let one single beat leave, and no other one.
 *
 * @param act what a person does.
 * @param reach waits for what that one answer brings: a page that is hidden sends nothing.
 */
export async function inOneBeat(
  seat: Seat, act: () => Promise<unknown>, reach: () => Promise<unknown>,
): Promise<void> {
  const { page } = seat;
  // What the page asks by itself when it is shown is answered first.
  for (let beats = 0; beats < 3; beats += 1) {
    await page.waitForResponse((one) => one.url().endsWith('/relay'));
  }
  await hide(page, true);
  await waitingStep(page, act);
  await stopTime(page);
  const before = relayed(seat).length;
  await hide(page, false);
  await oneBeat(seat);
  await hide(page, true);
  await page.clock.resume();
  await reach();
  const left = relayed(seat).length - before;
  if (left !== 1) throw new Error(`${left} requests left, and not one`);
  await hide(page, false);
}
