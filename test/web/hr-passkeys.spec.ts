import type { CDPSession, Locator, Page } from 'playwright-core';
import { faultsInEveryLook } from './accessible.ts';
import { openBrowser, type OpenedBrowser, type Seat } from './browser.ts';
import {
  codeOf, newEmployer, PASSWORD, press, setUpApp, signIn, signInByApp,
} from './hr.person.ts';
import { pictureOf } from './pictures.ts';
import { openService, type WebService } from './service.ts';

/** Passkeys, open sign-ins and the end of idle ones, as an administrator meets them. */

let service: WebService;
let browser: OpenedBrowser;
let origin: string;
let seat: Seat;
let page: Page;
let cdp: CDPSession;
let authenticatorId: string;
let email: string;

beforeAll(async () => {
  [service, browser] = await Promise.all([openService(), openBrowser()]);
  // Browsers bind passkeys to a name: an address of numbers has none.
  origin = service.origin.replace('127.0.0.1', 'localhost');
  seat = await browser.seat({ origin });
  page = seat.page;
  cdp = await seat.context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  ({ authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options: {
    protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
    isUserVerified: true, automaticPresenceSimulation: true,
  } }));
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await service?.close();
});
afterEach(() => { expect([seat.said, seat.violations]).toEqual([[], []]); });

const hasFocus = (one: Locator) => one.evaluate((seen) => seen === document.activeElement);
/** A part of the page has the focus, once what was focused in it is gone. */
const focused = (name: string) =>
  page.locator(`[role=group][aria-label="${name}"]:focus`).waitFor();
