import { written } from '#wallet/documents';
import { Doors } from '#wallet/doors';
import type { IssuedBatch } from '#pseudonym/issued-batches';
import { rootsOf } from '#pseudonym/roots';
import type { Page } from 'playwright-core';
import { expectKind, type Kind } from '../../demo/story/kinds.ts';
import { meetingOf } from '../../demo/story/meeting.ts';
import { therapistJoins } from '../../demo/story/therapist-door.ts';
import { awaited } from '../../demo/story/together.ts';
import { resealed } from '../e2e/resealed.ts';
import { faultsInEveryLook } from './accessible.ts';
import {
  agree, bookFirstTime, choosePassphrase, fillWallet, press, reach, sessionsLeft,
} from './employee.person.ts';
import { employeePortal } from './employee.portal.ts';
import { pictureOf } from './pictures.ts';

/** Who comes back with her words, and whom she can find afterwards. */

const portal = employeePortal();
const { sit, nextCode, whileStopped } = portal;

/** Somebody whose device was lost, with or without a session booked. */
async function lost(booked: boolean): Promise<string[]> {
  const { page, context } = await sit();
  const words = await fillWallet(page, nextCode());
  if (booked) {
    await agree(page);
    await bookFirstTime(page);
  }
  await context.close();
  portal.letFilesBeMadeAnew();
  return words;
}

async function comeBack(page: Page, words: readonly string[], spanish = false): Promise<void> {
  await page.goto('/employee/return');
  await page.getByLabel(spanish ? 'Sus doce palabras' : 'Your twelve words').fill(words.join(' '));
  await press(page, spanish ? 'Recuperarlo' : 'Bring it back');
}

