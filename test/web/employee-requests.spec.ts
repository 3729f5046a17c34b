import { chooseFirstTime, fillWallet, press, reach, sessionsLeft } from './employee.person.ts';
import { employeePortal } from './employee.portal.ts';

const portal = employeePortal();

it('each step of a person is one sealed request, and what it came to is shown by its answer', async () => {
  const { page, sent, context } = await portal.sit();
  const requests = async (step: () => Promise<void>) => {
    const before = sent.filter(({ url }) => url.endsWith('/relay')).length;
    await step();
    return sent.filter(({ url }) => url.endsWith('/relay')).length - before;
  };
  await fillWallet(page, portal.nextCode());
  await press(page, 'Find a time');
  await page.getByLabel('I have read this and agree').check();
  expect(await requests(async () => {
    await press(page, 'Agree and find a time');
    await reach(page, 'Three questions');
  })).toBe(1);
  // The first asks the therapist as well; by the second she knows her.
  for (const booked of [1, 2]) {
    await chooseFirstTime(page);
    expect(await requests(async () => {
      await press(page, 'Book with one session');
      await reach(page, 'Booked');
      await press(page, 'Done');
      await page.locator('.appointment').nth(booked - 1).waitFor();
    })).toBe(1);
    expect(await sessionsLeft(page)).toBe(3 - booked);
    if (booked < 2) await press(page, 'Find a time');
  }
  await context.close();
});
