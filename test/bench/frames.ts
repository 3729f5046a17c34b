import type { BrowserContext, Page } from 'playwright-core';
import type { Note } from './measure.ts';
import type { Phone } from './phone.ts';

/** No frame of a page may be longer than this, in milliseconds. */
export const LONGEST_FRAME = 100;
const STILL_MS = 3_000;
/** Late frames that are told one by one. */
const SHOWN = 6;

/** A frame that came late, and what ran meanwhile. */
export interface SlowFrame {
  readonly ms: number;
  /** When it began, in milliseconds of the page. */
  readonly at: number;
  /** Scripts that ran within it, the longest first. */
  readonly scripts: readonly string[];
}

/** What a page saw of its own frames since it was last asked. */
export interface Frames {
  /** The longest wait from one frame to the next. */
  readonly longestGapMs: number;
  /** All that took more than 50 ms (Long Animation Frames), the longest first. */
  readonly slow: readonly SlowFrame[];
}

/** What the script below leaves in a page. */
interface Watcher {
  read(): Frames;
  until(selector: string): Promise<number>;
}

type Watched = typeof globalThis & { sottoFrames: Watcher };

/** Watch the frames of all pages of a browser context. */
export async function watchFrames(context: BrowserContext): Promise<void> {
  await context.addInitScript(install);
}

/** The longest of all waits for a frame. */
export function longestOf({ longestGapMs, slow }: Frames): number {
  return Math.round(Math.max(longestGapMs, ...slow.map(({ ms }) => ms)));
}

/** What was seen since the last time. */
export function readFrames(page: Page): Promise<Frames> {
  return page.evaluate(() => (globalThis as Watched).sottoFrames.read());
}

/**
 * The longest frame of an empty page that only moves a bar, on the same phone: frames which are
 * late there are the machine's. The phone is at full speed afterwards.
 */
export async function stillPhone(phone: Phone): Promise<number> {
  await phone.page.goto('about:blank');
  await phone.throttle({ cpu: true, network: true });
  await phone.page.evaluate((howLong) => new Promise<void>((resolve) => {
    document.body.innerHTML = '<progress max="1"></progress>';
    const bar = document.querySelector('progress');
    const begun = performance.now() + 500;
    const move = (now: number) => {
      if (now < begun) (globalThis as Watched).sottoFrames.read();
      if (bar) bar.value = Math.max(0, (now - begun) / howLong);
      if (now - begun < howLong) requestAnimationFrame(move);
      else resolve();
    };
    requestAnimationFrame(move);
  }), STILL_MS);
  const longest = longestOf(await readFrames(phone.page));
  await phone.throttle({ cpu: false, network: false });
  return longest;
}

/** Say which frames were late, and what ran in them. */
export function noteFrames(frames: Frames, still: number, note: Note): void {
  note(`longest frame ${longestOf(frames)} ms; of an empty page just before, ${still} ms`);
  for (const { ms, at, scripts } of frames.slow.slice(0, SHOWN)) {
    note(`  ${ms} ms at ${at}: ${scripts.join(', ') || 'no script'}`);
  }
}

/**
 * Click something and wait until others are there, one after the other, where each is clicked as it
 * comes but for the last. All of it happens within the page, since a driver that looks from outside
 * would use the thread that is measured.
 *
 * @returns milliseconds from the first click to each.
 */
export function clickThrough(page: Page, selectors: readonly string[]): Promise<number[]> {
  return page.evaluate(async ([first = '', ...others]) => {
    const { sottoFrames } = globalThis as Watched;
    // In a task of its own, without what the driver needs to get here.
    const click = (selector: string) => new Promise<void>((resolve) => {
      setTimeout(() => {
        const found = document.querySelector<HTMLElement>(selector);
        // As a finger does: a page that is touched sends oftener.
        found?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
        found?.click();
        resolve();
      });
    });
    await new Promise((resolve) => { setTimeout(resolve, 500); });
    sottoFrames.read();
    const begun = performance.now();
    const at: number[] = [];
    await click(first);
    for (const [place, selector] of others.entries()) {
      at.push(await sottoFrames.until(selector) - begun);
      if (place < others.length - 1) await click(selector);
    }
    return at;
  }, [...selectors]);
}

/** Runs in every page before its own scripts. */
function install(): void {
  let slow: { ms: number; at: number; scripts: string[] }[] = [];
  let longestGapMs = 0;
  let last = performance.now();
  const tick = (now: number) => {
    longestGapMs = Math.max(longestGapMs, now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  interface Script { duration: number; invoker: string; sourceURL: string }
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { scripts = [] } = entry as unknown as { scripts?: Script[] };
      slow.push({ ms: Math.round(entry.duration), at: Math.round(entry.startTime),
        scripts: [...scripts].sort((a, b) => b.duration - a.duration).slice(0, 3)
          .map(({ duration, invoker, sourceURL }) =>
            `${Math.round(duration)} ms ${invoker} ${sourceURL.split('/').at(-1)}`) });
    }
  });
  observer.observe({ type: 'long-animation-frame' });
  const read = () => {
    const seen = { longestGapMs, slow: slow.sort((a, b) => b.ms - a.ms) };
    slow = [];
    longestGapMs = 0;
    return seen;
  };
  const until = (selector: string) => new Promise<number>((resolve) => {
    const look = () => {
      if (!document.querySelector(selector)) return false;
      resolve(performance.now());
      return true;
    };
    if (look()) return;
    const watcher = new MutationObserver(() => { if (look()) watcher.disconnect(); });
    watcher.observe(document, { childList: true, subtree: true, attributes: true });
  });
  (globalThis as Watched).sottoFrames = { read, until };
}
