import { caseDoor, earliestOpenings, openCase, readConsent } from '#wallet/care';
import { licensedIn, readPractices, suits, type Practice, type Wishes } from '#wallet/directory';
import type { Concern } from '#wallet/gql/vault/graphql';
import { together } from './together.ts';
import type { Holder } from './wallets.ts';
import { bookOverDays, type Booking } from './booking.ts';
import type { Employer } from './employer.ts';
import type { Member } from './members.ts';
import type { Person, Plot } from './plot.ts';
import { CROWD, type Scenario } from './scenario.ts';

/** Somebody who is going to ask for care: she has credits already. */
export interface Seeker {
  readonly person: Person;
  readonly member: Holder;
  readonly employer: Employer;
}

/** One person in care: her wallet, her case's door, her therapist and what she has booked. */
export interface Client {
  readonly person: Person;
  readonly phrase: string;
  wallet: Holder['wallet'];
  readonly practice: Practice;
  /** The vault's door with the secret of her case. */
  readonly door: ReturnType<typeof caseDoor>;
  readonly providerId: string;
  readonly bookings: Booking[];
}

/** Where everybody of the story is. */
export const PLACE = 'DE';

/** Opening a case by an entry credit. */
export const OPEN_CASE = `mutation ($input: OpenCaseInput!) {
  openCase(input: $input) { __typename ... on CaseOpened { openedOn }
    ... on CreditNotUsable { code message } ... on ConsentOutdated { code message } } }`;

/** Some people, with no session and in no order that the gateway knows, ask for care. */
export async function employeesUseCare(
  scenario: Scenario, seekers: readonly Seeker[],
): Promise<Client[]> {
  const { narrator, plot, clock } = scenario;
  narrator.act('Weeks later some people ask for care, without saying who they are');
  await clock.moveTo(scenario.calendar.care);
  let done = 0;
  const clients = await together(plot.choices.shuffled(seekers), CROWD, async (seeker) => {
    const { person, member, employer } = seeker;
    const client = await beginCare(scenario, employer, person, member);
    narrator.progress('people with a therapist', done += 1, seekers.length);
    return client;
  });
  await bookOverDays(scenario, clients, ({ person }) => (person.losesDevice ? 1 : person.sessions));
  const booked = clients.reduce((sum, { bookings }) => sum + bookings.length, 0);
  narrator.say(`${clients.length} people read the consent text, opened a case each with an entry `
    + `credit, chose a therapist on their devices, and booked ${booked} sessions.`);
  narrator.saw({
    gateway: 'sealed requests of one size, from nobody, to nobody',
    vault: 'cases with a block, a concern and a therapist; never a name, an address or a code',
    therapist: 'new clients under handles such as "Quiet Heron 4821", and when they come',
  });
  return clients;
}

/** Those of a plot who ask for care, with their wallets. */
export function seekersOf(
  { people }: Pick<Plot, 'people'>, employer: Employer, members: readonly Member[],
): Seeker[] {
  return people.map((person) => (
    { person, member: members[person.member] as Member, employer }));
}

/** Open a case with the wallet's entry credit and choose somebody, unless one is chosen. */
export async function beginCare(
  scenario: Scenario, employer: Employer, person: Person, { phrase, wallet }: Holder,
  chosen?: string,
): Promise<Client> {
  const { version, language } = await readConsent(wallet.doors, 'en');
  const agreement = { version, language, concern: person.concern as Concern };
  const opened = await openCase(wallet, agreement);
  if (opened !== 'opened') throw new Error(`opening a case was answered ${opened}`);
  const practice = await choose(wallet, person, chosen);
  return { person, phrase, wallet, practice, door: caseDoor(wallet, employer.programmeId),
    providerId: practice.id, bookings: [] };
}

/** The referral that the wallet's booking made; the case has none before. */
export function referralOf({ wallet, providerId }: Client): string {
  const found = wallet.content.care?.referrals.find(({ provider }) => provider.id === providerId);
  if (!found) throw new Error('she was not introduced to her therapist');
  return found.id;
}

/** Of those who suit, on the device, whoever has most free times of the kind that she wants. */
async function choose(
  wallet: Holder['wallet'], person: Person, chosen?: string,
): Promise<Practice> {
  const directory = await readPractices(wallet);
  const known = directory.find(({ id }) => id === chosen);
  if (known) return known;
  const here = licensedIn(directory, PLACE, wallet.today);
  const wishes = { jurisdiction: PLACE, languages: [person.language], gender: null,
    modality: person.modality, speciality: person.concern } as Wishes;
  // Where nobody specialises in it, she looks for anybody.
  const wished = here.filter((one) => suits(one, wishes));
  const suiting = wished.length > 0 ? wished
    : here.filter((one) => suits(one, { ...wishes, speciality: null }));
  const openings = await earliestOpenings(wallet, suiting, PLACE);
  const free = ({ id }: Practice) => openings.filter(({ providerId, slot }) =>
    providerId === id && slot.modality === person.modality).length;
  const [most] = suiting.toSorted((a, b) => free(b) - free(a));
  if (!most) throw new Error('nobody in the directory suits her');
  return most;
}
