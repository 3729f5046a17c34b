import { written } from '#wallet/documents';
import type { Page } from 'playwright-core';
import { openBrowser, type OpenedBrowser, type Seat } from './browser.ts';
import { idle } from './idle.ts';
import { openReadyService, type ReadyService } from './ready.ts';
import { joinAt, newcomer, picture, signInAt, visit } from './therapist.person.ts';

/** What a therapist sees when something is not there: each says what to do, and nothing is lost. */

let service: ReadyService;
let browser: OpenedBrowser;
let seat: Seat;
let page: Page;
beforeAll(async () => {
  service = await openReadyService();
  browser = await openBrowser();
  seat = await browser.seat({ origin: service.origin, width: 390, height: 844 });
  page = seat.page;
  await signInAt(page, service.ready.therapist);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

const claims = async () => {
  const { operations } = await service.world.scenario.vaultOperator.ask(written<{
    operations: { claimsSubmitted: number } }>('query { operations { claimsSubmitted } }'));
  return operations.claimsSubmitted;
};

describe('a therapist in trouble', () => {
  it('without a connection is told so; what she does again happens once', async () => {
    const before = await claims();
    const confirm = page.getByRole('button', { name: 'Confirm session' });
    await confirm.first().waitFor();
    const due = await confirm.count();
    await seat.context.setOffline(true);
    await confirm.first().click();
    const lost = page.getByRole('status').filter({ hasText: 'You are not connected' });
    await lost.waitFor();
    expect(await lost.textContent()).toContain('Nothing was sent.');
    await picture(page, 'offline');
    await seat.context.setOffline(false);
    await confirm.first().click();
    await page.getByText(/Confirmed and claimed/).waitFor();
    await confirm.nth(due - 1).waitFor({ state: 'detached' });
    expect(await claims()).toBe(before + 1);
  });

  it('while the vault is stopped is told so, and gets the answer when it goes on', async () => {
    const worker = service.world.service.pidOf('worker')!;
    const before = await claims();
    const confirm = page.getByRole('button', { name: 'Confirm session' });
    const due = await confirm.count();
    process.kill(worker, 'SIGSTOP');
    try {
      await confirm.first().click();
      await page.getByText('The vault is slow or stopped.').waitFor();
      await picture(page, 'stopped');
    } finally {
      process.kill(worker, 'SIGCONT');
    }
    await page.getByText(/Confirmed and claimed/).waitFor();
    await page.getByText('The vault is slow or stopped.').waitFor({ state: 'hidden' });
    // The notice may be of the session before: this one is done when its button is gone.
    await confirm.nth(due - 1).waitFor({ state: 'detached' });
    expect(await confirm.count()).toBe(due - 1);
    expect(await claims()).toBe(before + 1);
  });

  it('who comes back to a screen whose session has ended signs in and goes on there', async () => {
    await visit(page, 'Claims');
    await idle(page);
    const { clock } = service.world.scenario;
    await clock.moveTo(new Date(clock.now().getTime() + 13 * 3_600_000).toISOString());
    await page.getByRole('link', { name: 'Payouts' }).click();
    await page.getByText('Your session has ended').waitFor();
    const { login, password, app } = service.ready.therapist;
    await page.getByLabel('Login').fill(login);
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByLabel('Code of your authenticator app').fill(app.recovery());
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Payouts' }).waitFor();
  });

  it('with no claim to fix, no payout and no referral sees what comes next', async () => {
    const fresh = await newcomer(service.world);
    const other = await browser.seat({ origin: service.origin, width: 390, height: 844 });
    await joinAt(other.page, fresh);
    await other.page.getByText('You have no weekly hours yet').waitFor();
    await other.page.getByText('Nothing today').waitFor();
    await visit(other.page, 'Referrals');
    await other.page.getByText('No referral waits for you').waitFor();
    await visit(other.page, 'Availability');
    await other.page.getByText('Nothing can be booked').waitFor();
    await visit(other.page, 'Claims');
    await other.page.getByRole('link', { name: 'Confirm a session' }).waitFor();
    await visit(other.page, 'Payouts');
    await other.page.getByText('Nothing was paid out yet').waitFor();
    await picture(other.page, 'empty');
    expect(other.violations).toEqual([]);
    expect(other.said).toEqual([]);
  });

  it('is asked for a camera only when she scans, and may type when there is none', async () => {
    await visit(page, 'Redeem', 'Redeem a credit');
    await page.getByRole('button', { name: 'Scan with the camera' }).click();
    await page.getByText('The camera cannot be used').waitFor();
    expect(await page.getByLabel('Code of the credit').isEditable()).toBe(true);
  });
});
