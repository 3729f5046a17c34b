import { therapistDoor } from '../../demo/story/therapist-door.ts';
import { daysAfter } from '#calendar/days';
import { readPeriod } from '#calendar/periods';
import { written } from '#wallet/documents';
import type { Page } from 'playwright-core';
import { openBrowser, type OpenedBrowser, type Seat } from './browser.ts';
import { openReadyService, type ReadyService } from './ready.ts';
import { picture, signInAt, visit } from './therapist.person.ts';

/** What a therapist reads where nothing is paid: a day that is full, a claim for a wrong day. */

const FULL = 'More hours than anybody works are claimed for this day. Check the day of each session.';
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
afterEach(() => { expect([seat.said, seat.violations]).toEqual([[], []]); });

const due = () => page.getByRole('button', { name: 'Confirm session' });

/** Fourteen hours of each day of which she has something to confirm are paid already. */
const fillTheDays = () => service.cluster.query('vault', `WITH due AS (
    SELECT DISTINCT ON (a.service_on) a.* FROM authorisation a JOIN provider p ON p.id = a.provider_id
    WHERE p.login = $1 AND a.status = 'held' AND a.service_on <= $2),
  long AS (INSERT INTO authorisation SELECT (jsonb_populate_record(NULL::authorisation,
      to_jsonb(due) || jsonb_build_object('id', gen_random_uuid(), 'hold_id', gen_random_uuid(),
        'number', left(replace(gen_random_uuid()::text, '-', ''), 16), 'status', 'claimed',
        'minutes', 180, 'bearer', true, 'referral_id', NULL, 'slot_id', NULL, 'starts_at', NULL))).*
    FROM due, generate_series(1, 5) RETURNING id, provider_id, service_on, modality, currency)
  INSERT INTO claim (id, authorisation_id, provider_id, service_on, service_code, units, modality,
    billed_minor, paid_minor, currency, status, adjustments, submitted_on)
  SELECT gen_random_uuid(), id, provider_id, service_on, '90834', 1, modality, 9500, 8550, currency,
    'paid', '[]', service_on FROM long`,
[service.ready.therapist.login, service.world.scenario.clock.now()]);

it('a day that is full: no session of it is paid, and she is told what to check', async () => {
  await due().first().waitFor();
  const before = await due().count();
  await fillTheDays();
  await page.getByRole('button', { name: /^Not kept: session with/ }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Did not come').check();
  await dialog.getByRole('button', { name: /^Record: / }).click();
  const refused = dialog.getByRole('alert').filter({ hasText: 'It was not recorded' });
  await refused.filter({ hasText: FULL }).waitFor();
  await picture(page, 'day-full');
  await dialog.getByRole('button', { name: 'Leave it as it is' }).click();
  await due().first().click();
  await page.getByRole('alert').filter({ hasText: 'The claim was refused' })
    .filter({ hasText: FULL }).waitFor();
  expect(await due().count()).toBe(before);
  await visit(page, 'Claims');
  await page.getByText(FULL).first().waitFor();
});

const APPOINTMENTS = written<{ provider: { appointments: {
  number: string; handle: string | null; status: string; startsAt: string }[] } }>(
  'query { provider { appointments(first: 50) { number handle startsAt status } } }');
const SUBMIT = written(
  'mutation ($input: SubmitClaimInput!) { submitClaim(input: $input) { __typename } }');

it('a claim for a day before the credit\'s year (CARC 26): why, and what to do', async () => {
  const { clock, calendar } = service.world.scenario;
  const door = await therapistDoor(service.world.scenario, service.ready.therapist);
  const { provider } = await door.ask(APPOINTMENTS);
  const held = provider.appointments.find(({ status, startsAt, handle }) => handle !== null
    && status === 'held' && new Date(startsAt) < clock.now());
  const before = daysAfter(readPeriod(calendar.period)!.opens, -1);
  await door.ask(SUBMIT, { input: {
    idempotencyKey: crypto.randomUUID(), authorisationNumber: held!.number, units: 1,
    serviceDate: before, serviceCode: '90834', modality: 'VIDEO',
    fee: { minor: '9500', currency: 'EUR' } } });
  await visit(page, 'Today');
  await visit(page, 'Claims');
  await page.getByRole('button', { name: /^To fix/ }).click();
  const claim = page.getByRole('listitem').filter({ has: page.locator(`time[datetime="${before}"]`) });
  await claim.getByText('The session took place before the authorisation had begun.').waitFor();
  await claim.getByText('Correct the day of the session, then send it again.').waitFor();
  await picture(page, 'before-its-year');
});
