import { written } from '#wallet/documents';
import {
  agree, bookFirstTime, chooseFirstTime, fillWallet, PASSPHRASE, press, reach, sessionsLeft, unlock,
} from './employee.person.ts';
import { employeePortal } from './employee.portal.ts';
import { spendAll } from './spent-all.ts';

/** What the employee portal does when something is not as it should be, or somebody comes in. */

const portal = employeePortal();
const { sit, nextCode } = portal;

describe('leaving quickly', () => {
  it.each(['the button', 'Shift three times'])('by %s shows another page, and Back does not return',
    async (way) => {
      const { page, context } = await sit();
      await context.route('https://www.wikipedia.org/**', (route) =>
        route.fulfill({ contentType: 'text/html', body: '<title>Wikipedia</title>' }));
      await page.goto(`${portal.scenario.origin}/time`);
      await fillWallet(page, nextCode());
      await press(page, 'This device and your twelve words');
      const gone = page.waitForURL('https://www.wikipedia.org/');
      if (way === 'the button') await press(page, 'Leave quickly');
      else for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('Shift');
      await gone;
      await page.goBack();
      expect(new URL(page.url()).pathname).toBe('/time');
      await page.goto('/employee');
      await reach(page, 'Locked');
      await context.close();
    });

  it('says honestly what it does not erase', async () => {
    const { page, context } = await sit();
    await page.goto('/employee');
    await press(page, 'What leaving erases');
    await page.getByRole('heading', { name: 'What it does not erase' }).waitFor();
    await context.close();
  });
});

describe('without a connection', () => {
  it('credits and appointments are read offline, and nothing is sent or lost', async () => {
    const { page, context } = await sit();
    await fillWallet(page, nextCode());
    await agree(page);
    await bookFirstTime(page);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await context.setOffline(true);
    await page.goto('/employee');
    await unlock(page);
    await page.getByText('You are not connected').waitFor();
    await page.locator('.appointment').waitFor();
    expect(await sessionsLeft(page)).toBe(2);
    expect(await page.getByRole('button', { name: 'Find a time' }).isDisabled()).toBe(true);
    await context.setOffline(false);
    await page.getByText('You are not connected').waitFor({ state: 'detached' });
    await context.close();
  });
});

describe('while the other side is stopped', () => {
  it('a booking waits, the person may leave, and it is there once, later', async () => {
    const { page, context } = await portal.bookUnanswered((seat) => reach(seat.page, 'Locked'));
    await unlock(page);
    await page.locator('.appointment').waitFor();
    expect(await page.locator('.appointment').count()).toBeLessThanOrEqual(1);
    expect(await sessionsLeft(page)).toBe(2);
    await context.close();
  });
});

describe('credits that were forged', () => {
  it('keep everybody from booking for now: it says so, and the session is left', async () => {
    const { page, context } = await sit();
    await fillWallet(page, nextCode());
    await agree(page);
    await chooseFirstTime(page);
    const putRight = await spendAll(portal.scenario.service.cluster);
    await press(page, 'Book with one session');
    await page.getByText('It cannot be booked today').waitFor();
    await page.getByText('Try again tomorrow. Your session was not used.').waitFor();
    // Another time would not be booked either: none is offered.
    expect(await page.getByRole('button', { name: 'Show other times' }).count()).toBe(0);
    await putRight();
    await press(page, 'Book with one session');
    await reach(page, 'Booked');
    await press(page, 'Done');
    expect(await sessionsLeft(page)).toBe(2);
    await context.close();
  });
});

describe('a therapist who cancels', () => {
  it('is told of once, with what to do, and the session is there again', async () => {
    const { page, context } = await sit();
    await fillWallet(page, nextCode());
    await agree(page);
    await press(page, 'Show the earliest times');
    const { name, door } = portal.scenario.therapists[0]!;
    await page.locator('.time', { hasText: name }).first().click();
    await press(page, 'Book with one session');
    await reach(page, 'Booked');
    await press(page, 'Done');
    const { provider } = await door.ask(
      written<{ provider: { appointments: { id: string; status: string }[] } }>(
        'query { provider { appointments { id status } } }'));
    for (const { id } of provider.appointments.filter(({ status }) => status === 'held')) {
      await door.ask(written(`mutation ($input: CancelAppointmentInput!) {
        cancelAppointment(input: $input) { __typename } }`),
      { input: { authorisationId: id, idempotencyKey: crypto.randomUUID() } });
    }
    await press(page, 'Lock');
    await unlock(page);
    await page.getByText(/^Cancelled: /).waitFor();
    expect(await sessionsLeft(page)).toBe(3);
    await press(page, 'I have seen it');
    await page.getByText(/^Cancelled: /).waitFor({ state: 'detached' });
    await context.close();
  });
});

describe('two tabs', () => {
  it('do not write at once: the second says so first, takes over, and the first is locked', async () => {
    const { page, context } = await sit();
    await fillWallet(page, nextCode());
    const second = await context.newPage();
    await second.goto('/employee');
    // Known before the passphrase is asked for, and not once it was given.
    await second.getByText('Your sessions are open in another tab of this browser').waitFor();
    expect(await second.getByRole('button', { name: 'Unlock' }).count()).toBe(0);
    await second.getByLabel('Passphrase of this device').fill(PASSPHRASE);
    await press(second, 'Go on here instead');
    await reach(second, 'Your sessions');
    await page.getByText('Locked, because you went on in another tab').waitFor();
    expect(await sessionsLeft(second)).toBe(3);
    // Whoever closes the other one unlocks as ever.
    await second.close();
    await page.reload();
    await unlock(page);
    await context.close();
  });
});

