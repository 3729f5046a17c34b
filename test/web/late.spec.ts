import { written } from '#wallet/documents';
import { bookFirstTime, agree, fillWallet, press, reach, sessionsLeft } from './employee.person.ts';
import { employeePortal } from './employee.portal.ts';
import { pictureOf } from './pictures.ts';
import { signInAt } from './therapist.person.ts';

/** A client who cannot come, less than a day before. */

const portal = employeePortal();

it('says so late, knowing that the session is used; her therapist learns of it and is paid', async () => {
  const [therapist] = portal.scenario.therapists;
  const soon = Math.ceil((Date.now() + 2 * 3_600_000) / 3_600_000) * 3_600_000;
  await therapist!.door.ask(
    written('mutation ($slots: [SlotInput!]!) { publishSlots(slots: $slots) { __typename } }'),
    // Many, since one in five is withheld.
    { slots: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((hours) => ({
      startsAt: new Date(soon + hours * 3_600_000).toISOString(), minutes: 50, modality: 'VIDEO',
    })) });
  const { page, said, violations } = await portal.sit();
  await fillWallet(page, portal.nextCode());
  await agree(page);
  await press(page, 'Show the earliest times');
  await page.locator('.time').first().click();
  await reach(page, 'Book this time?');
  await page.getByText('if you do not come, the session is used').waitFor();
  await page.getByText('paid 50 % of its price: one rule for everybody').waitFor();
  await pictureOf(page, 'employee-confirm-late-phone');
  await press(page, 'Back');
  await press(page, 'Back');
  await bookFirstTime(page);
  await press(page, 'Done');
  await press(page, 'I cannot come');
  await page.getByRole('dialog').getByText('the session does not come back').waitFor();
  await pictureOf(page, 'employee-cancel-late-phone');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel, and use the session up' }).click();
  await page.getByText('Nothing is booked').waitFor();
  expect(await sessionsLeft(page)).toBe(2);

  const seat = await portal.browser.seat({ origin: portal.scenario.origin });
  await signInAt(seat.page, therapist!);
  await seat.page.getByText('Cancelled late', { exact: true }).waitFor();
  await seat.page.getByRole('link', { name: 'Claims', exact: true }).click();
  await seat.page.getByText('€47.50').first().waitFor();
  expect(await seat.page.getByRole('button', { name: /^Take back/ }).count()).toBe(0);
  await pictureOf(seat.page, 'therapist-claims-late-desktop');
  expect({ said, violations }).toEqual({ said: [], violations: [] });
});