const account = async () => {
  await page.getByRole('link', { name: 'Account', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Your account' }).waitFor();
};
/** A code of her app, half a minute later: each is good once. */
const nextCode = async () => {
  const { clock } = service.world.scenario;
  await clock.moveTo(new Date(clock.now().getTime() + 30_000).toISOString());
  return codeOf(page);
};
async function addPasskey(name: string): Promise<void> {
  await page.getByLabel('Name of the passkey').fill(name);
  await page.getByLabel('Present password, for the passkey').fill(PASSWORD);
  await page.keyboard.press('Enter');
}

it('an administrator without a second factor sees nothing else, at any address', async () => {
  const invited = await newEmployer(service.world);
  ({ email } = invited);
  await page.goto(`/hr/join#${encodeURIComponent(invited.token)}`);
  await page.getByLabel('Choose a password').fill(PASSWORD);
  await press(page, 'Set password and sign in');
  await page.getByText('Administrators need one before anything else.').waitFor();
  for (const path of ['/letters', '/team', '/credits']) {
    await page.goto(`/hr${path}`);
    await page.getByRole('heading', { level: 1, name: 'Set up a second factor' }).waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
  }
  expect(await faultsInEveryLook(page, 'set up first')).toEqual([]);
  await pictureOf(page, 'hr-set-up-first-desktop');
  await page.setViewportSize({ width: 390, height: 844 });
  await pictureOf(page, 'hr-set-up-first-phone');
  await page.setViewportSize({ width: 1280, height: 800 });
});

it('adds a passkey by keyboard, and all screens are there', async () => {
  await addPasskey('laptop at work');
  await page.getByRole('heading', { level: 1, name: 'Team' }).or(
    page.getByRole('navigation')).first().waitFor();
  await account();
  await page.getByRole('rowheader', { name: 'laptop at work' }).waitFor();
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
  expect(credentials.map(({ rpId }) => rpId)).toEqual(['localhost']);
});

it('is told that this device has one already', async () => {
  await addPasskey('again');
  await page.getByText('This device has a passkey of yours already.').waitFor();
});

it('signs in by it, by keyboard', async () => {
  await press(page, 'Sign out');
  await signIn(page, email);
  const passkey = page.getByRole('button', { name: 'Use a passkey' });
  await passkey.waitFor();
  expect(await hasFocus(passkey)).toBe(true);
  expect(await page.getByLabel('Code of your authenticator app').count()).toBe(0);
  expect(await faultsInEveryLook(page, 'sign-in by passkey')).toEqual([]);
  await pictureOf(page, 'hr-sign-in-passkey');
  await page.setViewportSize({ width: 390, height: 844 });
  await pictureOf(page, 'hr-sign-in-passkey-phone');
  await page.setViewportSize({ width: 1280, height: 800 });
  // The look at it has walked through the page by Tab.
  await passkey.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').waitFor();
});

it('renames it, keeps an app beside it, and either lets her in', async () => {
  await account();
  await press(page, 'Rename “laptop at work”');
  await page.getByLabel('New name of “laptop at work”').fill('old laptop');
  await page.keyboard.press('Enter');
  await page.getByRole('rowheader', { name: 'old laptop' }).waitFor();
  await focused('Your passkeys');
  expect(await setUpApp(page)).toHaveLength(10);
  await page.getByText('It is on.').waitFor();
  await press(page, 'Sign out');
  await signInByApp(page, email);
  await press(page, 'Sign out');
  await signIn(page, email);
  await press(page, 'Use a passkey');
  await page.getByRole('navigation').waitFor();
});

it('removes it by the password and a code, and is asked for the app alone', async () => {
  await account();
  await press(page, 'Remove “old laptop”');
  await page.getByLabel('Present password, to remove “old laptop”').fill('not hers at all');
  await press(page, 'Remove the passkey');
  await page.getByText('This is not your present password.').waitFor();
  expect(await faultsInEveryLook(page, 'account')).toEqual([]);
  await pictureOf(page, 'hr-account-desktop');
  await page.setViewportSize({ width: 390, height: 844 });
  await pictureOf(page, 'hr-account-phone');
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByLabel('Present password, to remove “old laptop”').fill(PASSWORD);
  const code = page.getByLabel('Code of the app, to remove “old laptop”');
  await code.fill('000000');
  await press(page, 'Remove the passkey');
  await page.getByText(/^Not right, or used before/).waitFor();
  await code.fill(await nextCode());
  await press(page, 'Remove the passkey');
  await page.getByRole('rowheader', { name: 'old laptop' }).waitFor({ state: 'detached' });
  await focused('Your passkeys');
  await press(page, 'Sign out');
  await signIn(page, email);
  await page.getByLabel('Code of your authenticator app').fill(await nextCode());
  expect(await page.getByRole('button', { name: 'Use a passkey' }).count()).toBe(0);
  await press(page, 'Sign in');
  await page.getByRole('navigation').waitFor();
});

it('in Spanish says the same things', async () => {
  await account();
  await page.getByLabel('Language').selectOption('es');
  await page.getByRole('heading', { level: 2, name: 'Segundo factor: llaves de acceso' }).waitFor();
  await page.getByRole('heading', { level: 2, name: 'Dónde tiene la sesión abierta' }).waitFor();
  expect(await faultsInEveryLook(page, 'account, es')).toEqual([]);
  await pictureOf(page, 'hr-account-es');
  await page.getByLabel('Idioma').selectOption('en');
});

it('sees where she is signed in, and ends it there', async () => {
  const other = await browser.seat({ origin, language: 'es-ES', width: 390, height: 844 });
  await other.page.goto('/hr');
  await other.page.getByLabel('Correo del trabajo').fill(email);
  await other.page.getByLabel('Contraseña').fill(PASSWORD);
  await other.page.keyboard.press('Enter');
  await other.page.locator('input[autocomplete=one-time-code]').fill(await nextCode());
  await other.page.keyboard.press('Enter');
  await other.page.getByRole('navigation').waitFor();
  await page.reload();
  const rows = page.getByRole('region', { name: 'Where you are signed in' }).getByRole('row');
  await rows.nth(2).waitFor();
  expect(await rows.nth(1).textContent()).toMatch(/^Chrome.*This one, now/);
  await press(page, 'End it: Chrome');
  await page.getByText('It is ended there.').waitFor();
  await focused('Where you are signed in');
  expect(await rows.count()).toBe(2);
  await other.page.reload();
  await other.page.getByLabel('Contraseña').waitFor();
  expect([other.said, other.violations]).toEqual([[], []]);
});

it('is told before an idle sign-in ends, stays by a key, and is told when it has ended', async () => {
  await page.clock.install();
  await page.reload();
  await page.getByLabel('Name of the passkey').fill('typed and not sent');
  await page.clock.fastForward('28:30');
  await page.getByRole('dialog', { name: 'Are you still there?' }).waitFor();
  const stay = page.getByRole('button', { name: 'Stay signed in' });
  expect(await hasFocus(stay)).toBe(true);
  expect(await faultsInEveryLook(page, 'still there')).toEqual([]);
  await pictureOf(page, 'hr-still-there');
  await stay.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await page.getByLabel('Name of the passkey').inputValue()).toBe('typed and not sent');
  await page.clock.fastForward('28:30');
  await page.getByText('What you have typed here and not sent is lost then.').waitFor();
  await page.clock.fastForward('02:00');
  await page.getByText('Your sign-in has ended').waitFor();
  expect(await page.getByLabel('Name of the passkey').count()).toBe(0);
  await pictureOf(page, 'hr-ended');
  const left = await service.cluster.query('gateway', 'SELECT FROM hr_session');
  expect(left).toEqual([]);
});
