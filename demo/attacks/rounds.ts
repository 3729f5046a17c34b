import { claimsOf, type Claim } from '../story/billing.ts';
import { beginCare, type Client } from '../story/care.ts';
import type { Employer } from '../story/employer.ts';
import type { Member } from '../story/members.ts';
import type { Person } from '../story/plot.ts';
import { therapistSignsIn, type Therapist } from '../story/practices.ts';
import type { Scenario } from '../story/scenario.ts';
import { sameCreditAtOnce, sameCreditTwice } from './double-spend.ts';
import { letterToCase, openedLater, toldApart, type Tried } from './copies.ts';
import { looksAgain, looksBefore, type Onlooker } from './free-times.ts';
import { creditsOfTheWrongKind, creditsOnOtherDays, forgedCredits } from './forgery.ts';
import { inventedTerms } from './invented.ts';
import { anothersCode } from './issuance.ts';
import { hrInventsStaff, hrReadsLetters, printerLooks } from './letters.ts';
import { swappedRelayKey, taggedIssuerKey } from './keys.ts';
import { strangersFlood } from './strangers.ts';
import * as therapists from './therapists.ts';
import * as unfunded from './unfunded.ts';

const DAY_MS = 86_400_000;

type TakenBack = Awaited<ReturnType<typeof unfunded.takeBack>>;

/** Somebody who is not there for care. */
const INTRUDER: Omit<Person, 'member'> = {
  quarter: 0, concern: 'OTHER', language: 'en', modality: 'VIDEO', sessions: 0,
  cancels: false, voucher: false, losesDevice: false,
};

/** Against the gateway, and by it. */
export async function attackIssuance(
  scenario: Scenario, employer: Employer, members: readonly Member[],
): Promise<void> {
  scenario.narrator.act('Attackers at the gateway, and a gateway that attacks');
  await anothersCode(scenario, members);
  await swappedRelayKey(scenario);
  await taggedIssuerKey(scenario, employer);
  await inventedTerms(scenario, employer);
  await unfunded.fundedForNothing(scenario, employer);
  const flood = await strangersFlood(scenario, members);
  scenario.attacks.noteMany('strangers who use up what all share', flood.attempts, flood.succeeded);
  scenario.narrator.say('Codes are bound to the wallet that claimed them first. A gateway that shows a '
    + 'key of its own is found out by the wallet, which asks the vault for its copy.');
  scenario.narrator.say('What it proposes without a contract waits until the vault\'s operator declines '
    + 'it, who goes by the number of hers; what she has confirmed it can change no more. Of money it '
    + 'says what it likes: the vault takes what those terms come to.');
  scenario.narrator.say(flood.told);
  scenario.narrator.saw({
    gateway: 'codes that it refused, all with the same words',
    vault: 'somebody who asked for its copy of the issuer keys; terms and keys that it refused',
  });
}

/** By somebody of HR, who has a letter as others have: before anybody books she looks around. */
export function hrLooks(
  scenario: Scenario, employer: Employer, members: readonly Member[],
): Promise<Onlooker> {
  const { curious } = scenario.plot;
  return looksBefore(
    scenario, employer, { ...INTRUDER, member: curious }, members[curious] as Member);
}

/** The same once others have booked. */
export async function hrLooksAgain(
  scenario: Scenario, onlooker: Onlooker, clients: readonly Client[],
): Promise<void> {
  const { gone, booked } = await looksAgain(scenario, onlooker, clients);
  scenario.narrator.say(`Somebody of HR has looked at free times before and after: ${gone} went, and `
    + `${gone - booked} of them nobody has booked. Of no time can she say who it is, nor that it is `
    + 'anybody.');
}

/**
 * Against the vault, by a member with a case of her own, while therapists are signed in, and by
 * somebody of HR who is curious.
 *
 * @returns the member, and the payments that the gateway has taken back, so that nothing is there.
 */
export async function attackVault(
  scenario: Scenario, employer: Employer, actors: {
    members: readonly Member[]; clients: readonly Client[]; therapists: readonly Therapist[];
    curious: Client },
): Promise<{ mallory: Client; takenBack: TakenBack }> {
  const { narrator, plot } = scenario;
  narrator.act('Attackers at the vault');
  const mallory = await beginCare(scenario, employer, { ...INTRUDER, member: plot.mallory },
    actors.members[plot.mallory] as Member);
  await therapists.placeWithoutBooking(scenario, mallory);
  const [therapist] = actors.therapists as [Therapist];
  await sameCreditTwice(scenario, mallory, therapist);
  await sameCreditAtOnce(scenario, mallory);
  await Promise.all([
    forgedCredits(scenario, mallory),
    creditsOfTheWrongKind(scenario, mallory, actors.members[plot.greedy] as Member),
    ...actors.clients.slice(0, 3).map((client) =>
      therapists.anothersCase(scenario, mallory, client)),
  ]);
  narrator.say('A spent, a forged and a foreign credit are all answered alike, and of many at '
    + 'once one succeeds.');
  const takenBack = await unfunded.takeBack(scenario);
  await unfunded.hrCounts(scenario, actors.curious);
  narrator.say('The gateway says that all payments were taken back, and somebody of HR books with '
    + 'the credits of her own letter: none is refused, so that she counts nobody\'s.');
  narrator.saw({
    gateway: 'sealed requests, like all others',
    vault: 'credits that it cannot use; not whose they are, nor that they were one person\'s',
    therapist: 'a new client with two sessions',
  });
  return { mallory, takenBack };
}

