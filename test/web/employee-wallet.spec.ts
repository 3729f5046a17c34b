import type { Page } from 'playwright-core';
import encodeQR from 'qr';
import { newPhrase } from '#pseudonym/phrase';
import {
  choosePassphrase, enterCode, fillWallet, learnWords, PASSPHRASE, press, reach, sessionsLeft,
  unlock,
} from './employee.person.ts';
import { employeePortal } from './employee.portal.ts';
import { addLockingAuthenticator } from './locking-authenticator.ts';

/** The wallet in the browser: what it survives, what it lets out, and how it is opened. */

const portal = employeePortal();
const { sit, nextCode } = portal;

/** Whoever sees her type it would see a part of what brings her wallet back. */
async function refusesItsOwnWords(page: Page, words: readonly string[]): Promise<void> {
  for (const label of ['Passphrase for this device', 'The same again']) {
    await page.getByLabel(label).fill(words.slice(3, 6).join('-'));
  }
  await press(page, 'Lock and go on');
  await page.getByText('These are words of your twelve.').waitFor();
}

it('asks again with the same bytes when the answer was lost and the page was closed', async () => {
  const { page, context } = await sit();
  const asked: string[] = [];
  await context.route('**/graphql', async (route) => {
    if (!route.request().headers()['authorization']) return route.fallback();
    asked.push(route.request().postData() ?? '');
    await route.fetch();
    return asked.length === 1 ? route.abort() : route.fallback();
  });
  await page.goto('/employee');
  await enterCode(page, nextCode());
  await choosePassphrase(page);
  await page.getByText('The service cannot be reached from here').waitFor();
  await page.goto('/employee');
  await unlock(page);
  await press(page, 'Go on fetching them');
  await page.getByText('3 sessions are on this device').waitFor();
  expect(asked).toHaveLength(2);
  expect(asked[1]).toBe(asked[0]);
  await context.close();
});

it('brings credits back to a second device although the first was lost in the middle', async () => {
  const first = await sit();
  const code = nextCode();
  await first.context.route('**/graphql', (route) =>
    (route.request().headers()['authorization'] ? route.abort() : route.fallback()));
  await first.page.goto('/employee');
  const words = await enterCode(first.page, code);
  await refusesItsOwnWords(first.page, words);
  await choosePassphrase(first.page);
  await first.page.getByText('The service cannot be reached from here').waitFor();
  await first.context.close();
  portal.letFilesBeMadeAnew();
  const { page, context } = await sit();
  await page.goto('/employee');
  await press(page, /twelve words/);
  await page.getByLabel('Your twelve words').fill(words.join(' '));
  await press(page, 'Bring it back');
  await page.getByText('Found. Lock it on this device.').waitFor();
  await refusesItsOwnWords(page, words);
  await choosePassphrase(page);
  await reach(page, 'Your code');
  await page.getByLabel('Code from your letter').fill(code);
  await press(page, 'Go on');
  await page.getByText('3 sessions are on this device').waitFor();
  await context.close();
});

it('stops before anything is asked for when the person says so, and goes on later', async () => {
  const { page, context, sent } = await sit();
  const held = Promise.withResolvers<undefined>();
  await page.goto('/employee');
  await enterCode(page, nextCode());
  await context.route('**/relay', async (route) => {
    await held.promise;
    await route.fallback();
  });
  await choosePassphrase(page);
  await page.getByText('Comparing both copies of the keys').first().waitFor();
  await press(page, 'Stop');
  await page.getByText('Stopped: nothing was asked for').waitFor();
  held.resolve(undefined);
  expect(sent.some(({ headers }) => headers['authorization'])).toBe(false);
  await press(page, 'Go on');
  await page.getByText('3 sessions are on this device').waitFor();
  await context.close();
});

it('reads a letter from its picture, here, and refuses terms that its words are not for', async () => {
  const { page, context } = await sit();
  await page.goto('/employee');
  const text = `${nextCode()} zoo-zoo-zoo-zoo-zoo-zoo-zoo-zoo`;
  const png = await page.evaluate(drawPicture, encodeQR(text, 'raw'));
  await press(page, 'I have a letter with a code');
  await press(page, 'Read the square picture instead');
  await page.locator('input[type=file]').setInputFiles(
    { name: 'letter.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') });
  await learnWords(page);
  await choosePassphrase(page);
  await page.getByText('Your letter carries other words').waitFor();
  await page.getByText('No session was asked for, and your letter was not used up.').waitFor();
  await context.close();
});

/** What the cost of a passphrase is made of, where it is also a word that may be drawn. */
const NAMES_IN_LOCKS = ['memory'];

it('lies on the device sealed and of one size, whatever is in it', async () => {
  const { page, context } = await sit();
  const words = await fillWallet(page, nextCode());
  const kept = await page.evaluate(readEverything);
  expect(kept.sizes).toEqual([131_072 + 12 + 16]);
  // Three letters stand in so many sealed bytes by chance; two words in a row do not.
  const long = words.filter((word) => word.length > 4 && !NAMES_IN_LOCKS.includes(word));
  for (const word of long) expect(kept.text).not.toContain(word);
  for (const [place, word] of words.slice(1).entries()) {
    expect(kept.text).not.toMatch(new RegExp(`${words[place]}[ ,"\\n]*${word}`));
  }
  expect(kept.text).not.toContain(portal.scenario.programmeId);
  expect(kept.text).not.toContain('SOTTO');
  await context.close();
});

