import { written } from '#wallet/documents';
import type { Page } from 'playwright-core';
import { therapistDoor } from '../../demo/story/therapist-door.ts';
import { idle } from './idle.ts';
import { openBrowser, type OpenedBrowser } from './browser.ts';
import { openReadyService, type ReadyService } from './ready.ts';
import { signInAt, visit } from './therapist.person.ts';

/** A therapist's deed whose answer was lost is the same deed after a reload. */

let service: ReadyService;
let browser: OpenedBrowser;
let page: Page;
beforeAll(async () => {
  service = await openReadyService();
  browser = await openBrowser();
  ({ page } = await browser.seat({ origin: service.origin }));
  await signInAt(page, service.ready.therapist);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

const keys = () => page.evaluate(() => sessionStorage.getItem('deeds'));

it('keeps the key of a session that is confirmed until it is, through a reload', async () => {
  const confirm = page.getByRole('button', { name: 'Confirm session' });
  const tryInVain = async () => {
    await confirm.first().waitFor();
    await idle(page);
    await page.route('**/relay', (route) => route.abort());
    await confirm.first().click();
    await page.getByText('The service cannot be reached from here').waitFor();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    return keys();
  };
  const first = await tryInVain();
  expect(first).toMatch(/^\{"confirm:[0-9a-f]{64}":"[0-9a-f-]{36}"\}$/);
  await page.reload();
  expect(await tryInVain()).toBe(first);
  await confirm.first().click();
  await page.getByText(/Confirmed and claimed/).waitFor();
  expect(await keys()).toBeNull();
});

it('a credit on paper that was redeemed without seeing the answer gives the same one', async () => {
  const { voucher, therapist } = service.ready;
  await visit(page, 'Redeem', 'Redeem a credit');
  const redeem = async (text: string) => {
    await page.getByLabel('Code of the credit').fill(text);
    await page.getByRole('button', { name: 'Redeem credit' }).click();
  };
  // The page beats on: what is on its way when it is loaded anew is nobody's any more.
  await page.route('**/relay', (route) =>
    route.fetch().then(() => route.abort()).catch(() => undefined));
  await redeem(voucher);
  const door = await therapistDoor(service.world.scenario, therapist);
  const bearers = async () => {
    const { provider } = await door.ask(
      written<{ provider: { appointments: { number: string; handle: string | null }[] } }>(
        'query { provider { appointments(first: 50) { number handle } } }'));
    return provider.appointments.filter(({ handle }) => handle === null);
  };
  let made = await bearers();
  while (made.length === 0) made = await bearers();
  await page.reload();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await redeem(`credit: ${voucher.toLowerCase().replaceAll('-', ' ')}`);
  const notice = page.getByRole('status').filter({ hasText: 'Redeemed: the session is paid for' });
  await notice.waitFor();
  expect(await notice.textContent()).toContain(made[0]!.number);
  expect(await bearers()).toHaveLength(1);
});