describe('a code', () => {
  it('with a slip is told by its group, before anything is asked', async () => {
    const { page, context, sent } = await sit();
    await page.goto('/employee');
    await press(page, 'I have a letter with a code');
    const code = portal.scenario.codes.at(-1) ?? '';
    const [first = '', middle = '', last = ''] = code.split('-');
    const slip = `${middle.slice(0, 3)}${middle[3] === '7' ? '8' : '7'}${middle.slice(4)}`;
    await page.getByLabel('Code from your letter').fill(`${first} ${slip} ${last}`.toLowerCase());
    await press(page, 'Go on');
    await page.getByText('There is a slip in group 2').waitFor();
    await page.getByLabel('Code from your letter').fill(first);
    await press(page, 'Go on');
    await page.getByText('16 are missing').waitFor();
    expect(sent.some(({ url }) => url.endsWith('/graphql'))).toBe(false);
    await context.close();
  });

  it('is taken as people paste it, and never one of two', async () => {
    const { page, context } = await sit();
    await page.goto('/employee');
    await press(page, 'I have a letter with a code');
    const [one = '', other = ''] = portal.scenario.codes.slice(-2);
    const field = page.getByLabel('Code from your letter');
    for (const pasted of [
      `Your code: ${one}`, [...one].join(' '), one.replaceAll('-', '\u2212').toLowerCase(),
      `https://care.example/#${one}`,
    ]) {
      await field.fill(pasted);
      expect(await field.inputValue()).toBe(one);
    }
    await field.fill(`${one} or ${other}`);
    await press(page, 'Go on');
    await page.getByText('There are two codes in this').waitFor();
    await context.close();
  });
});

describe('the device', () => {
  it('locks when nothing happens for five minutes', async () => {
    const { page, context } = await sit();
    await page.clock.install();
    await fillWallet(page, nextCode());
    await page.clock.fastForward('06:00');
    await page.getByText('Locked, because nothing happened').waitFor();
    await context.close();
  });

  it('keeps nothing once everything was deleted', async () => {
    const { page, context } = await sit();
    await fillWallet(page, nextCode());
    await press(page, 'This device and your twelve words');
    await press(page, 'Delete everything here');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('delete');
    await dialog.getByRole('button', { name: 'Delete everything here' }).click();
    await page.getByText('Everything here was deleted').waitFor();
    const left = await page.evaluate(async () => ({
      databases: (await indexedDB.databases()).length, caches: await caches.keys(),
      keys: localStorage.length + sessionStorage.length,
    }));
    expect(left).toEqual({ databases: 0, caches: [], keys: 0 });
    await page.goto('/employee');
    await reach(page, 'Paid for, and nobody’s business');
    await context.close();
  });
});

describe('without JavaScript', () => {
  it('help in a crisis is there, in both languages', async () => {
    const context = await portal.browser.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${portal.scenario.origin}/employee`);
    for (const [lang, number] of [['en', '988'], ['es', '024']] as const) {
      const help = page.locator(`.crisis details[lang=${lang}]`);
      await help.locator('summary').click();
      expect(await help.locator(`a[href="tel:${number}"]`).isVisible()).toBe(true);
    }
    await context.close();
  });
});

describe('everybody', () => {
  it('finds every word in Spanish', async () => {
    const { page, context } = await sit({ language: 'es-ES' });
    await page.goto('/employee');
    await reach(page, 'Pagado, y asunto de nadie más');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('es');
    await press(page, 'Tengo una carta con un código');
    await page.getByLabel('Código de su carta').fill(nextCode());
    await press(page, 'Seguir');
    await reach(page, 'Doce palabras');
    expect(await page.locator('.crisis details[lang=en]').isVisible()).toBe(false);
    await context.close();
  });

  it('gets a wallet and books by the keyboard alone', async () => {
    const { page, context } = await sit({ width: 1280 });
    await page.goto('/employee');
    const tabTo = async (name: string | RegExp, role: 'button' | 'textbox' | 'checkbox' = 'button') => {
      const target = page.getByRole(role, { name }).first();
      await target.waitFor();
      for (let presses = 0; presses < 60; presses += 1) {
        if (await target.evaluate((element) => element === document.activeElement)) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`Tab does not reach ${String(name)}`);
    };
    const enter = async (name: string | RegExp) => {
      await tabTo(name);
      await page.keyboard.press('Enter');
    };
    await enter('I have a letter with a code');
    await tabTo('Code from your letter', 'textbox');
    await page.keyboard.type(nextCode());
    await page.keyboard.press('Enter');
    await reach(page, 'Twelve words');
    const words = await page.locator('.words li').allTextContents();
    await enter('I have written them down');
    for (let asked = 0; asked < 3; asked += 1) {
      await page.getByRole('status').filter({ hasText: `Question ${asked + 1}` }).waitFor();
      const place = Number(/\d+/.exec(await page.locator('#question').textContent() ?? '')?.[0]);
      await enter(new RegExp(`^${words[place - 1]}$`));
    }
    for (const label of [/^Passphrase for/, /^The same/]) {
      const field = page.getByLabel(label);
      await field.waitFor();
      while (!await field.evaluate((element) => element === document.activeElement)) {
        await page.keyboard.press('Tab');
      }
      await page.keyboard.type(PASSPHRASE);
    }
    await page.keyboard.press('Enter');
    await page.getByText('sessions are on this device').waitFor();
    await enter('Go on');
    await enter('Find a time');
    await tabTo(/I have read this/, 'checkbox');
    await page.keyboard.press('Space');
    await enter('Agree and find a time');
    await enter('Show the earliest times');
    await enter(/Ada Ekberg/);
    await enter('Book with one session');
    await reach(page, 'Booked');
    await context.close();
  });
});
