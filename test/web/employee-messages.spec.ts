import { agree, bookFirstTime, fillWallet, press, reach, unlock } from './employee.person.ts';
import { employeePortal } from './employee.portal.ts';
import { Desk } from '../e2e/desk.ts';
import { pictureOf } from './pictures.ts';
import { idle } from './idle.ts';
import { faultsInEveryLook } from './accessible.ts';

/** A client writes to her therapist in her page, and reads what the therapist writes. */

const portal = employeePortal();
const { sit, nextCode } = portal;
const desks: Desk[] = [];
beforeAll(async () => {
  for (const { door } of portal.scenario.therapists) desks.push(await Desk.open(door));
});

/** A person with a session booked, at her first screen. */
async function booked() {
  const seat = await sit();
  const words = await fillWallet(seat.page, nextCode());
  await agree(seat.page);
  await bookFirstTime(seat.page);
  await press(seat.page, 'Appointments');
  await reach(seat.page, 'Your sessions');
  return { ...seat, words };
}

/** What each desk has read, with the referral that it is of. */
async function readAtDesks() {
  const read = await Promise.all(desks.map(async (desk) =>
    ({ desk, threads: await desk.readAll() })));
  return read.flatMap(({ desk, threads }) => threads.map((thread) => ({ desk, ...thread })));
}

describe('a client at her messages', () => {
  it('writes, is answered, and reads all of it after a reload; nothing is markup', async () => {
    const { page, context, said, violations } = await booked();
    await press(page, 'Write to your therapist');
    await page.getByText('Nothing was written yet').waitFor();
    const text = '<img src=x onerror=alert(1)>\nI sleep badly.\u202E';
    await page.getByLabel(/^Write to /).fill(text);
    await press(page, 'Send');
    await page.locator('.thread-own').filter({ hasText: 'You, ' }).waitFor();
    expect(await page.getByLabel(/^Write to /).inputValue()).toBe('');
    const [mine] = (await readAtDesks()).filter(({ texts }) => texts.includes(text));
    await mine!.desk.answer(mine!.referralId, 'Then we begin with that.');
    await page.reload();
    await unlock(page);
    await press(page, 'Read 1 new message');
    expect(await page.locator('.thread .written-text').allTextContents())
      .toEqual([text, 'Then we begin with that.']);
    await idle(page);
    for (const [device, width] of [['phone', 390], ['desktop', 1280]] as const) {
      await page.setViewportSize({ width, height: 800 });
      await pictureOf(page, `employee-messages-${device}`);
    }
    expect(await faultsInEveryLook(page, 'messages')).toEqual([]);
    await press(page, 'Back');
    await page.getByRole('button', { name: 'Write to your therapist' }).waitFor();
    expect({ said, violations }).toEqual({ said: [], violations: [] });
    await context.close();
  });

  it('is warned once of what may tell who she is, and may send it all the same', async () => {
    const { page, context } = await booked();
    await press(page, 'Write to your therapist');
    await page.getByLabel(/^Write to /).fill('Call me at +49 30 901820 or greta.holm@quill.example.');
    await press(page, 'Send');
    await page.getByText(/^This may tell /).waitFor();
    expect(await page.locator('.notice bdi').allTextContents())
      .toEqual(['+49 30 901820', 'greta.holm@quill.example']);
    expect(await page.locator('.thread li').count()).toBe(0);
    await press(page, 'Send it all the same');
    await page.locator('.thread-own').filter({ hasText: 'You, ' }).waitFor();
    await context.close();
  });

  it('is told before anything is sent that it is too long, and nothing is cut', async () => {
    const { page, context } = await booked();
    await press(page, 'Write to your therapist');
    const box = page.getByLabel(/^Write to /);
    const long = 'a'.repeat(7_000);
    await box.fill(long);
    await page.getByText('This is longer than one message can be').waitFor();
    await press(page, 'Send');
    expect(await box.inputValue()).toBe(long);
    expect(await page.locator('.thread li').count()).toBe(0);
    await context.close();
  });

  it('has what she wrote kept while there is no connection, and sent by itself', async () => {
    const { page, context } = await booked();
    await press(page, 'Write to your therapist');
    await page.getByLabel(/^Write to /).waitFor();
    await context.setOffline(true);
    await page.getByLabel(/^Write to /).fill('From the train.');
    await press(page, 'Send');
    await page.getByText('On its way').waitFor();
    await context.setOffline(false);
    await page.locator('.thread-own').filter({ hasText: 'You, ' }).waitFor();
    expect((await readAtDesks()).flatMap(({ texts }) => texts)).toContain('From the train.');
    await context.close();
  });
});
