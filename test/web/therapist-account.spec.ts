import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { faultsInEveryLook } from './accessible.ts';
import { openBrowser, type OpenedBrowser, type Seat } from './browser.ts';
import { openService, type WebService } from './service.ts';
import { giveWords, newcomer, OWN_PASSWORD, picture, visit } from './therapist.person.ts';

/** A therapist with a password that was printed: from there to an account that is hers alone. */

let service: WebService;
let browser: OpenedBrowser;
let seat: Seat;
let page: Page;
let words: { login: string; password: string };
let app: TOTP;
let recovery: string[];
/** The code that was given last. */
let used: string;

beforeAll(async () => {
  service = await openService();
  browser = await openBrowser();
  seat = await browser.seat({ origin: service.origin, width: 390, height: 844 });
  page = seat.page;
  words = await newcomer(service.world);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await service?.close();
});
afterEach(() => { expect([seat.said, seat.violations]).toEqual([[], []]); });

const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const shown = (ahead = 0) => app.generate({
  timestamp: service.world.scenario.clock.now().getTime() + ahead * 30_000 });

it('is asked for a password of her own before anything else, and told why one is refused', async () => {
  await giveWords(page, words);
  await page.getByText('Choose a password of your own').waitFor();
  expect(await page.getByRole('navigation').count()).toBe(0);
  for (const [unfit, why] of [
    ['short', 'At least 12 characters, please.'], ['aaaaaaaaaaaa', /repeats the same characters/],
    [words.login, /your own name, address/], [words.password, /the password that you have now/],
    ['Password123!', /passwords that are tried first/],
  ] as const) {
    await page.getByLabel('New password').fill(unfit);
    await press('Set password and sign in');
    await page.getByText(why).waitFor();
  }
  expect(await faultsInEveryLook(page, 'first password')).toEqual([]);
  await picture(page, 'first-password');
  await page.getByLabel('New password').fill(OWN_PASSWORD);
  await press('Set password and sign in');
  await page.getByText('Therapists need one before anything else.').waitFor();
  for (const path of ['', '/claims', '/availability']) {
    await page.goto(`/therapist${path}`);
    await page.getByRole('heading', { level: 1, name: 'Set up a second factor' }).waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
  }
  expect(await faultsInEveryLook(page, 'set up first')).toEqual([]);
  await picture(page, 'set-up-first');
});

it('sets up an authenticator first, is shown her recovery codes once, and then everything', async () => {
  const start = page.locator('.code-form').getByLabel('Present password');
  await start.fill('somebody else of hers');
  await press('Set up a second factor');
  await page.getByText('This is not your present password.').waitFor();
  await picture(page, 'second-factor-password');
  expect(await faultsInEveryLook(page, 'second factor\'s password')).toEqual([]);
  await start.fill(OWN_PASSWORD);
  await press('Set up a second factor');
  await page.getByText('Or type the secret').click();
  const typed = await page.locator('.secret-to-type').textContent() ?? '';
  app = new TOTP({ secret: Secret.fromBase32(typed.replaceAll(' ', '')) });
  await picture(page, 'second-factor');
  expect(await faultsInEveryLook(page, 'second factor')).toEqual([]);
  await page.getByLabel('Code of the app').first().fill('000000');
  await press('Switch it on');
  await page.getByText(/^Not right, or used before/).waitFor();
  used = shown();
  await page.getByLabel('Code of the app').first().fill(used);
  await press('Switch it on');
  await page.getByText('They are shown this once.').waitFor();
  recovery = await page.locator('.recovery li').allTextContents();
  expect(new Set(recovery).size).toBe(10);
  await press('I have kept them');
  await visit(page, 'Account', 'Your account');
  await page.getByText('10 recovery codes are left.').waitFor();
});

it('is asked for a code at the next sign-in; a replayed one is refused, a recovery code opens', async () => {
  await press('Sign out');
  await giveWords(page, { ...words, password: OWN_PASSWORD });
  const field = page.getByLabel('Code of your authenticator app');
  await field.fill(used);
  await press('Sign in');
  await page.getByText(/^Not right, or used before/).waitFor();
  await picture(page, 'sign-in-code');
  await field.fill(recovery[0]!.toLowerCase());
  await press('Sign in');
  await page.getByRole('navigation').waitFor();
});

it('changes her password with a code, and switches the second factor off with both', async () => {
  await visit(page, 'Account', 'Your account');
  await page.getByText('9 recovery codes are left.').waitFor();
  await page.getByLabel('Present password').fill(OWN_PASSWORD);
  await page.getByLabel('New password').fill('seven green umbrellas dance');
  await page.getByLabel('Code of the app').fill(recovery[1]!);
  await press('Change the password');
  await page.getByText('Your password is changed.').waitFor();
  await press('Switch it off');
  const form = page.locator('.code-form');
  await form.getByLabel('Present password').fill('seven green umbrellas dance');
  await form.getByLabel('Code of the app').fill(recovery[2]!);
  await form.getByRole('button').click();
  await page.getByText('Therapists need one before anything else.').waitFor();
  expect(await page.getByRole('navigation').count()).toBe(0);
});

it('adds a passkey by keyboard, and signs in and changes her password by it', async () => {
  // Browsers bind passkeys to a name: an address of numbers has none.
  const own = await browser.seat({ origin: service.origin.replace('127.0.0.1', 'localhost') });
  const cdp = await own.context.newCDPSession(own.page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', { options: {
    protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
    isUserVerified: true, automaticPresenceSimulation: true,
  } });
  const hers = await newcomer(service.world, 'Ines Keyes');
  const pressed = (name: string) => own.page.getByRole('button', { name, exact: true }).click();
  await giveWords(own.page, hers);
  await own.page.getByLabel('New password').fill(OWN_PASSWORD);
  await own.page.keyboard.press('Enter');
  await own.page.getByLabel('Name of the passkey').fill('practice');
  await own.page.getByLabel('Present password, for the passkey').fill(OWN_PASSWORD);
  await own.page.keyboard.press('Enter');
  await own.page.getByRole('navigation').waitFor();
  await visit(own.page, 'Account', 'Your account');
  await own.page.getByRole('rowheader', { name: 'practice' }).waitFor();
  expect(await faultsInEveryLook(own.page, 'passkeys')).toEqual([]);
  await picture(own.page, 'passkeys');
  await own.page.getByLabel('Present password', { exact: true }).last().fill(OWN_PASSWORD);
  await own.page.getByLabel('New password').fill('seven green umbrellas dance');
  await pressed('Change the password');
  await own.page.getByText('Your password is changed.').waitFor();
  await pressed('Sign out');
  await giveWords(own.page, { ...hers, password: 'seven green umbrellas dance' });
  await own.page.getByText('The password is right.').waitFor();
  expect(await own.page.getByLabel('Code of your authenticator app').count()).toBe(0);
  expect(await faultsInEveryLook(own.page, 'sign-in by passkey')).toEqual([]);
  await picture(own.page, 'sign-in-passkey');
  await own.page.getByRole('button', { name: 'Use a passkey' }).focus();
  await own.page.keyboard.press('Enter');
  await own.page.getByRole('navigation').waitFor();
  expect([own.said, own.violations]).toEqual([[], []]);
});
