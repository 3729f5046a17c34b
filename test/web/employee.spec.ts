import { readFileSync } from 'node:fs';
import { REQUEST_LENGTH } from '#pseudonym/padding';
import { written } from '#wallet/documents';
import type { Seat } from './browser.ts';
import {
  agree, bookFirstTime, chooseFirstTime, choosePassphrase, fillWallet, press, reach, sessionsLeft,
  unlock,
} from './employee.person.ts';
import { employeePortal } from './employee.portal.ts';
import { pictureOf } from './pictures.ts';

/** The employee's story in a real browser, against the real service. */

const REDEEM = written<{ redeemBearerCredit: { __typename: string } }>(
  `mutation ($input: RedeemBearerCreditInput!) {
  redeemBearerCredit(input: $input) { __typename } }`);

/** The session that somebody gave back today, seven times more. */
const SEVEN_MORE = `WITH one AS (SELECT a AS session, b.case_id, b.returned_on
    FROM returned_session b JOIN authorisation a ON a.id = b.authorisation_id),
  made AS (INSERT INTO authorisation
    SELECT (jsonb_populate_record(session, jsonb_build_object('id', gen_random_uuid(),
      'number', 'A-' || left(md5(random()::text), 12), 'hold_id', gen_random_uuid()))).*
    FROM one, generate_series(1, 7) RETURNING id, programme, period)
  INSERT INTO returned_session (id, case_id, programme, period, authorisation_id, returned_on)
  SELECT gen_random_uuid(), case_id, programme, period, made.id, returned_on FROM made, one`;

const portal = employeePortal();
const { sit, nextCode } = portal;

describe('a person with a letter', () => {
  let seat: Seat;
  let words: string[];
  beforeAll(async () => { seat = await sit(); });
  afterAll(() => seat?.context.close());

  it('gets her sessions now and decides later', async () => {
    words = await fillWallet(seat.page, nextCode());
    expect(await sessionsLeft(seat.page)).toBe(3);
    expect(words).toHaveLength(12);
  });

  it('reads the exceptions first, agrees, answers three questions, and books', async () => {
    const { page } = seat;
    await press(page, 'Find a time');
    await reach(page, 'Before you begin');
    const layers = page.locator('.first-layer h2, .layers summary');
    expect(await layers.first().textContent()).toBe('When your therapist may have to speak');
    await press(page, 'Agree and find a time');
    await page.getByText('Tick this to go on').waitFor();
    await press(page, 'Back');
    await agree(page);
    await bookFirstTime(page);
    await press(page, 'Done');
    await page.locator('.appointment').waitFor();
    expect(await sessionsLeft(page)).toBe(2);
  });

  it('saves a calendar file that says when, and nothing else', async () => {
    const { page } = seat;
    const [file] = await Promise.all([
      page.waitForEvent('download'), press(page, 'Calendar file')]);
    expect(file.suggestedFilename()).toBe('appointment.ics');
    const text = readFileSync(await file.path(), 'utf8');
    expect(text).toMatch(/SUMMARY:Appointment\r\n/);
    expect(text).not.toMatch(/http|ATTENDEE|ORGANIZER|LOCATION|DESCRIPTION|URL|Ekberg|Almeida/i);
  });

  it('gives a session back in time, and has it again', async () => {
    const { page } = seat;
    await press(page, 'Cancel this session');
    await page.getByRole('dialog').getByText('free again from tomorrow on, for you too').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Give it back' }).click();
    await page.getByText('Nothing is booked').waitFor();
    expect(await sessionsLeft(page)).toBe(3);
    await press(page, 'Find a time');
    await bookFirstTime(page);
    await press(page, 'Done');
    await page.locator('.appointment').waitFor();
    expect(await sessionsLeft(page)).toBe(2);
  });

  it('locks, and opens again with the passphrase alone', async () => {
    const { page } = seat;
    await press(page, 'Lock');
    await reach(page, 'Locked');
    await page.getByLabel('Passphrase of this device').fill('something else');
    await press(page, 'Unlock');
    await page.getByText('This does not open it').waitFor();
    await page.reload();
    await unlock(page);
    await page.locator('.appointment').first().waitFor();
    expect(await page.locator('.appointment').count()).toBe(1);
  });

  it('brings everything to a second device by her twelve words', async () => {
    portal.letFilesBeMadeAnew();
    const second = await sit();
    const { page } = second;
    await page.goto('/employee');
    await press(page, /twelve words/);
    await page.getByLabel('Your twelve words').fill([...words.slice(0, 11), 'aple'].join(' '));
    await press(page, 'Bring it back');
    await page.getByText('Word 12, “aple”, is not one of the words that are used').waitFor();
    await page.getByLabel('Your twelve words').fill(words.join('  ').toUpperCase());
    await press(page, 'Bring it back');
    await choosePassphrase(page);
    await reach(page, 'Your sessions');
    await page.locator('.appointment').waitFor();
    expect(await sessionsLeft(page)).toBe(2);
    await second.context.close();
  });

  it('reads from which day on she can book again, once she has given back eight in a month',
    async () => {
      const { page } = seat;
      await portal.scenario.service.cluster.query('vault', SEVEN_MORE);
      await press(page, 'Find a time');
      await chooseFirstTime(page);
      await press(page, 'Book with one session');
      await page.getByText('Many sessions were booked or cancelled of late').waitFor();
      await page.getByText(/^You can book again from .*20\d\d on: one rule for/).waitFor();
      await page.getByText('Your session was not used.').waitFor();
      await pictureOf(page, 'employee-too-often-phone');
      for (let steps = 0; steps < 3; steps += 1) await press(page, 'Back');
      await reach(page, 'Your sessions');
    });

  it('took part in nothing that names her: addresses, titles, names of storage, the console', async () => {
    const { page, sent, said, violations } = seat;
    for (const { url, headers, method } of sent) {
      const { origin, pathname, search } = new URL(url);
      expect([origin, search, headers['cookie'], headers['referer'] || undefined])
        .toEqual([portal.scenario.origin, '', undefined, undefined]);
      expect(pathname).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
      expect(['GET', 'POST']).toContain(method);
    }
    const sealed = sent.filter(({ url }) => url.endsWith('/relay'));
    expect(sealed.length).toBeGreaterThan(5);
    for (const { body } of sealed) expect(body?.length).toBe(REQUEST_LENGTH);
    const left = await page.evaluate(async () => ({
      title: document.title, path: location.pathname, entries: history.length,
      databases: (await indexedDB.databases()).map(({ name }) => name),
      keys: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
      caches: await caches.keys(), cookies: document.cookie,
    }));
    expect(left).toEqual({
      title: 'Appointments', path: '/employee/', entries: expect.any(Number), databases: ['app'],
      keys: [], caches: ['a1'], cookies: '',
    });
    expect({ said, violations }).toEqual({ said: [], violations: [] });
  });
});

