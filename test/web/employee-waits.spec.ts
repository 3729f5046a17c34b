import {
  agree, chooseFirstTime, fillWallet, press, reach, sessionsLeft, unlock,
} from './employee.person.ts';
import { employeePortal } from './employee.portal.ts';
import { pictureOf } from './pictures.ts';

/** What the employee portal counts as left while the other side cannot be asked. */

const portal = employeePortal();
const { sit, nextCode, whileStopped } = portal;

describe('a booking without an answer', () => {
  it('is counted as soon as the wallet is opened, answered or not', async () => {
    const { page, context } = await portal.bookUnanswered(async (seat) => {
      await unlock(seat.page);
      expect(await sessionsLeft(seat.page)).toBe(2);
      expect(await seat.page.locator('.appointment').count()).toBe(0);
    });
    await page.locator('.appointment').waitFor();
    expect(await sessionsLeft(page)).toBe(2);
    await context.close();
  });
});

describe('an hour without the other side', () => {
  it('is told on the way in true words, and ends well by itself', async () => {
    const { page, context } = await sit();
    await page.clock.install();
    await fillWallet(page, nextCode());
    await agree(page);
    await chooseFirstTime(page);
    await whileStopped(async () => {
      await press(page, 'Book with one session');
      await page.getByText('The answer takes longer than usual').waitFor();
      await page.getByText('is sent again until there is an answer. Nothing is done twice.').waitFor();
      // She stays with it: after ten minutes it is not waited for on the screen any more.
      for (let minutes = 0; minutes < 12; minutes += 4) {
        await page.clock.fastForward('04:00');
        await page.keyboard.press('Tab');
      }
      await page.getByText('The other side is not answering').waitFor();
      await page.getByText('It may have arrived and been done. To send it again does not do it twice.')
        .waitFor();
      await page.getByText('Your request is kept: it is asked for again by itself').waitFor();
      await pictureOf(page, 'employee-stopped-phone');
      // She leaves the device alone, and comes back within the hour.
      await page.clock.fastForward('48:00');
      await reach(page, 'Locked');
      await unlock(page);
      await page.getByRole('heading', { name: 'Being booked' }).waitFor();
      await page.getByText('There is no answer yet. It comes here by itself').waitFor();
      expect(await sessionsLeft(page)).toBe(2);
    });
    await page.locator('.appointment:not(.under-way)').waitFor();
    expect(await page.locator('.under-way').count()).toBe(0);
    expect(await page.locator('.appointment').count()).toBe(1);
    expect(await sessionsLeft(page)).toBe(2);
    await context.close();
  });
});

describe('the time of the service', () => {
  it('is kept for when there is no connection: sessions last until their day there', async () => {
    const { page, context } = await sit();
    await fillWallet(page, nextCode());
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    // A device that is two years ahead, which it learns while there is a connection.
    await page.clock.setSystemTime(Date.now() + 730 * 86_400_000);
    await page.goto('/employee');
    await unlock(page);
    expect(await sessionsLeft(page)).toBe(3);
    await context.setOffline(true);
    await page.goto('/employee');
    await unlock(page);
    await page.getByText('You are not connected').waitFor();
    expect(await sessionsLeft(page)).toBe(3);
    await context.close();
  });
});
