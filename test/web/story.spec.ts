import { readPeriod } from '#calendar/periods';
import { written } from '#wallet/documents';
import { printedLetters } from '../../demo/story/printer.ts';
import { therapistDoor } from '../../demo/story/therapist-door.ts';
import { openBrowser, type OpenedBrowser, type Seat } from './browser.ts';
import { agree, bookFirstTime, fillWallet, press, unlock } from './employee.person.ts';
import { openEmployeeScenario, type EmployeeScenario } from './employee.scenario.ts';
import {
  describeProgramme, join, newEmployer, open, openYear, signInByApp, type ShownYear,
} from './hr.person.ts';
import { idle } from './idle.ts';
import { faultsOf } from './outgoing.ts';
import { signInAs } from './sign-in.ts';

/**
 * The whole job by hand, in three browsers at once: HR buys and hands a letter out; weeks later its
 * holder opens a case and books; a therapist confirms the session; three months are over; HR reads
 * a report in which one person cannot be seen.
 */

const APPOINTMENTS = written<{ provider: { appointments: { startsAt: string }[] } }>(
  'query { provider { appointments { startsAt } } }');
const DAY_MS = 86_400_000;

let scenario: EmployeeScenario;
let browser: OpenedBrowser;
let [hr, employee]: (Seat | undefined)[] = [];
let email: string;
let year: ShownYear;
let code: string;
/** The day of the session, `YYYY-MM-DD`. */
let day: string;

beforeAll(async () => {
  scenario = await openEmployeeScenario();
  browser = await openBrowser();
  hr = await browser.seat({ origin: scenario.origin });
  employee = await browser.seat({ origin: scenario.origin, width: 390, height: 844 });
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await scenario?.close();
});

const moveTo = (at: number) =>
  scenario.service.world.scenario.clock.moveTo(new Date(at).toISOString());
const quiet = (seat: Seat | undefined) =>
  expect([seat?.said, seat?.violations]).toEqual([[], []]);

it('HR sets a programme up, buys credits and hands out letters that a print shop made', async () => {
  const { page } = hr!;
  const owner = await newEmployer(scenario.service.world);
  email = owner.email;
  await join(page, owner.token);
  await describeProgramme(page);
  year = await openYear(page);
  await open(page, 'Buy credits');
  await page.getByLabel('Sessions').fill('40');
  await page.getByLabel('By card').check();
  await page.getByLabel('Test card').selectOption('sandbox-ok');
  await press(page, /^Pay /);
  await page.getByText(/^Paid: invoice INV-/).waitFor();
  await open(page, 'Letters', 'Hand out the letters');
  await page.getByText('To be made by whoever runs the service').first().waitFor();
  const [{ id }] = await scenario.service.cluster.query<{ id: string }>('gateway',
    'SELECT id FROM programme WHERE name = $1', ['Care for everyone']) as [{ id: string }];
  const letters = await printedLetters(scenario.service.world.scenario.gatewayOperator, id,
    year.label);
  code = letters[0]!.code;
  await page.reload();
  await page.getByRole('button', { name: /^Handed out: / }).first().click();
  await page.getByText('Handed out on').first().waitFor();
  // The months pass in moments, and a page that lay open would look with a sign-in that is over.
  await page.goto('about:blank');
});

it('the holder of a letter gets her sessions, and books weeks later', async () => {
  const { page } = employee!;
  await fillWallet(page, code);
  await moveTo(Date.now() + DAY_MS);
  await page.reload();
  await unlock(page);
  await agree(page);
  await bookFirstTime(page);
  await press(page, 'Done');
  await page.locator('.appointment').waitFor();
  const { vault, clock } = scenario.service.world.scenario;
  const calendars = await Promise.all(scenario.therapists.map(async (words) =>
    (await therapistDoor({ vault, clock }, words)).ask(APPOINTMENTS)));
  const booked = calendars.flatMap(({ provider }) => provider.appointments);
  expect(booked).toHaveLength(1);
  day = booked[0]!.startsAt.slice(0, 10);
  expect(day).toMatch(/^\d{4}-\d\d-\d\d$/);
});

it('her therapist confirms the session, knowing her by a handle alone', async () => {
  // No page is open for weeks on a device whose own day stays: the vault's keys are for a day.
  quiet(employee);
  await employee!.page.goto('about:blank');
  await moveTo(Date.parse(`${day}T21:00:00Z`));
  let confirmed = 0;
  for (const { login, password, app } of scenario.therapists) {
    const seat = await browser.seat({ origin: scenario.origin });
    await seat.page.goto('/therapist');
    await signInAs(seat, login, password, app.recovery());
    await seat.page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    await seat.page.locator('.tiles').waitFor();
    const due = seat.page.getByRole('button', { name: 'Confirm session' });
    if (await due.count() > 0) {
      expect(await seat.page.locator('main').textContent()).toMatch(/[A-Z][a-z]+ [A-Z][a-z]+ \d{4}/);
      await due.first().click();
      await seat.page.getByText(/Confirmed and claimed/).first().waitFor();
      confirmed += 1;
    }
    quiet(seat);
    await seat.context.close();
  }
  expect(confirmed).toBe(1);
});

it('three months are over, and HR reads a report in which nobody can be seen', async () => {
  const { page } = hr!;
  const [first] = readPeriod(year.label)?.reports ?? [];
  await moveTo(Date.parse(first?.releases ?? '') + 5 * DAY_MS);
  await page.goto('/hr');
  await signInByApp(page, email);
  const figures = page.getByRole('figure');
  // The vault tells its report at its next look at the time, and the gateway then has it.
  do {
    await open(page, 'Overview');
    await open(page, 'Usage');
    await idle(page);
  } while (await figures.count() === 0);
  expect(await page.locator('.report-of').textContent()).toContain(year.name);
  await page.getByText('shown once a year, when it is over').waitFor();
  await page.getByText('can’t be shown', { exact: true }).first().waitFor();
});

it('nothing that an employee\'s browser sent tells who she is', async () => {
  expect(faultsOf(employee!.sent, scenario.origin)).toEqual([]);
  expect(await employee!.context.cookies()).toEqual([]);
  quiet(hr);
});
