import type { Page } from 'playwright-core';
import { moveClock } from '#platform/clock';
import { openBrowser, type OpenedBrowser } from '../web/browser.ts';
import {
  agree, bookFirstTime, choosePassphrase, fillWallet, press, reach, unlock,
} from '../web/employee.person.ts';
import { openEmployeeScenario, settleTimes, type EmployeeScenario } from '../web/employee.scenario.ts';
import { hide } from '../web/page-time.ts';
import { ChromiumHour, type Carried } from './chromium-hours.ts';

/*
 * Attacker 2 at the wire of a real Chromium: an hour of members who never come back to do anything,
 * restored their wallets, are in care, are in a call. All pages are seen and touched in the same
 * minutes and draw the same lots; so what differs in what leaves them is what was done with them.
 */

/** The minutes in which a page is touched: unlocked first, and in the end locked, until `BACK`. */
const TOUCHES = [3, 7, 11, 15, 19, 23] as const;
const HIDDEN = 27;
const BACK = 50;
const SEED = 20_260_301;
const FILE_MS = 60_001;
/** Minutes before now at which the session began of who is in a call. */
const BEGAN = 2;

let scenario: EmployeeScenario;
let browser: OpenedBrowser;
let used = 0;
beforeAll(async () => {
  scenario = await openEmployeeScenario();
  browser = await openBrowser();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await scenario?.close();
});

type Deed = (hour: ChromiumHour) => Promise<unknown>;

/** Who a member is before the hour, and what she does at each touch of it. */
interface Member {
  readonly prepare: (hour: ChromiumHour) => Promise<unknown>;
  readonly deeds: readonly Deed[];
}

const nothing: Deed = ({ page }) => page.keyboard.press('Shift');
const pressing = (name: string, heading?: string): Deed => async ({ page }) => {
  await press(page, name);
  if (heading) await reach(page, heading);
};
const claim = ({ page }: ChromiumHour) => fillWallet(page, scenario.codes[used++] ?? '');
const book = async (hour: ChromiumHour) => {
  await claim(hour);
  await agree(hour.page);
  await bookFirstTime(hour.page);
  await press(hour.page, 'Done');
  await hour.page.locator('.appointment').waitFor();
};

const MEMBERS: Record<string, Member> = {
  'never back': { prepare: claim, deeds: [nothing, nothing, nothing, nothing, nothing] },
  'restores': {
    prepare: async (hour) => {
      const before = await ChromiumHour.at(browser, scenario.origin);
      const words = await claim(before);
      await before.end();
      moveClock(scenario.service.world.clockFile, FILE_MS);
      await comeBack(hour, words);
    },
    deeds: [pressing('This device and your twelve words', 'This device'),
      pressing('Appointments', 'Your sessions'),
      pressing('Take a session out as a code', 'A session as a code'),
      pressing('Take one session out', 'One session'), nothing],
  },
  'in care': {
    prepare: book,
    deeds: [
      async ({ page }) => {
        await press(page, 'Find a time');
        await reach(page, 'Three questions');
        await press(page, 'Show the earliest times');
      },
      async ({ page }) => {
        // The first one may be what somebody else booked today.
        await page.locator('.time').last().click();
        await press(page, 'Book with one session');
      },
      pressing('Done', 'Your sessions'),
      async ({ page }) => {
        await press(page, /^(Cancel this session|I cannot come)$/);
        await page.getByRole('dialog').getByRole('button', { name: /^(Give it|Cancel, and)/ }).click();
      },
      pressing('Find a time', 'Three questions')],
  },
  'in a call': {
    prepare: async (hour) => {
      await book(hour);
      const began = new Date(Date.now() - BEGAN * 60_000).toISOString();
      await scenario.service.cluster.query('vault', `UPDATE authorisation SET starts_at = '${began}'
        WHERE id = (SELECT id FROM authorisation ORDER BY xmin::text::bigint DESC LIMIT 1)`);
    },
    deeds: [pressing('Calendar file'), nothing, pressing('This device and your twelve words'),
      pressing('Appointments', 'Your sessions'), pressing('Calendar file')],
  },
};

async function comeBack({ page }: ChromiumHour, words: readonly string[]): Promise<void> {
  await page.goto('/employee/return');
  await page.getByLabel('Your twelve words').fill(words.join(' '));
  await press(page, 'Bring it back');
  await choosePassphrase(page);
  await reach(page, 'Your sessions');
  await page.locator('.left-number').waitFor();
}