/**
 * A crooked therapist before anything is claimed, and while nothing is paid in; then it is.
 *
 * @returns her, and what she may claim.
 */
export async function attackBilling(
  scenario: Scenario, consoles: readonly Therapist[], clients: readonly Client[],
  { employer, takenBack }: { employer: Employer; takenBack: TakenBack },
): Promise<{ crooked: Therapist; honest: Therapist; due: readonly Claim[] }> {
  const busy: { therapist: Therapist; due: Claim[] }[] = [];
  for (const therapist of consoles) busy.push({ therapist, due: await claimsOf(therapist) });
  busy.sort((a, b) => b.due.length - a.due.length);
  const [first, second] = busy;
  if (!first || !second || second.due.length === 0) throw new Error('too few therapists had work');
  const [crooked, honest] = [first.therapist, second.therapist];
  await therapists.claimsWithoutAuthorisation(scenario, honest, crooked);
  await unfunded.inventedMoney(scenario, employer, crooked);
  await unfunded.payoutsUnfunded(scenario, crooked, first.due[0] as Claim);
  await unfunded.payAgain(scenario, takenBack);
  scenario.narrator.say('Before anything is paid in, nothing leaves by one operator\'s hand; and credits '
    + 'of a programme that the gateway made up are worth nothing.');
  const theirs = clients.find(({ providerId }) => providerId === honest.id);
  if (theirs) await therapists.anothersReferral(scenario, crooked, honest, theirs);
  return { crooked, honest, due: first.due };
}

/** The same therapist after everything was claimed and paid, and a client who wants it back. */
export async function attackAfterBilling(
  scenario: Scenario, { crooked, honest, due }: Awaited<ReturnType<typeof attackBilling>>,
  clients: readonly Client[],
): Promise<void> {
  await therapists.claimsTwice(scenario, crooked, due);
  await therapists.anothersRemittance(scenario, crooked, honest);
  for (const client of clients.slice(0, 3)) await therapists.cancelsTooLate(scenario, client);
}

/**
 * A thief of both database servers with the vault's keys, and whoever has carried the requests:
 * what is kept of people, how long requests are, what was recorded weeks ago.
 */
export async function attackCopies(
  scenario: Scenario, companies: readonly { employer: Employer; members: readonly Member[] }[],
): Promise<void> {
  const { narrator, attacks, tape, clock } = scenario;
  narrator.act('A thief of both databases, and whoever carried the requests');
  const stolen = await scenario.steal();
  const people = companies.flatMap(({ employer: { programmeId }, members }) =>
    members.map((member) => ({ programmeId, ...member })));
  const whose = new Map(people.flatMap(({ programmeId, letter, wallet }, place) => [
    [`${programmeId} ${letter.number}`, place], [wallet.caseKey(programmeId), place]] as const));
  const old = new Date(clock.now().getTime() - 2 * DAY_MS).toISOString().slice(0, 10);
  const tries: [Parameters<typeof attacks.noteMany>[0], Tried][] = [
    ['a thread from letter to case in both databases', letterToCase(stolen, whose)],
    ['telling people apart by the length of requests', toldApart(tape.carried)],
    ['opening recorded requests later', await openedLater(
      tape.recorded.filter(({ day }) => day <= old), stolen.keys)],
  ];
  for (const [name, { attempts, succeeded, told }] of tries) {
    attacks.noteMany(name, attempts, succeeded);
    narrator.say(told);
  }
  narrator.saw({
    gateway: 'letters that were claimed, in no order that has to do with care',
    vault: 'cases, and keys of these two days',
  });
}

/** By HR, who gives letters out and counts the staff, and by who printed them. */
export async function attackLetters(
  scenario: Scenario, employer: Employer, members: readonly Member[], clients: readonly Client[],
): Promise<void> {
  await hrReadsLetters(scenario, employer, members);
  await hrInventsStaff(scenario, employer);
  await printerLooks(scenario, employer, members, clients);
  scenario.narrator.say('HR finds no code in all that it may ask, and has no letter beyond its spare '
    + 'seats; who printed a letter can enter it no more once it is somebody\'s, and sees no case.');
}

/** When a reporting period has closed: credits of the year on days of it, and of no year. */
export async function attackLate(
  scenario: Scenario, mallory: Client, all: readonly Therapist[],
): Promise<void> {
  const hers = all.find(({ id }) => id === mallory.providerId);
  if (!hers) throw new Error('nobody of the story is her therapist');
  await creditsOnOtherDays(scenario, mallory, await therapistSignsIn(scenario, hers));
}
