import type { Page } from 'playwright-core';
import { newPhrase } from '#pseudonym/phrase';
import { claimCredits } from '#wallet/claim';
import { readCase } from '#wallet/care';
import { readPractices } from '#wallet/directory';
import { written } from '#wallet/documents';
import { exchangeMessages, ownThreads, writeTo } from '#wallet/messages';
import type { Wallet } from '#wallet/wallet';
import { awaited } from '../../demo/story/together.ts';
import { agreeTo, bookEarliest, WalletScene } from '../e2e/wallets.ts';
import { faultsInEveryLook } from './accessible.ts';
import { openBrowser, type OpenedBrowser, type Seat } from './browser.ts';
import type { ScenarioTherapist } from './employee.scenario.ts';
import { addLockingAuthenticator } from './locking-authenticator.ts';
import { hide } from './page-time.ts';
import { picture, signInAt, visit } from './therapist.person.ts';

/** A therapist and a client write to each other: she in her console, the client with a wallet. */

const PASSPHRASE = 'thistle lantern quarry';
const WHO = written<{ provider: { id: string } }>('query { provider { id } }');
const DECLINE = written(`mutation ($input: AnswerReferralInput!) {
  answerReferral(input: $input) { __typename } }`);

let scene: WalletScene;
let browser: OpenedBrowser;
let seat: Seat;
let page: Page;
let wallet: Wallet;
let therapist: ScenarioTherapist;
let phrase: string;
beforeAll(async () => {
  scene = await WalletScene.open();
  browser = await openBrowser();
  ({ wallet } = await scene.wallet());
  await claimCredits(wallet, scene.nextCode());
  await agreeTo(wallet);
  await bookEarliest(wallet);
  await readCase(wallet);
  therapist = await therapistOf((await ownThread()).referral.provider.id);
  seat = await browser.seat({ origin: scene.scenario.origin });
  page = seat.page;
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await scene?.close();
});
afterEach(() => { expect([seat.said, seat.violations]).toEqual([[], []]); });

const ownThread = async () => (await ownThreads(wallet))[0]!;
const press = (at: Page, name: string) => at.getByRole('button', { name, exact: true }).click();
const said = (at: Page) => at.locator('.said:not(.said-waiting) .written-text').allTextContents();
const texts = async () => {
  await exchangeMessages(wallet);
  return (await ownThread()).words.map(({ text }) => text);
};

async function therapistOf(id: string): Promise<ScenarioTherapist> {
  for (const one of scene.scenario.therapists) {
    if ((await one.door.ask(WHO)).provider.id === id) return one;
  }
  throw new Error('nobody has this id');
}

/** Whoever comes back to the page exchanges at once. */
async function comeBack(): Promise<void> {
  await hide(page, true);
  await hide(page, false);
}

/** Answer what the quiz asks: the first time with another word. */
async function answerQuiz(words: readonly string[]): Promise<void> {
  for (let question = 1; question <= 3; question += 1) {
    await page.getByText(`Question ${question} of 3`).waitFor();
    const asked = await page.locator('#question').textContent() ?? '';
    const right = words[Number(/\d+/.exec(asked)?.[0]) - 1]!;
    const offered = page.locator('.phrase-choices button');
    if (question === 1) {
      await offered.filter({ hasNotText: new RegExp(`^${right}$`) }).first().click();
      await page.getByText('It is another one. Look at your paper.').waitFor();
    }
    await offered.filter({ hasText: new RegExp(`^${right}$`) }).click();
  }
}

async function lock(at: Page): Promise<void> {
  await at.getByLabel('Passphrase for this device').fill(PASSPHRASE);
  await at.getByLabel('The same again').fill(PASSPHRASE);
  await at.keyboard.press('Enter');
  await at.getByRole('button', { name: 'Lock messages' }).waitFor();
}

async function openThread(at: Page): Promise<void> {
  await at.getByRole('button', { name: /^Open the thread with/ }).click();
  await at.getByRole('log').waitFor();
}

