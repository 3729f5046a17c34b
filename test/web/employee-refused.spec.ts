import { randomBytes, randomUUID } from 'node:crypto';
import type { BrowserContext, Page } from 'playwright-core';
import { creditMessage, printCredit } from '#pseudonym/credit';
import { toQuintets, writeGroups } from '#pseudonym/crockford';
import { newPhrase } from '#pseudonym/phrase';
import {
  agree, bookFirstTime, fillWallet, press, reach, sessionsLeft, unlock,
} from './employee.person.ts';
import { employeePortal } from './employee.portal.ts';

/** Where the page says that nothing was done, nothing is done afterwards either. */

const portal = employeePortal();
const { sit, nextCode } = portal;

/** A person who was introduced before, at the question whether to book another time there. */
async function atSecondTime() {
  const seat = await sit();
  await fillWallet(seat.page, nextCode());
  await agree(seat.page);
  await press(seat.page, 'Show the earliest times');
  await chooseKnown(seat.page);
  await press(seat.page, 'Book with one session');
  await reach(seat.page, 'Booked');
  await press(seat.page, 'Done');
  await seat.page.locator('.appointment').waitFor();
  await press(seat.page, 'Find a time');
  await press(seat.page, 'Show the earliest times');
  await chooseKnown(seat.page);
  return seat;
}

/** A time with the one therapist whom everybody here is introduced to. */
async function chooseKnown(page: Page) {
  await page.locator('.time', { hasText: portal.scenario.therapists[0]!.name }).first().click();
  await reach(page, 'Book this time?');
}

/** From now on the way refuses each sealed request, until it is set free. */
async function refuse(context: BrowserContext, status: number) {
  if (status === 0) {
    await context.setOffline(true);
    return () => context.setOffline(false);
  }
  let refuses = true;
  await context.route('**/relay', (route) => {
    if (!refuses) return route.fallback();
    return route.fulfill({ status, headers: { 'retry-after': '60' }, body: 'no' });
  });
  return () => { refuses = false; return Promise.resolve(); };
}

it.each([403, 404, 413, 429, 0])(
  'a booking that the way refused with %i is not made later, and another is', async (status) => {
    const { page, context } = await atSecondTime();
    const free = await refuse(context, status);
    await press(page, 'Book with one session');
    await page.getByText(status === 0 ? 'Nothing was sent.' : 'It was refused, and nothing was done.')
      .waitFor();
    expect(await page.getByText('Your request is kept').count()).toBe(0);
    await free();
    await press(page, 'Back');
    await press(page, 'Back');
    await press(page, 'Lock');
    await unlock(page);
    await page.locator('.appointment').waitFor();
    expect(await page.locator('.under-way').count()).toBe(0);
    expect(await sessionsLeft(page)).toBe(2);
    await press(page, 'Find a time');
    await bookFirstTime(page);
    await press(page, 'Done');
    await page.locator('.appointment').nth(1).waitFor();
    expect(await page.locator('.appointment').count()).toBe(2);
    expect(await sessionsLeft(page)).toBe(1);
    await context.close();
  });

it('one that may have been done is kept, says so, and comes by itself', async () => {
  const { page, context } = await atSecondTime();
  const free = await refuse(context, 502);
  await press(page, 'Book with one session');
  await page.getByText('Your request is kept: it is asked for again by itself').waitFor();
  await page.getByText('It may have arrived and been done.').waitFor();
  await free();
  await press(page, 'Try again');
  await reach(page, 'Booked');
  await context.close();
});

const KEY_ID = randomBytes(32).toString('hex');
const CREDIT = printCredit({
  keyId: KEY_ID, message: creditMessage(KEY_ID, randomBytes(32)), signature: randomBytes(256) });

it('a code of another kind is told as what it is and where it goes, before anything is asked', async () => {
  const { page, context, sent } = await sit();
  await page.goto('/employee');
  await press(page, 'I have a letter with a code');
  const digits = (length: number) => writeGroups(toQuintets(randomBytes(length))).join('-');
  const field = page.getByLabel('Code from your letter');
  for (const [pasted, told] of [
    [CREDIT, 'It is for a therapist, who redeems it on her page.'],
    [newPhrase(), 'These are the twelve words of an employee'],
    [digits(8), 'This is a recovery code of an account.'], ['123456', 'six digits of an authenticator'],
    [`${randomUUID()}.${randomBytes(32).toString('base64url')}`, 'an invitation to an HR team'],
  ] as const) {
    await field.fill(pasted);
    await press(page, 'Go on');
    await page.getByText(told).waitFor();
  }
  await page.goto('/employee');
  await press(page, 'I have been here before: twelve words');
  await page.getByLabel('Your twelve words').fill(digits(13));
  await press(page, 'Bring it back');
  await page.getByText('This is the code of a letter.').waitFor();
  await page.getByLabel('Your twelve words').fill(CREDIT);
  await press(page, 'Bring it back');
  await page.getByText('It is for a therapist, who redeems it on her page.').waitFor();
  expect(sent.some(({ url }) => url.endsWith('/graphql'))).toBe(false);
  await context.close();
});