describe('after coming back', () => {
  it('sessions are being looked up until the case has come, and none is offered before', async () => {
    const words = await lost(true);
    const { page, context } = await sit();
    await comeBack(page, words);
    await page.getByText('Found. Lock it on this device.').waitFor();
    await page.getByText('Did you take a session out as a code before').waitFor();
    await whileStopped(async () => {
      await choosePassphrase(page);
      await page.getByText('Your sessions are being looked up').waitFor();
      expect(await page.locator('.left-number').count()).toBe(0);
      for (const name of ['Find a time', 'Take a session out as a code']) {
        expect(await page.getByRole('button', { name }).isDisabled()).toBe(true);
      }
      expect(await faultsInEveryLook(page, 'looked up')).toEqual([]);
      await pictureOf(page, 'employee-looked-up-phone');
    });
    expect(await sessionsLeft(page)).toBe(2);
    await page.getByText('One that you took out as a code before you came back counts').waitFor();
    expect(await page.getByText('Your sessions are being looked up').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Find a time' }).isEnabled()).toBe(true);
    await pictureOf(page, 'employee-came-back-phone');
    await press(page, 'Take a session out as a code');
    await page.getByText('this device does not know of them').waitFor();
    await context.close();
  });

  it.each<[string, boolean, (batch: IssuedBatch) => Partial<IssuedBatch>, RegExp, RegExp]>([
    ['for another group', true, () => ({ block: 'B7' }),
      /You were put into another group/, /Le han puesto en otro grupo/],
    ['by other keys', false, () => ({ sessionKeyId: '0'.repeat(64) }),
      /The sessions of a letter were not taken/, /Las sesiones de una carta no se han tomado/],
    ['with other signatures', false, ({ signatures }) => ({ signatures: signatures.map((one) =>
      Uint8Array.from(one, (byte, at) => (at === 255 ? byte ^ 1 : byte))) }),
    /The sessions of a letter were not taken/, /Las sesiones de una carta no se han tomado/],
  ])('sessions that somebody kept for her %s are not taken, and she reads why', async (
    _how, booked, change, english, spanish,
  ) => {
    const words = await lost(booked);
    const roots = await rootsOf(words.join(' '));
    for (const [language, said] of [['en-GB', english], ['es-ES', spanish]] as const) {
      const { page, context } = await sit({ language });
      await context.route('**/issued/*', async (route) => {
        const response = await route.fetch();
        const body = await resealed(roots, await response.body(), change)
          .catch(() => undefined);
        await route.fulfill(body ? { response, body: Buffer.from(body) } : { response });
      });
      await comeBack(page, words, language === 'es-ES');
      await page.getByText(said).waitFor();
      expect(await faultsInEveryLook(page, 'not taken')).toEqual([]);
      await pictureOf(page, `employee-not-taken-${language}`);
      if (language === 'en-GB') {
        await choosePassphrase(page);
        await page.getByText('No sessions are left on this device').waitFor();
      }
      await context.close();
    }
  });
});

describe('where a place has more therapists than the dozen whose times are shown a day', () => {
  const PLACE = 'FR';
  const MANY = 65;

  it('who suits what is wished for is found first, the one too who stands last', async () => {
    const { scenario } = portal.scenario.service.world;
    const registered = await Promise.all(
      Array.from({ length: MANY }, (_, place) => register(place)));
    const directory = await awaited('all of them in the directory', async () => {
      const { practices } = await new Doors(scenario.doorPorts).readDirectory();
      const here = practices.filter(({ licences }) =>
        licences.some(({ jurisdiction }) => jurisdiction === PLACE));
      return here.length === MANY ? here : undefined;
    });
    const last = directory.findLast(({ languages }) => languages.includes('nl'))!;
    const { login } = registered.find(({ providerId }) => providerId === last.id)!;
    const { console: door } = await therapistJoins(
      scenario, { login, password: await firstPassword(login) }, 'quiet lantern above canals');
    const startsAt = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 72 * 3_600_000);
    await door.ask(written(
      'mutation ($slots: [SlotInput!]!) { publishSlots(slots: $slots) { __typename } }'),
    { slots: Array.from({ length: 8 }, (_, hour) => ({ minutes: 50, modality: 'VIDEO',
      startsAt: new Date(startsAt.getTime() + hour * 3_600_000).toISOString() })) });

    const { page, context } = await sit();
    await fillWallet(page, nextCode());
    await agree(page);
    await page.getByLabel('1. Where will you be').selectOption(PLACE);
    await page.getByLabel('2. Which language').selectOption('nl');
    await press(page, 'Show the earliest times');
    await page.locator('.time', { hasText: last.name }).first().waitFor();
    await page.locator('.time').first().click();
    await press(page, 'Book with one session');
    await reach(page, 'Booked');
    await context.close();
  });

  type Registered = Kind & {
    __typename: 'ProviderRegistered'; providerId: string; login: string };

  /** What is shown once may have been shown to nobody, where so many are registered at once. */
  async function firstPassword(login: string): Promise<string> {
    const { resetProviderPassword } =
      await portal.scenario.service.world.scenario.vaultOperator.ask(
        written<{ resetProviderPassword: { password: string } }>(
          `mutation ($login: String!, $key: ID!) {
        resetProviderPassword(login: $login, idempotencyKey: $key) {
          ... on PasswordReset { password } } }`), { login, key: crypto.randomUUID() });
    return resetProviderPassword.password;
  }

  async function register(place: number): Promise<Registered> {
    const { registerProvider } = await portal.scenario.service.world.scenario.vaultOperator.ask(
      written<{ registerProvider: Registered }>(`mutation ($input: RegisterProviderInput!) {
        registerProvider(input: $input) { __typename
          ... on ProviderRegistered { providerId login }
          ... on RegistrationRefused { code } } }`),
      { input: {
        name: `Therapist ${String(place).padStart(2, '0')}`, languages: [place === MANY - 1 ? 'nl' : 'en'],
        modalities: ['VIDEO'], specialities: ['STRESS'], gender: 'FEMALE',
        timeZone: 'Europe/Paris', idempotencyKey: crypto.randomUUID(), meeting: meetingOf(['VIDEO']),
        licences: [{ jurisdiction: PLACE, number: `FR-${place}`, expires: '2035-12-31' }],
      } });
    return expectKind(registerProvider, 'ProviderRegistered');
  }
});