it('sets up keys from twelve words, which are asked back; a wrong one is said', async () => {
  await signInAt(page, therapist);
  await visit(page, 'Messages');
  await page.getByText('Nobody can reset these words').waitFor();
  await picture(page, 'messages-about');
  await press(page, 'Set up your keys');
  const words = await page.locator('.words li').allTextContents();
  expect(words).toHaveLength(12);
  phrase = words.join(' ');
  await picture(page, 'messages-words');
  await press(page, 'I have written them down');
  await answerQuiz(words);
  await lock(page);
  expect(await faultsInEveryLook(page, 'inbox')).toEqual([]);
});

it('reads what a client writes, and the client reads the answer', async () => {
  await awaited('her keys in the directory', async () => {
    wallet.doors.forgetDirectory();
    await readPractices(wallet);
    await exchangeMessages(wallet);
    return (await ownThread()).canBeWritten || undefined;
  });
  const first = 'I would rather begin\nwith <b>my sleep</b>.\u0007 \u202Eנכתב';
  await writeTo(wallet, (await ownThread()).referral.id, first);
  await exchangeMessages(wallet);
  await comeBack();
  await page.getByText('1 new message').waitFor();
  await picture(page, 'messages-inbox');
  await openThread(page);
  expect(await said(page)).toEqual([first.replace('\u0007', '\uFFFD')]);
  const field = page.getByLabel(/^Write to/);
  await field.fill('x'.repeat(6_600));
  await page.getByText('Nothing is cut.').waitFor();
  await press(page, 'Send');
  expect(await field.inputValue()).toHaveLength(6_600);
  const answer = `Of course.\n${'Until Tuesday. '.repeat(200).trim()}`;
  await field.fill(answer);
  await press(page, 'Send');
  await page.locator('.said-own:not(.said-waiting)').waitFor();
  expect(await field.inputValue()).toBe('');
  expect(await texts()).toEqual([first, answer]);
  expect((await ownThread()).faults).toEqual([]);
  await picture(page, 'messages-thread');
  expect(await faultsInEveryLook(page, 'thread')).toEqual([]);
  await press(page, 'All clients');
  await page.getByRole('button', { name: /^Open the thread with/ }).waitFor();
  expect(await page.getByText(/new message/).count()).toBe(0);
});

it('asks for the passphrase after a reload and after signing out, and then has all of it', async () => {
  const before = await texts();
  const unlock = async () => {
    await page.getByLabel('Passphrase of this device').fill(`${PASSPHRASE}s`);
    await page.keyboard.press('Enter');
    await page.getByText('This does not open it. Try again.').waitFor();
    await page.getByLabel('Passphrase of this device').fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await openThread(page);
    expect((await said(page)).map((text) => text.length))
      .toEqual(before.map((text) => text.length));
  };
  await page.reload();
  await unlock();
  await press(page, 'Sign out');
  await signInAt(page, therapist);
  await visit(page, 'Messages');
  await unlock();
});

it('takes no other words on another device, and brings everything with hers', async () => {
  const other = await browser.seat({ origin: scene.scenario.origin, width: 390 });
  await signInAt(other.page, therapist);
  await visit(other.page, 'Messages');
  const give = async (words: string) => {
    await other.page.getByLabel('Your twelve words').fill(words);
    await press(other.page, 'Open your messages');
  };
  await give(newPhrase());
  await other.page.getByText('your keys follow from others').waitFor();
  await give(phrase);
  await lock(other.page);
  await openThread(other.page);
  await other.page.locator('.said').nth(1).waitFor();
  expect(await said(other.page)).toEqual(await said(page));
  await other.page.getByLabel(/^Write to/).fill('From my other device.');
  await press(other.page, 'Send');
  await other.page.getByText('From my other device.').and(other.page.locator('.written-text')).waitFor();
  await awaited('her words', async () =>
    (await texts()).includes('From my other device.') || undefined);
  expect((await ownThread()).faults).toEqual([]);
  await other.context.close();
});

it('opens in one tab at a time, and goes on where she says so', async () => {
  const second = await seat.context.newPage();
  await signInAt(second, therapist);
  await visit(second, 'Messages');
  const unlock = async (name: string) => {
    await second.getByLabel('Passphrase of this device').fill(PASSPHRASE);
    await press(second, name);
  };
  await unlock('Open your messages');
  await second.getByText('Your messages are open in another tab of this browser').waitFor();
  await press(second, 'Go on here instead');
  await openThread(second);
  await page.getByLabel('Passphrase of this device').waitFor();
  await second.close();
  await page.getByLabel('Passphrase of this device').fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await openThread(page);
});

