import { nextPeriod, readPeriod } from '#calendar/periods';
import { firstShownOn } from '#calendar/shown-weeks';
import {
  agree, choosePassphrase, enterCode, fillWallet, press, reach, sessionsLeft, unlock,
} from './employee.person.ts';
import { employeePortal } from './employee.portal.ts';
import { hrOf, lettersOf, lettersOfYear, openProgramme } from './employee.scenario.ts';
import { pictureOf } from './pictures.ts';

/** What a member reads while her year ends and the letter of the next one is in her hands. */

const portal = employeePortal();
const { sit } = portal;

const DAY_MS = 86_400_000;
const HALF_A_MONTH_MS = 15 * DAY_MS;

/** A year that ends within 59 days, so that credits of the one after it can be had. */
function endingYear(): string {
  const [year, month] = new Date(Date.now() + HALF_A_MONTH_MS).toISOString().split('-').map(Number);
  return new Date(Date.UTC(year!, month! - 12, 1)).toISOString().slice(0, 7);
}

/** How the page writes a day. */
function inWords(day: string): string {
  return new Date(day).toLocaleDateString('en-GB',
    { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}

let signIn: ReturnType<typeof hrOf> | undefined;
/** HR, signed in once: a code of her authenticator is good for one sign-in. */
const signedIn = () => (signIn ??= hrOf(portal.scenario));

/** Codes of a programme whose year ends soon, and of the year that follows. */
async function twoYears(name: string) {
  const { service: { world: { scenario } } } = portal.scenario;
  const hr = await signedIn();
  const period = endingYear();
  const another = await openProgramme(hr, period, name);
  const next = nextPeriod(period);
  const ofNext = await lettersOfYear(portal.scenario, hr, another, next.label);
  const ofYear = await lettersOf(scenario.gatewayOperator, another, period);
  return { ofYear, ofNext, year: readPeriod(period)!, next };
}

it('sessions of two years are told apart: until when each of them are, and none a year longer',
  async () => {
    const { ofYear, ofNext, year, next } = await twoYears('Care of two years');
    const { page, context } = await sit();
    await fillWallet(page, ofYear[0]!);
    await press(page, 'Enter another code');
    await page.getByLabel('Code from your letter').fill(ofNext[0]!);
    await press(page, 'Go on');
    await page.getByText('3 sessions are on this device').waitFor();
    await press(page, 'Go on');
    await reach(page, 'Your sessions');
    const left = page.getByRole('region', { name: 'Sessions left' });
    await left.getByText(`3 for appointments until ${inWords(year.last)}`).waitFor();
    await left.getByText(`3 for appointments from ${inWords(next.opens)} to`).waitFor();
    expect(await sessionsLeft(page)).toBe(6);
    await pictureOf(page, 'employee-two-years-phone');
    // A number of two digits takes one line, on a phone too.
    const number = page.locator('.left-number');
    const heightOf = (text: string) => number.evaluate((shown, digits) => {
      shown.textContent = digits;
      return shown.clientHeight;
    }, text);
    expect(await heightOf('15')).toBe(await heightOf('6'));
    await context.close();
  }, 120_000);

it('sessions of a year to come are offered no time before it, and she reads when to look again',
  async () => {
    const { ofNext, next } = await twoYears('Care of the next year');
    const { page, context } = await sit();
    await fillWallet(page, ofNext[0]!);
    await page.getByText(`3 for appointments from ${inWords(next.opens)} to`).waitFor();
    await agree(page);
    await press(page, 'Show the earliest times');
    await page.getByText(`Your sessions are for appointments from ${inWords(next.opens)}`).waitFor();
    if (new Date().toISOString().slice(0, 10) < firstShownOn(next.opens)) {
      await page.getByText(`look again from ${inWords(firstShownOn(next.opens))} on`).waitFor();
      expect(await page.getByText('Leave out one of the wishes').count()).toBe(0);
    }
    await pictureOf(page, 'employee-next-year-times-phone');
    await context.close();
  }, 120_000);

it('a letter that comes long before its year stays in sight, with the day from which on it is good',
  async () => {
    const { programmeId, period } = portal.scenario;
    const next = nextPeriod(period);
    const [code] = await lettersOfYear(portal.scenario, await signedIn(), programmeId, next.label);
    const { page, context } = await sit();
    await page.goto('/employee');
    await enterCode(page, code!);
    await choosePassphrase(page);
    await page.getByText('This letter is for a year to come').waitFor();
    await page.goto('/employee');
    await unlock(page);
    await page.getByText(`Your letter for the year from ${inWords(next.opens)} is noted here`).waitFor();
    await page.getByText(`can be fetched from ${inWords(next.startsBooking)} on`).waitFor();
    expect(await page.getByText('The letter of the next year brings new ones').count()).toBe(0);
    await pictureOf(page, 'employee-letter-to-come-phone');
    await context.close();
  }, 120_000);
