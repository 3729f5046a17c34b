import { fillWallet, sessionsLeft, unlock } from './employee.person.ts';
import { employeePortal } from './employee.portal.ts';

/** What the employee portal counts as left while the other side cannot be asked. */

const portal = employeePortal();
const { sit, nextCode } = portal;

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
