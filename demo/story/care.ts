import { expectKind, type Kind } from '../client/graphql.ts';
import { together } from '../client/together.ts';
import type { VaultClient } from '../client/vault.ts';
import { bookSessions, type Booking } from './booking.ts';
import type { Employer } from './employer.ts';
import type { Member } from './members.ts';
import type { Person } from './plot.ts';
import { CROWD, newKey, type Stage } from './stage.ts';
import type { Wallet } from '../wallet/wallet.ts';

/** One person in care: her wallet, her case's door, her referral and what she has booked. */
export interface Client {
  readonly person: Person;
  wallet: Wallet;
  /** The vault's door with the secret of her case. */
  readonly door: VaultClient;
  readonly referralId: string;
  readonly providerId: string;
  readonly bookings: Booking[];
}

type CaseOpened = Kind & { __typename: 'CaseOpened' };
type Referring = Kind & ({ __typename: 'NoMatch' } | {
  __typename: 'ReferralMade'; referral: { id: string }; provider: { id: string };
});

const CONSENT = 'query { consent(language: "en") { version sections { title } } }';

/** Opening a case by an entry credit. */
export const OPEN_CASE = `mutation ($input: OpenCaseInput!) {
  openCase(input: $input) { __typename ... on CaseOpened { openedOn }
    ... on CreditNotUsable { code message } ... on ConsentOutdated { code message } } }`;

const REQUEST_REFERRAL = `mutation ($input: RequestReferralInput!) {
  requestReferral(input: $input) { __typename
    ... on ReferralMade { referral { id } provider { id } }
    ... on NoMatch { code message } } }`;

/** Some people, with no session and in no order that the gateway knows, ask for care. */
export async function employeesUseCare(
  stage: Stage, employer: Employer, members: readonly Member[],
): Promise<Client[]> {
  const { narrator, plot, clock } = stage;
  narrator.act('Weeks later some people ask for care, without saying who they are');
  await clock.moveTo(stage.calendar.care);
  let done = 0;
  const clients = await together(plot.choices.shuffled(plot.people), CROWD, async (person) => {
    const { wallet } = members[person.member] as Member;
    const client = await beginCare(stage, employer, person, wallet);
    const now = person.losesDevice ? 1 : person.sessions;
    client.bookings.push(...await bookSessions(stage, client, now));
    narrator.progress('people with a therapist', done += 1, plot.people.length);
    return client;
  });
  const booked = clients.reduce((sum, { bookings }) => sum + bookings.length, 0);
  narrator.say(`${clients.length} people read the consent text, opened a case each with an entry `
    + `credit, were referred, and booked ${booked} sessions.`);
  narrator.saw({
    gateway: 'sealed requests of a few fixed sizes, from nobody, to nobody',
    vault: 'cases with a block, a concern and a therapist; never a name, an address or a code',
    therapist: 'new clients under handles such as "Quiet Heron 4821", and when they come',
  });
  return clients;
}

/** Open a case with the wallet's entry credit and get a referral, to the chosen provider if any. */
export async function beginCare(
  stage: Stage, employer: Employer, person: Person, wallet: Wallet, chosen?: string,
): Promise<Client> {
  await openCase(stage, employer, person, wallet);
  const door = stage.vault.as(wallet.caseAuthorization(employer.programmeId));
  const wishes = {
    languages: [person.language], modality: person.modality, jurisdiction: 'DE' };
  const wished = await requestReferral(
    door, { ...wishes, speciality: person.concern }, chosen);
  // Where nobody specialises in it, she does as the answer advises.
  const made = wished.__typename === 'NoMatch'
    ? await requestReferral(door, wishes, chosen) : wished;
  const { referral, provider } = expectKind(made, 'ReferralMade');
  return { person, wallet, door, referralId: referral.id, providerId: provider.id, bookings: [] };
}

async function requestReferral(
  door: VaultClient, preferences: object, providerId?: string,
): Promise<Referring> {
  const { requestReferral: answer } = await door.ask<{ requestReferral: Referring }>(
    REQUEST_REFERRAL, { input: { idempotencyKey: newKey(), preferences, providerId } });
  return answer;
}

async function openCase(
  stage: Stage, employer: Employer, person: Person, wallet: Wallet,
): Promise<void> {
  const { consent } = await stage.vault.ask<{ consent: { version: string } }>(CONSENT);
  const day = stage.clock.now().toISOString().slice(0, 10);
  const held = await wallet.take('entry', day, 'open-case');
  const { openCase: opened } = await stage.vault.ask<{ openCase: CaseOpened }>(
    OPEN_CASE, { input: {
      idempotencyKey: newKey(), entryCredit: held.credit,
      caseKey: wallet.caseKey(employer.programmeId),
      consentVersion: consent.version, acceptedConsent: true, concern: person.concern,
    } });
  expectKind(opened, 'CaseOpened');
  await wallet.confirm(held);
}