describe('a session as a code', () => {
  it('is shown, printed and scanned, pays once, and is taken off the list', async () => {
    const { page, context } = await sit();
    await fillWallet(page, nextCode());
    await press(page, 'Take a session out as a code');
    await press(page, 'Take one session out');
    await page.locator('.bearer').waitFor();
    expect(await page.locator('.bearer svg').getAttribute('role')).toBe('img');
    const groups = await page.locator('.bearer-code span').allTextContents();
    expect(groups).toHaveLength(76);
    const { door } = portal.scenario.therapists[0]!;
    const redeem = () => door.ask(
      REDEEM, { input: {
        idempotencyKey: crypto.randomUUID(), credit: groups.join(' '), modality: 'VIDEO',
        serviceDate: new Date().toISOString().slice(0, 10),
      } });
    await page.getByText('Used? Not needed after all?').click();
    expect((await redeem()).redeemBearerCredit.__typename).toBe('BearerRedeemed');
    expect((await redeem()).redeemBearerCredit.__typename).toBe('CreditNotUsable');
    await press(page, 'It was used');
    await page.getByText('That code is taken off the list').waitFor();
    expect(await page.getByRole('button', { name: 'Code 1' }).count()).toBe(0);
    await press(page, 'Back');
    expect(await sessionsLeft(page)).toBe(2);
    await context.close();
  });

  it('comes back into the wallet while nobody has used it', async () => {
    const { page, context } = await sit();
    await fillWallet(page, nextCode());
    await press(page, 'Take a session out as a code');
    await press(page, 'Take one session out');
    await page.getByText('Used? Not needed after all?').click();
    await press(page, 'Put it back');
    await reach(page, 'A session as a code');
    await press(page, 'Back');
    expect(await sessionsLeft(page)).toBe(3);
    await context.close();
  });
});