/** A page looks up whether there is a wallet, for which it has patience by its own time. */
const locked = (page: Page) => page.getByLabel('Passphrase of this device').waitFor();

/** A member at a page that is locked, with her hour before her. */
async function sitDown({ prepare }: Member): Promise<ChromiumHour> {
  await settleTimes(scenario);
  const hour = await ChromiumHour.at(browser, scenario.origin);
  await prepare(hour);
  await press(hour.page, 'Lock');
  await locked(hour.page);
  await hour.begin(SEED);
  return hour;
}

/** Her hour up to its `minute`; how each deed leaves the page is the page's. */
async function live(
  hour: ChromiumHour, { deeds }: Member, minute: number, after: Deed = () => Promise.resolve(),
): Promise<void> {
  for (const [place, touch] of TOUCHES.filter((one) => one <= minute).entries()) {
    await hour.passTo(touch);
    const deed = place === 0 ? ({ page }: ChromiumHour) => unlock(page) : deeds[place - 1]!;
    await deed(hour);
    if (place > 0) await after(hour);
  }
  await hour.passTo(Math.min(minute, HIDDEN));
  if (minute <= HIDDEN) return;
  await press(hour.page, 'Lock');
  await locked(hour.page);
  await hide(hour.page, true);
  await hour.passTo(BACK);
  await hide(hour.page, false);
  await unlock(hour.page);
  await hour.passTo(minute);
}

/** Each before the next: all book the first time that is free. */
async function sitDownAll(names: readonly string[]) {
  const all = [];
  for (const name of names) {
    const member = MEMBERS[name]!;
    all.push({ name, member, hour: await sitDown(member) });
  }
  return all;
}

it('carries the same of all, to the millisecond and the byte, whatever they do with their pages',
  async () => {
    const all = await sitDownAll(Object.keys(MEMBERS));
    const views = new Map<string, readonly Carried[]>();
    await Promise.all(all.map(async ({ name, member, hour }) => {
      await live(hour, member, 60);
      views.set(name, await hour.end());
    }));
    const view = views.get('never back')!;
    process.stdout.write(`courier, an hour in Chromium: ${view.length} requests of each of ${views.size}\n`);
    expect(view.length).toBeGreaterThan(150);
    const sealed = view.filter(({ path }) => path === '/relay');
    expect(new Set(sealed.map(({ sent, answered }) => `${sent} ${answered}`)))
      .toEqual(new Set(['4096 8192']));
    // Files, the same of all, when a page is unlocked and at no other time.
    const unlocked = new Set([TOUCHES[0] * 60_000, BACK * 60_000]);
    expect(view.filter((one) => !sealed.includes(one) && !unlocked.has(one.at))).toEqual([]);
    // Nothing is sent while nobody can see the page.
    expect(view.filter(({ at }) => at > HIDDEN * 60_000 && at < BACK * 60_000)).toEqual([]);
    for (const [name, other] of views) expect([name, other]).toEqual([name, view]);
  }, 1_500_000);

it('tells who does something where steps hurry the beats they ride in', async () => {
  const views = [];
  for (const { name, member, hour } of await sitDownAll(['never back', 'in care'])) {
    await live(hour, member, 8, (one) => (name === 'in care' ? one.hurry() : Promise.resolve()));
    views.push((await hour.end()).map(({ at }) => at));
  }
  expect(views[1]).not.toEqual(views[0]);
}, 600_000);

it('tells who comes back with her words by files of issued batches, and by nothing else',
  async () => {
    const first = await ChromiumHour.at(browser, scenario.origin);
    const words = await claim(first);
    const ordinary = new Set((await first.end()).map(({ path }) => path));
    moveClock(scenario.service.world.clockFile, 2 * FILE_MS);
    const second = await ChromiumHour.at(browser, scenario.origin);
    await comeBack(second, words);
    const others = (await second.end()).map(({ path }) => path)
      .filter((path) => !ordinary.has(path));
    // One of her letter, and one for the letter that there is not.
    expect(others.filter((path) => path.startsWith('/issued/'))).toHaveLength(2);
    expect(others.filter((path) => !/^\/(issued|employee)\//.test(path))).toEqual([]);
  }, 300_000);
