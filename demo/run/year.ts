import * as rounds from '../attacks/rounds.ts';
import { therapistsClaim, therapistsReturn } from '../story/billing.ts';
import { during, yearAfter } from '../story/calendar.ts';
import { employeesUseCare, seekersOf, type Client, type Seeker } from '../story/care.ts';
import type { Company } from '../story/company.ts';
import { hrSignsIn, openYear } from '../story/employer.ts';
import { publishMonths, type Therapist } from '../story/practices.ts';
import { readReport } from '../story/report.ts';
import type { Scenario } from '../story/scenario.ts';
import { Narrator } from '../telling/narrator.ts';

/** What the months after the first begin with. */
interface Later {
  /** Which three months: 1 to 3. */
  readonly place: number;
  /** Somebody who tries old credits when the first report is out. */
  readonly mallory: Client;
}

const MONTHS = ['one to three', 'four to six', 'seven to nine', 'ten to twelve'];
const LAST = 3;

/**
 * Three more months: other people come, have their sessions, and therapists are paid; meanwhile the
 * months before are reported.
 *
 * @returns the companies with what their HR has read.
 */
export async function monthsPass(
  scenario: Scenario, companies: readonly Company[], joined: readonly Therapist[],
  { place, mallory }: Later,
): Promise<readonly Company[]> {
  const { narrator } = scenario;
  narrator.act(`Months ${MONTHS[place]}: others come, and HR reads of those before`);
  const beside = inMonths({ ...scenario, narrator: Narrator.silent() }, place);
  const clients = await employeesUseCare(beside, comingIn(place, companies));
  const therapists = await therapistsReturn(beside, joined);
  const [read, claimed] = await Promise.all([
    allSignIn(companies).then((signedIn) => allRead(signedIn, place - 1)),
    therapistsClaim(beside, therapists, clients),
    place < LAST ? publishNext(scenario, therapists, place) : undefined]);
  narrator.say(`${clients.length} people came for the first time. ${claimed} sessions were held, `
    + 'claimed and paid.');
  narrator.say(`Reports of months ${MONTHS[place - 1]} were released on their day, one for each `
    + 'employer, made by the vault from its microdata, signed, and never to be revised.');
  if (place === 1) await rounds.attackLate(scenario, mallory, therapists);
  if (place === LAST) await beforeTheEnd(scenario, read);
  return read;
}

/** Publish the times of the months that follow, while therapists are signed in. */
export function publishNext(
  scenario: Scenario, therapists: readonly Therapist[], place: number,
): Promise<void> {
  return publishMonths(inMonths(scenario, place + 1), therapists);
}

/** The year is over, and its last report is out. @returns the companies with all reports. */
export async function yearEnds(
  scenario: Scenario, companies: readonly Company[],
): Promise<readonly Company[]> {
  const { narrator, clock, calendar } = scenario;
  narrator.act('The year is over, and HR reads its last report');
  await clock.moveTo(inMonths(scenario, LAST).calendar.release);
  const all = await allRead(await allSignIn(companies), LAST);
  const left = companies.flatMap(({ members }) => members)
    .flatMap(({ wallet }) => wallet.content.credits)
    .filter(({ kind, state }) => kind === 'session' && state !== 'spent');
  narrator.say(`The credits of ${calendar.period} pay for nothing any more: ${left.length} session `
    + 'credits that were issued were never used, and cost nobody anything.');
  narrator.saw({
    employer: 'its four reports, and its balance as they left it',
    gateway: 'the same signed reports',
    vault: 'the microdata, which stay there',
    therapist: 'nothing of the reports',
  });
  return all;
}

/** Those of all employers who come in three months. */
export function comingIn(place: number, companies: readonly Company[]): Seeker[] {
  return companies.flatMap(({ scenario: { plot }, employer, members }) =>
    seekersOf(plot, employer, members).filter(({ person }) => person.quarter === place));
}

/** The HR of each signs in. */
export function allSignIn(companies: readonly Company[]): Promise<readonly Company[]> {
  return Promise.all(companies.map(async (company) => (
    { ...company, employer: await hrSignsIn(company.scenario, company.employer) })));
}

/** The HR of each reads its report of three months. */
async function allRead(
  companies: readonly Company[], place: number,
): Promise<readonly Company[]> {
  return Promise.all(companies.map(async (company) => ({
    ...company,
    report: await readReport(inMonths(company.scenario, place), company.employer),
  })));
}

/** Copies of everything, when everybody has come; and the next year is opened before this ends. */
async function beforeTheEnd(scenario: Scenario, companies: readonly Company[]): Promise<void> {
  await rounds.attackCopies(scenario, companies);
  scenario.narrator.act('HR opens the next year before this one ends');
  const [{ employer }] = companies as [Company];
  await openYear({ ...scenario, calendar: yearAfter(scenario.calendar) },
    employer.hr, employer.programmeId);
}

function inMonths(scenario: Scenario, place: number): Scenario {
  const months = scenario.calendar.quarters[place];
  if (!months) throw new RangeError('a year has four times three months');
  return { ...scenario, calendar: during(scenario.calendar, months) };
}