it('opens by a passkey where the browser has one that can lock', async () => {
  const { page, context } = await sit({ origin: portal.scenario.origin.replace('127.0.0.1', 'localhost') });
  await addLockingAuthenticator(page);
  await fillWallet(page, nextCode());
  await press(page, 'This device and your twelve words');
  await press(page, 'Open it with a passkey too');
  await page.getByLabel('Passphrase of this device').fill(PASSPHRASE);
  await press(page, 'Go on');
  await page.getByText('A passkey opens it too').waitFor();
  await press(page, 'Lock');
  await press(page, 'Use the passkey');
  await reach(page, 'Your sessions');
  expect(await sessionsLeft(page)).toBe(3);
  await context.close();
});

it('keeps no words, knows whether they are the right ones, and takes another passphrase', async () => {
  const { page, context } = await sit();
  const words = await fillWallet(page, nextCode());
  await press(page, 'This device and your twelve words');
  await press(page, 'Check that I have them');
  await page.getByLabel('Your twelve words').fill(newPhrase());
  await press(page, 'Check them');
  await page.getByText('These are the words of another wallet').waitFor();
  await page.getByLabel('Your twelve words').fill(words.join(' '));
  await press(page, 'Check them');
  await page.getByText('You have them right').waitFor();
  await press(page, 'Change the passphrase');
  await page.getByLabel('Passphrase of this device').fill('not the one of before');
  await press(page, 'Go on');
  await page.getByText('This does not open it').waitFor();
  expect(await page.getByLabel('The same again').count()).toBe(0);
  await page.getByLabel('Passphrase of this device').fill(PASSPHRASE);
  await press(page, 'Go on');
  await page.getByLabel('Passphrase for this device').fill(newPhrase());
  await press(page, 'Lock with it');
  await page.getByText('These are twelve words that bring everything back.').waitFor();
  await page.getByLabel('Passphrase for this device').fill('quite another one');
  await page.getByLabel('The same again').fill('quite another one');
  await press(page, 'Lock with it');
  await page.getByText('The passphrase was changed').waitFor();
  await press(page, 'Lock');
  await page.getByLabel('Passphrase of this device').fill('quite another one');
  await press(page, 'Unlock');
  await reach(page, 'Your sessions');
  await context.close();
});

it('is not replaced by the first screens: they ask to unlock what is on the device', async () => {
  const { page, context } = await sit();
  const tab = await context.newPage();
  await tab.goto('/employee');
  const otherWords = await enterCode(tab, nextCode());
  await page.goto('/employee');
  const words = await enterCode(page, nextCode());
  await choosePassphrase(page);
  await page.getByText('3 sessions are on this device').waitFor();
  // Another tab that had begun before: what it would make is refused.
  await choosePassphrase(tab);
  await reach(tab, 'Locked');
  await tab.goto('/employee/start');
  await reach(tab, 'Locked');
  await tab.close();
  for (const address of ['/employee/start', '/employee/return']) {
    await page.goto(address);
    await reach(page, 'Locked');
  }
  await unlock(page);
  expect(await sessionsLeft(page)).toBe(3);
  await press(page, 'This device and your twelve words');
  await press(page, 'Check that I have them');
  for (const [typed, answer] of [
    [otherWords, 'These are the words of another wallet'], [words, 'You have them right'],
  ] as const) {
    await page.getByLabel('Your twelve words').fill(typed.join(' '));
    await press(page, 'Check them');
    await page.getByText(answer).waitFor();
  }
  await context.close();
});

/** Runs in the page: a QR code as a picture, base64 of a PNG. */
function drawPicture(rows: boolean[][]): string {
  const scale = 8;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = (rows.length + 8) * scale;
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#000';
  rows.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (dark) context.fillRect((x + 4) * scale, (y + 4) * scale, scale, scale);
    });
  });
  return canvas.toDataURL('image/png').split(',')[1] ?? '';
}

/** Runs in the page: all that is stored, as text, and the sizes of what is stored as bytes. */
async function readEverything(): Promise<{ text: string; sizes: number[] }> {
  const db = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open('app');
    opening.onsuccess = () => { resolve(opening.result); };
  });
  const all = await new Promise<unknown[]>((resolve) => {
    const reading = db.transaction('kept').objectStore('kept').getAll();
    reading.onsuccess = () => { resolve(reading.result as unknown[]); };
  });
  db.close();
  const boxes = all.filter((one) => one instanceof Uint8Array);
  const text = boxes.map((box) => new TextDecoder('latin1').decode(box)).join('')
    + JSON.stringify(all.filter((one) => !(one instanceof Uint8Array)));
  return { text, sizes: boxes.map((box) => box.length) };
}
