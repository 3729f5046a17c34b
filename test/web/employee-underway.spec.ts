import { written } from '#wallet/documents';
import type { Page } from 'playwright-core';
import {
  agree, bookFirstTime, choosePassphrase, chooseFirstTime, fillWallet, press, reach, sessionsLeft,
  unlock,
} from './employee.person.ts';
import { employeePortal } from './employee.portal.ts';
import type { ScenarioTherapist } from './employee.scenario.ts';
import { holdStep } from './held-requests.ts';

/** What was asked for and is not answered is shown, wherever she looks, until it is answered. */

const portal = employeePortal();
const { sit, nextCode, whileStopped } = portal;

const USED = 'None of your sessions can be used any more';
const underWay = (page: Page) => page.locator('.under-way');
const appointments = (page: Page) => page.locator('.appointment');

/** A person with a case, at the question whether to book the first time. */
async function atFirstTime() {
  const seat = await sit();
  const words = await fillWallet(seat.page, nextCode());
  await agree(seat.page);
  await chooseFirstTime(seat.page);
  const when = await seat.page.locator('.appointment-when').textContent() ?? '';
  return { ...seat, words, when };
}

describe('a booking without an answer', () => {
  it('stands there as being booked, through lock, reload and unlock, and comes by itself', async () => {
    const { page, context } = await portal.bookUnanswered(async (seat) => {
      for (const again of [false, true]) {
        if (again) await seat.page.reload();
        await unlock(seat.page);
        await underWay(seat.page).waitFor();
        expect(await underWay(seat.page).textContent()).toMatch(/Ekberg|Almeida/);
        expect(await seat.page.getByRole('heading', { name: 'Being booked' }).count()).toBe(1);
        expect(await seat.page.getByRole('heading', { name: 'Booked', exact: true }).count()).toBe(0);
        expect(await seat.page.getByText('Nothing is booked').count()).toBe(0);
        expect(await sessionsLeft(seat.page)).toBe(2);
      }
    });
    await appointments(page).waitFor();
    expect(await underWay(page).count()).toBe(0);
    expect(await appointments(page).count()).toBe(1);
    expect(await sessionsLeft(page)).toBe(2);
    await context.close();
  });

  it('that was made all the same is there on another device with the same words', async () => {
    const first = await atFirstTime();
    // The booking arrives, and no answer comes back.
    await first.context.route('**/relay', async (route) => {
      await route.fetch();
      return route.abort();
    });
    await press(first.page, 'Book with one session');
    await first.page.getByText('The service cannot be reached from here').waitFor();
    await first.context.unrouteAll({ behavior: 'ignoreErrors' });
    await first.context.close();
    portal.letFilesBeMadeAnew();
    const { page, context } = await sit();
    await page.goto('/employee/return');
    await page.getByLabel('Your twelve words').fill(first.words.join(' '));
    await press(page, 'Bring it back');
    await choosePassphrase(page);
    await appointments(page).waitFor();
    expect(await sessionsLeft(page)).toBe(2);
    await context.close();
  });

  it('is answered before another time is booked, which is said before, and neither is lost', async () => {
    const { page, context } = await atFirstTime();
    const held = await holdStep(page, () => press(page, 'Book with one session'));
    await page.getByText('The answer takes longer than usual').waitFor();
    await press(page, 'Back');
    await page.locator('.time').nth(1).click();
    await page.getByText('Another time is being booked already').waitFor();
    await press(page, 'Book with one session');
    await page.getByText('The answer takes longer than usual').waitFor();
    held.letGo();
    await reach(page, 'Booked');
    await press(page, 'Done');
    await appointments(page).nth(1).waitFor();
    expect(await underWay(page).count()).toBe(0);
    expect(await page.getByText(USED).count()).toBe(0);
    expect(await sessionsLeft(page)).toBe(1);
    await context.close();
  });

  it('that was too late is told as what it is, until she has seen it', async () => {
    const { page, context, when } = await atFirstTime();
    const held = await holdStep(page, () => press(page, 'Book with one session'));
    await page.getByText('The answer takes longer than usual').waitFor();
    const quicker = await atFirstTime();
    expect(quicker.when).toBe(when);
    await press(quicker.page, 'Book with one session');
    await reach(quicker.page, 'Booked');
    await quicker.context.close();
    await press(page, 'Appointments');
    await underWay(page).waitFor();
    held.letGo();
    await page.getByText(`Not booked: ${when}`).waitFor();
    expect([await underWay(page).count(), await appointments(page).count()]).toEqual([0, 0]);
    expect(await sessionsLeft(page)).toBe(3);
    await press(page, 'Lock');
    await unlock(page);
    await page.getByText(`Not booked: ${when}`).waitFor();
    await press(page, 'I have seen it');
    await page.getByText(`Not booked: ${when}`).waitFor({ state: 'detached' });
    await context.close();
  });
});

