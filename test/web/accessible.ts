import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** How a page is looked at: every screen in each of these. */
export interface Look {
  readonly colours: 'light' | 'dark';
  readonly width: number;
  /** Per cent of the browser's own size of text. */
  readonly text: 100 | 200;
}

export const LOOKS: readonly Look[] = [320, 1280].flatMap((width) =>
  (['light', 'dark'] as const).flatMap((colours) =>
    ([100, 200] as const).map((text) => ({ width, colours, text }))));

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface AxeResults {
  violations: { id: string; nodes: { target: unknown[]; failureSummary?: string }[] }[];
}

/** All that is wrong with a page, each fault with its look; nothing when it is well. */
export async function faultsInEveryLook(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  for (const look of LOOKS) {
    await takeLook(page, look);
    const found = [...await axeFaults(page), ...await reflowFaults(page, look)];
    const { width, colours, text } = look;
    faults.push(...found.map((fault) => `${name} (${width} px, ${colours}, ${text} %): ${fault}`));
  }
  await takeLook(page, { width: 1280, colours: 'light', text: 100 });
  faults.push(...(await keyboardFaults(page)).map((fault) => `${name}: ${fault}`));
  return faults;
}

async function takeLook(page: Page, { width, colours, text }: Look): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({ colorScheme: colours, reducedMotion: 'reduce' });
  // Through the object model, as a browser's own setting: the policy forbids style attributes.
  await page.evaluate((size) => { document.documentElement.style.fontSize = `${size}%`; }, text);
}

async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((tags) =>
    (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
      runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'],
    }), TAGS);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary = '' }) =>
    `${id} at ${String(target)}: ${failureSummary.replaceAll('\n', ' ')}`));
}

/** WCAG 1.4.10 and 1.4.4: nothing makes the page scroll sideways. */
async function reflowFaults(page: Page, { width }: Look): Promise<string[]> {
  const wide = await page.evaluate((limit) => {
    const page = document.documentElement;
    if (page.scrollWidth <= limit) return '';
    const scrolls = (element: Element) => element.closest('.table-frame, dialog, pre, .scrolls');
    const beyond = [...document.querySelectorAll('body *')].filter((element) =>
      element.getBoundingClientRect().right > limit + 1 && !scrolls(element));
    const worst = beyond.at(-1);
    return `${page.scrollWidth} px wide, by ${worst?.tagName} ${worst?.className}`;
  }, width);
  return wide ? [`scrolls sideways: ${wide}`] : [];
}

const MOST_STOPS = 80;

/**
 * WCAG 2.4.7 and 2.4.11: whatever the Tab key reaches shows that it has the focus, and nothing
 * covers it. WCAG 2.1.2: the key gets on from everything.
 */
async function keyboardFaults(page: Page): Promise<string[]> {
  const faults: string[] = [];
  await page.evaluate(() => { (document.activeElement as HTMLElement | null)?.blur(); });
  let before = '';
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    const { name, fault } = await page.evaluate(focusFault);
    if (name === '') break;
    if (fault) faults.push(`${fault}: ${name}`);
    // A date is one field with a stop for each of its parts.
    if (name === before && !/^INPUT (date|time)/.test(name)) faults.push(`the Tab key stays at ${name}`);
    before = name;
  }
  return faults;
}

/** Runs in the page. */
function focusFault(): { name: string; fault: string } {
  const element = document.activeElement;
  if (!element || element === document.body) return { name: '', fault: '' };
  const place = [...document.querySelectorAll('*')].indexOf(element);
  const what = element instanceof HTMLInputElement
    ? element.type : element.textContent?.trim().slice(0, 30);
  const name = `${element.tagName} ${what} #${place}`;
  const style = getComputedStyle(element);
  const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  const dated = element instanceof HTMLInputElement && /^(date|time)/.test(element.type);
  if (!shown && !dated) return { name, fault: 'the focus cannot be seen' };
  const box = element.getBoundingClientRect();
  // What can be seen of it, at several points: only what is covered entirely is a fault (2.4.11).
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const covers = [0.1, 0.5, 0.9].flatMap((across) => [0.1, 0.5, 0.9].flatMap((down) => {
    const at = document.elementFromPoint(
      left + (right - left) * across, top + (bottom - top) * down);
    const clear = at !== null && (element.contains(at) || at.contains(element)
      || at.closest('label')?.contains(element) === true);
    return clear ? [] : [at];
  }));
  const covered = covers.length === 9;
  const by = `${covers[0]?.tagName} ${covers[0]?.className}, at ${Math.round(box.top)}`;
  return { name, fault: covered ? `the focus is covered by ${by}` : '' };
}

/** WCAG 3.3.8, 1.3.5: fields that ask who one is name what they take; pasting is not refused. */
export async function signInFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => [...document.querySelectorAll('input')].flatMap((input) => {
    const secret = input.type === 'password' || input.type === 'email';
    const pasting = new ClipboardEvent('paste', { cancelable: true, bubbles: true });
    const refused = !input.dispatchEvent(pasting);
    return [
      ...(secret && !input.autocomplete ? [`${input.name || input.type} names no autocomplete`] : []),
      ...(refused ? [`${input.name || input.type} refuses to be pasted into`] : []),
    ];
  }));
}
