import type { Page } from 'playwright-core';
import { nextPeriod } from '#calendar/periods';
import { written } from '#wallet/documents';
import { OPEN_PERIOD } from '../../demo/story/employer.ts';
import { expectKind, type Kind } from '../../demo/story/kinds.ts';
import { awaited } from '../../demo/story/together.ts';
import { faultsInEveryLook } from './accessible.ts';
import type { Seat } from './browser.ts';
import {
  agree, bookFirstTime, choosePassphrase, enterCode, fillWallet, PASSPHRASE, press, reach,
  sessionsLeft,
} from './employee.person.ts';
import { employeePortal } from './employee.portal.ts';
import { hrOf } from './employee.scenario.ts';
import { pictureOf } from './pictures.ts';

/** A wallet that this page cannot, or must not, open: what the person sees, and how she goes on. */

const portal = employeePortal();

/** Serve what the page is made of with something changed. @returns the way to stop. */
async function changed(
  page: Page, files: string, change: (text: string) => string,
): Promise<() => Promise<void>> {
  await page.route(files, async (route) => {
    const response = await route.fetch();
    const body = change(await response.text());
    const headers = { ...response.headers(), 'cache-control': 'no-store' };
    await route.fulfill({ response, headers, body });
  });
  return () => page.unroute(files);
}

/** Someone whose browser keeps no copy of the page, so that she gets what is served. */
async function sitWithoutCopy(): Promise<Seat> {
  const seat = await portal.sit();
  await seat.page.addInitScript(
    'Object.defineProperty(Navigator.prototype, "serviceWorker", { value: undefined });');
  return seat;
}

async function tryToUnlock(page: Page): Promise<void> {
  await page.getByLabel('Passphrase of this device').fill(PASSPHRASE);
  await press(page, 'Unlock');
}

it('of another version says that the words bring all of it back, and they do', async () => {
  const { page } = await sitWithoutCopy();
  const words = await fillWallet(page, portal.nextCode());
  await agree(page);
  await bookFirstTime(page);
  await press(page, 'Done');
  const left = await sessionsLeft(page);
  let found = 0;
  await changed(page, '**/*.js', (text) => text.replace(ITS_VERSION, () => {
    found += 1;
    return 'if(!0)';
  }));
  await page.reload();
  await tryToUnlock(page);
  const notice = page.getByText('Your wallet here is of another version than this page');
  await notice.waitFor();
  expect(found).toBe(1);
  await page.getByText('Nothing is lost').waitFor();
  expect(await faultsInEveryLook(page, 'outdated')).toEqual([]);
  await pictureOf(page, 'employee-outdated');
  await page.unroute('**/*.js');
  await press(page, 'Delete everything here');
  await page.getByLabel(/^Type/).fill('delete');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete everything here' }).click();
  await page.goto('/employee');
  await press(page, /twelve words/);
  portal.letFilesBeMadeAnew();
  await page.getByLabel('Your twelve words').fill(words.join(' '));
  await press(page, 'Bring it back');
  await choosePassphrase(page);
  await reach(page, 'Your sessions');
  // Once the case has been asked for, by a beat: until then what is booked is not known here.
  await page.locator('.left-number', { hasText: new RegExp(`^${left}$`) }).waitFor();
});

it('of another vault is not opened: she is told not to type her words, and nothing is sent',
  async () => {
    const seat = await sitWithoutCopy();
    const { page } = seat;
    await fillWallet(page, portal.nextCode());
    const stop = await changed(page, '**/employee', (html) =>
      html.replace(/(vaultKey&quot;:&quot;)[0-9a-f]{64}/, `$1${'ab'.repeat(32)}`));
    await page.goto('/employee');
    const before = seat.sent.length;
    await tryToUnlock(page);
    await page.getByRole('alert').getByText('This page speaks for another vault than yours').waitFor();
    await page.getByText('Do not type your twelve words here').waitFor();
    expect(await page.getByRole('button', { name: 'Delete everything here' }).count()).toBe(0);
    expect(seat.sent.slice(before).map(({ url }) => new URL(url).pathname)
      // The time is asked for by everybody, and says nothing.
      .filter((path) => path !== '/time' && !path.startsWith('/employee'))).toEqual([]);
    expect(await faultsInEveryLook(page, 'other vault')).toEqual([]);
    await pictureOf(page, 'employee-other-vault');
    // The honest page opens it as it was.
    await stop();
    await page.reload();
    await tryToUnlock(page);
    await reach(page, 'Your sessions');
  });

/** Where the program decides whether it can read what is kept. */
const ITS_VERSION =
  /if\([\w$]+!==[\w$]+\)(?=throw new [\w$]+\([`'"]this wallet was made by another)/;

/** HR opens the year after this one, so that the log of terms grows. */
async function nextYear(): Promise<void> {
  const { programmeId, period, origin } = portal.scenario;
  const next = nextPeriod(period).label;
  const hr = await hrOf(portal.scenario);
  const { openPeriod } = await hr.ask(
    written<{ openPeriod: Kind }>(OPEN_PERIOD), { programmeId, period: next });
  expectKind(openPeriod, 'PeriodOpened');
  await awaited('the log with the next year', async () => {
    const { body } = await (await fetch(`${origin}/signed/log.json`)).json() as { body: string };
    return (JSON.parse(body) as { leaves: string[] }).leaves.length === 2 || undefined;
  });
}

it('that is shown an older log of terms says so and fetches nothing by it, until the log is whole again',
  async () => {
    const recorded = await (await fetch(`${portal.scenario.origin}/signed/log.json`)).text();
    await nextYear();
    const { page } = await sitWithoutCopy();
    await page.goto('/employee');
    await enterCode(page, portal.nextCode());
    await choosePassphrase(page);
    const group = page.getByText('You are one of 80 people in this group, of 80 in this programme.');
    await group.waitFor();
    const eight = await page.locator('.fingerprint li').allTextContents();
    expect(eight).toHaveLength(8);
    await pictureOf(page, 'employee-group');
    await press(page, 'Go on');
    await press(page, 'This device and your twelve words');
    await group.waitFor();
    expect(await page.locator('.fingerprint li').allTextContents()).toEqual(eight);
    expect(await faultsInEveryLook(page, 'own group')).toEqual([]);

    await page.route('**/signed/log.json', (route) =>
      route.fulfill({ contentType: 'application/json', body: recorded }));
    await page.reload();
    await tryToUnlock(page);
    const shorter = page.getByText('The public record of programmes has become shorter');
    await shorter.waitFor();
    await page.getByText('What is on this device stays as good as it was.').waitFor();
    await page.getByText('log-shrunk').waitFor();
    expect(await sessionsLeft(page)).toBe(3);
    expect(await faultsInEveryLook(page, 'old log')).toEqual([]);
    await pictureOf(page, 'employee-old-log');
    await page.unroute('**/signed/log.json');
    await page.reload();
    await tryToUnlock(page);
    await reach(page, 'Your sessions');
    await shorter.waitFor({ state: 'detached' });
  });