describe('a session that came back', () => {
  it('is being cancelled until the answer comes, and being booked with until the next', async () => {
    const { page, context } = await atFirstTime();
    await press(page, 'Book with one session');
    await reach(page, 'Booked');
    await press(page, 'Done');
    await press(page, 'Cancel this session');
    await whileStopped(async () => {
      await page.getByRole('dialog').getByRole('button', { name: 'Give it back' }).click();
      await page.getByText('The answer takes longer than usual').waitFor();
      await press(page, 'Lock and come back later');
      await unlock(page);
      await page.getByText('It is being cancelled').waitFor();
    });
    await page.getByText('Nothing is booked').waitFor();
    expect(await sessionsLeft(page)).toBe(3);
    expect(await page.getByText(/^Cancelled: /).count()).toBe(0);
    await press(page, 'Find a time');
    await chooseFirstTime(page);
    await whileStopped(async () => {
      await press(page, 'Book with one session');
      await page.getByText('The answer takes longer than usual').waitFor();
      await press(page, 'Lock and come back later');
      await unlock(page);
      await underWay(page).waitFor();
      expect(await sessionsLeft(page)).toBe(2);
    });
    await appointments(page).waitFor();
    expect(await page.getByText(USED).count()).toBe(0);
    expect(await sessionsLeft(page)).toBe(2);
    await context.close();
  });
});

describe('a case that is opened while the other side is stopped', () => {
  it('is said to be on its way, and is open once it is answered', async () => {
    const { page, context } = await sit();
    await fillWallet(page, nextCode());
    await press(page, 'Find a time');
    await page.getByLabel('I have read this and agree').check();
    await whileStopped(async () => {
      await press(page, 'Agree and find a time');
      await page.getByText('The answer takes longer than usual').waitFor();
      await press(page, 'Lock and come back later');
      await unlock(page);
      await page.getByText('What you agreed to is on its way').waitFor();
    });
    await page.getByText('What you agreed to is on its way').waitFor({ state: 'detached' });
    await press(page, 'Find a time');
    await reach(page, 'Three questions');
    await bookFirstTime(page);
    await context.close();
  });
});

describe('a therapist who cancels while the page is open', () => {
  it('while her client is about to: it is cancelled, and nobody is told that it is too late', async () => {
    const { page, context } = await sit();
    await fillWallet(page, nextCode());
    await agree(page);
    await press(page, 'Show the earliest times');
    const { name, door } = portal.scenario.therapists[0]!;
    await page.locator('.time', { hasText: name }).last().click();
    await press(page, 'Book with one session');
    await reach(page, 'Booked');
    await press(page, 'Done');
    await page.getByRole('button', { name: /^(Cancel this session|I cannot come)$/ }).click();
    await cancelAll(door);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^(Give it back|Cancel, and use)/ }).click();
    await page.getByText(/^Cancelled: /).waitFor();
    await dialog.waitFor({ state: 'detached' });
    expect(await page.getByText('too late').count()).toBe(0);
    expect(await appointments(page).count()).toBe(0);
    expect(await sessionsLeft(page)).toBe(3);
    await context.close();
  });

  it('is seen at the next look, on every screen, with what becomes of the session', async () => {
    const { page, context } = await sit();
    await page.clock.install();
    await fillWallet(page, nextCode());
    await agree(page);
    await press(page, 'Show the earliest times');
    const { name, door } = portal.scenario.therapists[0]!;
    await page.locator('.time', { hasText: name }).first().click();
    await press(page, 'Book with one session');
    await reach(page, 'Booked');
    await press(page, 'Done');
    await appointments(page).waitFor();
    await press(page, 'This device and your twelve words');
    await reach(page, 'This device');
    await cancelAll(door);
    await page.clock.fastForward('01:01');
    await page.getByText(/^Cancelled: /).waitFor();
    await page.getByText(`${name} can’t hold this appointment`).waitFor();
    await page.getByText(/yours again: book another time with it until/).waitFor();
    await press(page, 'Appointments');
    await page.getByText(/^Cancelled: /).waitFor();
    expect(await appointments(page).count()).toBe(0);
    expect(await sessionsLeft(page)).toBe(3);
    await press(page, 'I have seen it');
    await page.getByText(/^Cancelled: /).waitFor({ state: 'detached' });
    await press(page, 'Lock');
    await unlock(page);
    expect(await page.getByText(/^Cancelled: /).count()).toBe(0);
    await context.close();
  });

  it('is seen at once when she comes back to the page', async () => {
    const { page, context } = await atFirstTime();
    await press(page, 'Book with one session');
    await reach(page, 'Booked');
    await press(page, 'Done');
    await appointments(page).waitFor();
    for (const { door } of portal.scenario.therapists) await cancelAll(door);
    await page.evaluate(() => { dispatchEvent(new Event('focus')); });
    await page.getByText(/^Cancelled: /).waitFor();
    await context.close();
  });
});

/** A therapist cancels all that is booked with her. */
async function cancelAll(door: ScenarioTherapist['door']): Promise<void> {
  const { provider } = await door.ask(
    written<{ provider: { appointments: { id: string; status: string }[] } }>(
      'query { provider { appointments { id status } } }'));
  for (const { id } of provider.appointments.filter(({ status }) => status === 'held')) {
    await door.ask(written(`mutation ($input: CancelAppointmentInput!) {
      cancelAppointment(input: $input) { __typename } }`),
    { input: { authorisationId: id, idempotencyKey: crypto.randomUUID() } });
  }
}
