import { therapistDoor } from '../../demo/story/therapist-door.ts';
import { awaited } from '../../demo/story/together.ts';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import encodeQR from 'qr';
import { REQUEST_LENGTH } from '#pseudonym/padding';
import { written } from '#wallet/documents';
import { openBrowser, type OpenedBrowser, type Seat } from './browser.ts';
import { openReadyService, type ReadyService } from './ready.ts';
import {
  changesProfile, correctsSlip, givesOtherCodes, hasSoMany, leavesByEscape, picture,
  redeemsWhenItMay, seesRedeemedAtOnce, signInAt, visit,
} from './therapist.person.ts';

/** A therapist's ordinary day, by hand, against the real service. */

let service: ReadyService;
let browser: OpenedBrowser;
let seat: Seat;
let page: Page;
/** Paths that answered 400: the service's days go by here, and the device's do not. */
const oldKeys: string[] = [];
beforeAll(async () => {
  service = await openReadyService();
  browser = await openBrowser();
  seat = await browser.seat({ origin: service.origin });
  page = seat.page;
  page.on('response', (answer) => {
    if (answer.status() === 400) oldKeys.push(new URL(answer.url()).pathname);
  });
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

const notice = (words: RegExp | string) => page.getByRole('status').filter({ hasText: words });
const alert = (words: RegExp | string) => page.getByRole('alert').filter({ hasText: words });

const BLANK_GIF = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
const APPOINTMENTS = written<{ provider: { appointments: {
  number: string; serviceDate: string; handle: string | null; status: string; startsAt: string;
}[] } }>(
  `query { provider { appointments(first: 50) {
  number serviceDate handle startsAt status } } }`);
const SUBMIT = written(
  `mutation ($input: SubmitClaimInput!) { submitClaim(input: $input) { __typename } }`);

describe('a therapist', () => {
  it('signs in by keyboard; a wrong password is said so and locks nobody out', async () => {
    const { login, password, app } = service.ready.therapist;
    await page.goto('/therapist');
    await picture(page, 'sign-in');
    for (let tries = 0; tries < 4; tries += 1) {
      await page.getByLabel('Login').fill(login);
      await page.getByLabel('Password').fill(`${password}x`);
      await page.keyboard.press('Enter');
      await alert('Login or password is wrong').waitFor();
    }
    await signInAt(page, { login, password, app });
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
  });

  it('confirms a session in one press, which claims it; a slip is undone', async () => {
    const due = page.getByRole('button', { name: 'Confirm session' });
    await due.first().waitFor();
    const before = await due.count();
    await picture(page, 'today');
    await due.first().click();
    await notice(/Confirmed and claimed: €85\.50/).waitFor();
    // One of today stays there as claimed, one of an earlier day is not to be confirmed any more.
    await hasSoMany(due, before - 1);
    await page.getByRole('button', { name: /^Take back the claim for/ }).click();
    await notice('Taken back: the session is as it was before').waitFor();
    await hasSoMany(due, before);
  });

  it('records who did not come, having read what it pays; the list of claims says so', async () => {
    const due = page.getByRole('button', { name: 'Confirm session' });
    const before = await due.count();
    await page.getByRole('button', { name: /^Not kept: session with/ }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/It pays you €47\.50, half of the session’s price/).waitFor();
    await dialog.getByLabel('Did not come').check();
    await picture(page, 'not-kept');
    await dialog.getByRole('button', { name: 'Record: €47.50' }).click();
    await notice('Did not come: €47.50').waitFor();
    await hasSoMany(due, before - 1);
    await due.first().click();
    await notice(/Confirmed and claimed: €85\.50/).waitFor();
    await visit(page, 'Claims');
    const claims = page.getByRole('list', { name: 'Claims, the newest day of session first' });
    await claims.getByText('Did not come').waitFor();
    await claims.getByText('Taken back', { exact: true }).waitFor();
    const days = await claims.locator('time').evaluateAll((times) =>
      times.map((time) => (time as HTMLTimeElement).dateTime));
    expect(days).toEqual(days.toSorted().reverse());
    await picture(page, 'claims-not-kept');
    await visit(page, 'Today');
  });

  it('cancels an appointment after one more question', async () => {
    const cancel = page.getByRole('button', { name: /^Cancel session with/ });
    await cancel.first().waitFor();
    const before = await cancel.count();
    await leavesByEscape(page, () => cancel.last().click());
    await cancel.nth(before - 1).waitFor();
    await cancel.last().click();
    await picture(page, 'cancel');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the session' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByText('Cancelled', { exact: true }).waitFor();
    await cancel.nth(before - 1).waitFor({ state: 'detached' });
  });

  it('accepts one referral and declines another, each by handle and colour', async () => {
    await visit(page, 'Referrals');
    const accept = page.getByRole('button', { name: /^Accept / });
    await accept.first().waitFor();
    await picture(page, 'referrals');
    const all = await accept.count();
    await accept.first().click();
    await notice(/is your client now/).waitFor();
    await page.getByRole('button', { name: /^Decline / }).first().click();
    await page.getByRole('button', { name: 'Decline for good' }).click();
    await notice(/is free to ask another therapist/).waitFor();
    await hasSoMany(accept, all - 2);
    await page.getByText('Your clients').waitFor();
  });

  it('sets weekly hours, buffers and days away, by keyboard; slots follow', async () => {
    await visit(page, 'Availability');
    const week = page.getByRole('button', { name: /^Monday to Friday, 9 to 12/ });
    await week.focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Notice (hours)').fill('24');
    await page.getByRole('button', { name: 'Add days away or other hours' }).press('Enter');
    await page.getByRole('button', { name: 'Save availability' }).press('Enter');
    await notice(/Saved: \d+ times can be booked/).waitFor();
    await page.getByLabel('Notice (hours)').fill('999');
    await page.getByRole('button', { name: 'Save availability' }).press('Enter');
    expect(await page.getByText(/^Saved: /).count()).toBe(0);
    await page.getByLabel('Notice (hours)').fill('24');
    expect(await page.getByLabel('Monday: from').count()).toBe(2);
    await picture(page, 'availability');
  });

  it('is told when another window has changed the hours meanwhile', async () => {
    const other = await seat.context.newPage();
    await signInAt(other, service.ready.therapist);
    await visit(other, 'Availability');
    await other.getByLabel('Free after (minutes)').fill('15');
    await other.getByRole('button', { name: 'Save availability' }).click();
    await other.getByText(/Saved: \d+ times/).waitFor();
    await other.close();
    await page.getByLabel('Free after (minutes)').fill('20');
    await page.getByRole('button', { name: 'Save availability' }).click();
    await alert('Your hours were changed in another window').waitFor();
    await page.getByRole('button', { name: 'Load the newest hours' }).click();
    await page.waitForFunction(() =>
      [...document.querySelectorAll('input')].some(({ value }) => value === '15'));
  });

  it('redeems a credit that a client brought, once; a slip names its group', async () => {
    await visit(page, 'Redeem', 'Redeem a credit');
    const { voucher } = service.ready;
    const groups = voucher.split('-');
    const wrong = groups.with(4, groups[4]!.startsWith('A') ? 'B234' : 'A234').join('-');
    const code = page.getByLabel('Code of the credit');
    const redeem = page.getByRole('button', { name: 'Redeem credit' });
    await code.fill(wrong);
    await redeem.click();
    await alert('This code cannot be read').waitFor();
    await givesOtherCodes(page);
    await code.fill(voucher.toLowerCase().replaceAll('-', ' '));
    await picture(page, 'redeem');
    await redeemsWhenItMay(page, service.cluster);
    await notice('Redeemed: the session is paid for').waitFor();
    await seesRedeemedAtOnce(page);
    await visit(page, 'Redeem', 'Redeem a credit');
    await code.fill(voucher);
    await page.getByLabel('Minutes').fill('45');
    await redeem.click();
    await alert('This credit cannot be used').waitFor();
    await visit(page, 'Today');
    await page.getByText('Paper credit').first().waitFor();
  });

  it('finds a redeemed credit whose day was a slip, however far off, and corrects the day', () =>
    correctsSlip(page, service.world.scenario.clock.now().toISOString().slice(0, 10),
      service.world.scenario.calendar.period));

  it('reads a credit from a picture of its code', async () => {
    await visit(page, 'Redeem', 'Redeem a credit');
    const { voucher } = service.ready;
    await page.getByLabel('Choose an image').setInputFiles({
      name: 'credit.gif', mimeType: 'image/gif',
      buffer: Buffer.from(encodeQR(voucher, 'gif', { ecc: 'medium', scale: 4 })),
    });
    await notice('The code was read').waitFor();
    expect(await page.getByLabel('Code of the credit').inputValue()).toBe(voucher);
    await page.getByLabel('Choose an image').setInputFiles({
      name: 'blank.gif', mimeType: 'image/gif', buffer: Buffer.from(BLANK_GIF, 'base64') });
    await notice('There is no code in this image').waitFor();
  });

  it('mends a refused claim by the reason that it names', async () => {
    const door = await therapistDoor(service.world.scenario, service.ready.therapist);
    const { provider } = await door.ask(APPOINTMENTS);
    // Not of a credit on paper, which has no time, and whose day any may be.
    const held = provider.appointments.find(({ status, startsAt, handle }) => handle !== null
      && status === 'held' && new Date(startsAt) < service.world.scenario.clock.now());
    const dayBefore = new Date(Date.parse(held!.serviceDate) - 86_400_000);
    await door.ask(SUBMIT, { input: {
      idempotencyKey: crypto.randomUUID(), authorisationNumber: held!.number, units: 1,
      serviceDate: dayBefore.toISOString().slice(0, 10), serviceCode: '90834', modality: 'VIDEO',
      fee: { minor: '9500', currency: 'EUR' } } });
    await visit(page, 'Claims');
    await page.getByRole('button', { name: /^To fix \(1\)/ }).click();
    await page.getByText('Correct the day of the session, then send it again.').waitFor();
    const listed = page.getByRole('list', { name: 'Claims, the newest day of session first' })
      .getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Fix the claim/ }) });
    expect(await listed.locator('.pill').allInnerTexts()).toEqual(['Refused']);
    expect(await listed.locator('.claim-money strong').allInnerTexts()).toEqual(['€0.00']);
    for (const view of [/^Paid next/, /^Paid out/]) {
      await page.getByRole('button', { name: view }).click();
      await page.getByText('Refused', { exact: true }).waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: /^To fix/ }).click();
    await picture(page, 'claims');
    await page.getByRole('button', { name: /^Fix the claim for/ }).click();
    expect(await page.getByLabel('Day of the session').inputValue()).toBe(held!.serviceDate);
    await picture(page, 'fix');
    await page.getByRole('button', { name: 'Send again' }).click();
    await notice('Fixed: €85.50 is paid next').waitFor();
    await page.getByText('Nothing to fix').waitFor();
  });

  it('changes what the directory says of her; a language that is none is named', () =>
    changesProfile(page));

  it('is paid by the week, and keeps her remittance advice as CSV and PDF', async () => {
    const { clock } = service.world.scenario;
    await clock.moveTo(new Date(clock.now().getTime() + 7 * 86_400_000).toISOString());
    await page.getByRole('link', { name: 'Payouts' }).click();
    await notice('Your session has ended').waitFor();
    await signInAt(page, service.ready.therapist);
    // The vault pays at its next look at the time; a screen shows what there was when it opened.
    await awaited('the payout', async () => (await service.cluster.query('vault',
      'SELECT FROM payout WHERE amount_minor = 21850')).length || undefined);
    await visit(page, 'Payouts');
    const payout = page.locator('details.payout').filter({ hasText: '€218.50' });
    await payout.locator('summary').press('Enter');
    await payout.getByRole('table').waitFor();
    expect(await payout.getByRole('row').count()).toBe(1 + 3);
    await picture(page, 'payouts');
    const saved = async (format: 'CSV' | 'PDF') => {
      const download = page.waitForEvent('download');
      await payout.getByRole('button', { name: new RegExp(`as ${format}$`) }).click();
      return readFileSync(await (await download).path());
    };
    const csv = (await saved('CSV')).toString('utf8');
    expect(csv.split('\r\n')).toHaveLength(1 + 3 + 1 + 1);
    expect(csv).toContain('218.50,EUR');
    expect((await saved('PDF')).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('has all of it in Spanish', async () => {
    await page.getByLabel('Language').selectOption('es');
    await page.getByRole('heading', { level: 1, name: 'Pagos' }).waitFor();
    await visit(page, 'Hoy');
    await page.getByRole('heading', { name: 'Sesiones de hoy' }).waitFor();
    await visit(page, 'Reclamaciones');
    await page.getByRole('button', { name: /^Pagada/ }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('es');
    await page.getByLabel('Idioma').selectOption('en');
  });

  it('leaves nothing behind: sealed bodies of bucket sizes, no cookie, neutral addresses', async () => {
    const relayed = seat.sent.filter(({ url }) => url.endsWith('/relay'));
    expect(relayed.length).toBeGreaterThan(20);
    expect(relayed.filter(({ body }) => body?.length !== REQUEST_LENGTH)).toEqual([]);
    expect(seat.sent.filter(({ headers }) => headers['cookie'] ?? headers['authorization'])).toEqual([]);
    const plain = seat.sent.filter(({ url, body }) =>
      url.endsWith('/graphql') && /signIn|provider|claim/i.test(String(body)));
    expect(plain).toEqual([]);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Login').waitFor();
    expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
    // How far the service's clock is ahead of the device's is kept where it is far, as here.
    expect(await page.evaluate(() => Object.keys(localStorage).sort())).toEqual(['ahead', 'language']);
    expect(seat.violations).toEqual([]);
    // What was sealed for a key of yesterday is refused, sealed anew and answered, and no more.
    expect(oldKeys.filter((path) => path !== '/relay')).toEqual([]);
    expect(seat.said).toEqual([]);
  });
});
