import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { nextPeriod } from '#calendar/periods';
import { toQuintets, writeGroups } from '#pseudonym/crockford';
import {
  agree, bookFirstTime, choosePassphrase, enterCode, fillWallet, press, reach, sessionsLeft,
} from './employee.person.ts';
import { faultsInEveryLook } from './accessible.ts';
import { employeePortal } from './employee.portal.ts';
import { hrOf, lettersOf, lettersOfYear, openProgramme } from './employee.scenario.ts';
import { pictureOf } from './pictures.ts';

/** What can be known of a letter is told before anything is asked of its reader. */

const portal = employeePortal();
const { sit, nextCode } = portal;

const NOT_HERE = 'This code cannot be used here';

/** Enter a code on the first screen of a device without a wallet. */
async function showCode(page: Page, code: string): Promise<void> {
  await page.goto('/employee');
  await press(page, 'I have a letter with a code');
  await page.getByLabel('Code from your letter').fill(code);
  await press(page, 'Go on');
}

/** Runs in the page: the names under which something lies on the device. */
async function keptNames(): Promise<IDBValidKey[]> {
  const db = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open('app');
    opening.onsuccess = () => { resolve(opening.result); };
  });
  return new Promise((resolve) => {
    const reading = db.transaction('kept').objectStore('kept').getAllKeys();
    reading.onsuccess = () => { db.close(); resolve(reading.result); };
  });
}

it('that was used before is refused at once, with what to do, and no words are asked for', async () => {
  const code = nextCode();
  const first = await sit();
  await fillWallet(first.page, code);
  const { page, context } = await sit();
  await showCode(page, code);
  await page.getByText(NOT_HERE).waitFor();
  await page.getByText('somebody else may have used your letter').waitFor();
  expect(await page.getByRole('heading', { name: 'Twelve words' }).count()).toBe(0);
  await press(page, 'Enter another code');
  await page.getByLabel('Code from your letter').waitFor();
  await showCode(page, code);
  await press(page, 'Come back with twelve words');
  await reach(page, 'Come back with your words');
  await first.context.close();
  await context.close();
});

it('that never was gets the same answer as one that was used', async () => {
  const used = nextCode();
  const first = await sit();
  await showCode(first.page, used);
  await reach(first.page, 'Twelve words');
  const { page, context } = await sit();
  const answers: string[] = [];
  const words: string[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('/graphql')) void response.text().then((text) => answers.push(text));
  });
  const never = writeGroups(toQuintets(randomBytes(13))).join('-');
  for (const code of [used, never]) {
    await showCode(page, code);
    await page.getByText(NOT_HERE).waitFor();
    words.push(await page.getByRole('status').filter({ hasText: NOT_HERE }).innerText());
  }
  expect(words[0]).toBe(words[1]);
  expect(new Set(answers.filter((text) => text.includes('claimCode'))).size).toBe(1);
  await first.context.close();
  await context.close();
});

it('goes on after the page was closed between the check and the wallet, and on this device alone', async () => {
  const code = nextCode();
  const { page, context } = await sit();
  await page.goto('/employee');
  await enterCode(page, code);
  const elsewhere = await sit();
  await showCode(elsewhere.page, code);
  await elsewhere.page.getByText(NOT_HERE).waitFor();
  await elsewhere.context.close();
  await page.goto('about:blank');
  await page.goto('/employee');
  await enterCode(page, code);
  expect(await page.evaluate(keptNames)).toEqual(['c']);
  await choosePassphrase(page);
  await page.getByText('3 sessions are on this device').waitFor();
  // The key that held the letter has served, and is gone.
  expect(await page.evaluate(keptNames)).toEqual(['a', 'b']);
  await press(page, 'Go on');
  expect(await sessionsLeft(page)).toBe(3);
  await context.close();
});

it('of another programme leaves what is booked by the first one in sight, and she can turn to it',
  async () => {
    const { service: { world: { scenario } }, period } = portal.scenario;
    const another = await openProgramme(await hrOf(portal.scenario), period, 'Care elsewhere');
    const [code] = await lettersOf(scenario.gatewayOperator, another, period);
    const { page, context } = await sit();
    await fillWallet(page, nextCode());
    await agree(page);
    await bookFirstTime(page);
    await press(page, 'Done');
    await press(page, 'Enter another code');
    await page.getByLabel('Code from your letter').fill(code!);
    await press(page, 'Go on');
    await page.getByText('3 sessions are on this device').waitFor();
    await press(page, 'Go on');
    await reach(page, 'Your sessions');
    const beside = page.getByRole('region', { name: 'By another letter of yours' });
    await beside.getByText('2 sessions left, until').waitFor();
    await beside.getByText(/^Booked: /).waitFor();
    expect(await sessionsLeft(page)).toBe(3);
    expect(await faultsInEveryLook(page, 'two letters')).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await pictureOf(page, 'employee-two-letters-phone');
    await press(page, 'Turn to these sessions');
    await page.getByRole('button', { name: 'Cancel this session' }).first().waitFor();
    await beside.getByText('3 sessions left, until').or(beside.getByText('Its sessions can')).waitFor();
    expect(await sessionsLeft(page)).toBe(2);
    await context.close();
  }, 120_000);

it('of a year to come is hers, and she reads from which day on it brings sessions', async () => {
  const { programmeId, period } = portal.scenario;
  const next = nextPeriod(period);
  const [code] = await lettersOfYear(
    portal.scenario, await hrOf(portal.scenario), programmeId, next.label);
  const { page, context } = await sit();
  await page.goto('/employee');
  await enterCode(page, code!);
  await choosePassphrase(page);
  await page.getByText('This letter is for a year to come').waitFor();
  const day = new Date(next.startsBooking)
    .toLocaleDateString('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });
  await page.getByText(new RegExp(`can be fetched from .*${day}`)).waitFor();
  expect(await page.getByText('The time of this code is over').count()).toBe(0);
  await pictureOf(page, 'employee-early-phone');
  // The letter of this year is good all the same.
  await press(page, 'Enter another code');
  await page.getByLabel('Code from your letter').fill(nextCode());
  await press(page, 'Go on');
  await page.getByText('3 sessions are on this device').waitFor();
  await context.close();
});

it('whose year has no keys, or was ended after a restore, is told just that, and not as an attack',
  async () => {
    const { service: { cluster }, programmeId, period } = portal.scenario;
    const { page, context } = await sit();
    const code = nextCode();
    await cluster.query('gateway', `UPDATE issuer_key SET mirrored_on = NULL`);
    await page.goto('/employee');
    await enterCode(page, code);
    await choosePassphrase(page);
    await page.getByText('No sessions can be fetched with this letter now').waitFor();
    await page.getByText('the letter was not used up').waitFor();
    expect(await page.getByText('stopped to protect you').count()).toBe(0);
    await cluster.query('gateway', `UPDATE issuer_key SET mirrored_on = '2026-01-01'`);
    await press(page, 'Enter another code');
    await page.getByLabel('Code from your letter').fill(code);
    await press(page, 'Go on');
    await page.getByText('3 sessions are on this device').waitFor();
    await context.close();

    const other = await sit();
    await cluster.query('vault', `INSERT INTO period_ended VALUES ($1, $2, '2026-01-01', 'Ada')`,
      [programmeId, period]);
    await other.page.goto('/employee');
    await enterCode(other.page, nextCode());
    await choosePassphrase(other.page);
    await other.page.getByText('This letter brings no sessions any more').waitFor();
    await other.page.getByText('The letter of the next year brings new sessions').waitFor();
    await other.context.close();
  });