it('says what the vault keeps back, and writes on to the key that it saw first', async () => {
  const { cluster } = scene.scenario.service;
  const { referral } = await ownThread();
  // Locked, so that the page has not read what is taken away.
  await press(page, 'All clients');
  await press(page, 'Lock messages');
  for (const text of ['One.', 'Two.']) await writeTo(wallet, referral.id, text);
  await exchangeMessages(wallet);
  await cluster.query('vault', `DELETE FROM message WHERE provider_place =
    (SELECT max(provider_place) - 1 FROM message)`);
  await page.getByLabel('Passphrase of this device').fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await openThread(page);
  await page.getByText('A message was kept back').waitFor();
  await page.getByText('Two.', { exact: true }).waitFor();
  await cluster.query('vault', `UPDATE referral SET client_key = sha256('another')
    WHERE id = $1`, [referral.id]);
  await comeBack();
  await page.getByText('The vault names another key for this client than before').waitFor();
  await picture(page, 'messages-faults');
  await page.getByLabel(/^Write to/).fill('Still to you.');
  await press(page, 'Send');
  await awaited('her words', async () => (await texts()).includes('Still to you.') || undefined);
});

it('opens by a passkey; a new device writes to no key with which nothing of the client opens', async () => {
  const origin = scene.scenario.origin.replace('127.0.0.1', 'localhost');
  const { context, page: own } = await browser.seat({ origin, language: 'es-ES', width: 390 });
  await addLockingAuthenticator(own);
  await signInAt(own, therapist);
  await visit(own, 'Mensajes');
  await own.getByLabel('Sus doce palabras').fill(phrase);
  await press(own, 'Abrir sus mensajes');
  await own.getByLabel('Frase de paso para este dispositivo').fill(PASSPHRASE);
  await own.getByLabel('La misma otra vez').fill(PASSPHRASE);
  await own.keyboard.press('Enter');
  await own.getByText('Abrirlos con una llave de acceso en este dispositivo').click();
  await own.getByLabel('Frase de paso de este dispositivo').fill(PASSPHRASE);
  await press(own, 'Crear una llave de acceso');
  await own.getByText('Una llave de acceso también abre aquí sus mensajes').waitFor();
  await own.reload();
  await press(own, 'Usar la llave de acceso');
  await own.getByRole('button', { name: /^Abrir el hilo con/ }).click();
  await own.locator('.said').first().waitFor();
  await own.getByText('No puede escribir aquí desde este dispositivo').waitFor();
  expect(await own.getByLabel(/^Escribir a/).count()).toBe(0);
  await picture(own, 'messages-es');
  await context.close();
});

it('gives her words back that are refused, with why', async () => {
  const { referral } = await ownThread();
  await therapist.door.ask(DECLINE, { input: {
    idempotencyKey: crypto.randomUUID(), referralId: referral.id, answer: 'DECLINE' } });
  await page.getByLabel(/^Write to/).fill('See you on Tuesday.');
  await press(page, 'Send');
  const refused = page.getByRole('status').filter({ hasText: 'Not sent' });
  await refused.filter({ hasText: 'This thread is closed: nothing more can be written' }).waitFor();
  expect(await refused.locator('.written-text').allTextContents()).toEqual(['See you on Tuesday.']);
  await picture(page, 'messages-refused');
  await press(page, 'I do not need it any more');
  await refused.waitFor({ state: 'detached' });
});

it('sends nothing but sealed requests, and no word of it in clear', () => {
  const { origin } = new URL(scene.scenario.origin);
  expect(seat.sent.filter(({ url }) => new URL(url).origin !== origin)).toEqual([]);
  const posted = seat.sent.filter(({ method }) => method !== 'GET');
  expect(new Set(posted.map(({ url }) => new URL(url).pathname))).toEqual(new Set(['/relay']));
  const told = seat.sent.map(({ url, body }) => `${url} ${body?.toString('latin1') ?? ''}`).join();
  for (const needle of ['Until Tuesday', 'my sleep', phrase, PASSPHRASE]) {
    expect(told.includes(needle)).toBe(false);
  }
});
