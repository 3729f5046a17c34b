import * as rounds from '../attacks/rounds.ts';
import { greedyMember } from '../attacks/issuance.ts';
import { earlyReport, smallGroups } from '../attacks/small-groups.ts';
import { therapistsClaim, therapistsReturn } from '../story/billing.ts';
import { employeesUseCare, type Client } from '../story/care.ts';
import { oneLosesHerDevice, someCancel } from '../story/changes.ts';
import { peopleOf, type Company } from '../story/company.ts';
import { countOutcome, findOut, type Noticed } from '../story/counts.ts';
import { allThatHrCanRead } from '../story/employer-view.ts';
import { operatorCreatesEmployer } from '../story/employer.ts';
import { tellEnding } from '../story/ending.ts';
import { bothLookWhereTheyMeet } from '../story/meeting-place.ts';
import { claimAndIssue, membersClaim, type Member } from '../story/members.ts';
import type { Outcome, Promised } from '../story/outcome.ts';
import { planSmallEmployer } from '../story/plot.ts';
import { tellJoined, therapistsJoin, therapistsSignIn, type Therapist } from '../story/practices.ts';
import { checkPromises } from '../story/promises.ts';
import { hrBuysCredits, hrPaysFlatPrice, money } from '../story/purchase.ts';
import { reach, type Scenario } from '../story/scenario.ts';
import { Narrator } from '../telling/narrator.ts';
import { allSignIn, comingIn, monthsPass, publishNext, yearEnds } from './year.ts';

/** What the story came to. */
export interface Ending {
  readonly outcome: Outcome;
  readonly promises: readonly Promised[];
  readonly companies: readonly Company[];
  readonly therapists: readonly Therapist[];
}

/** The first months, in which everything is shown once. */
interface FirstMonths {
  readonly noticed: Noticed;
  readonly mallory: Client;
  readonly therapists: readonly Therapist[];
}

/**
 * Run the main job from the purchase to the end of the year, for two employers whose people go to
 * the same therapists, with attackers on the way, and hold what the system counts against every
 * promise.
 *
 * @param startedAt when the demo began, in milliseconds of the machine's clock.
 */
export async function runStory(
  scenario: Scenario, startedAt: number,
): Promise<Ending> {
  const { quarters } = scenario.calendar;
  const { companies: begun, joined } = await yearBegins(scenario);
  const { mallory, noticed, therapists } = await firstMonths(scenario, begun, joined, startedAt);
  let companies = begun;
  for (const place of quarters.keys()) {
    if (place > 0) {
      companies = await monthsPass(scenario, companies, therapists, { place, mallory });
    }
  }
  companies = await yearEnds(scenario, companies);
  const consoles = await therapistsSignIn(scenario, therapists);
  const counted = await countOutcome(scenario, companies, noticed);
  const findings = await findOut(companies, consoles, counted, noticed);
  const promises = checkPromises(counted.outcome, findings);
  const { outcome } = counted;
  tellEnding(scenario.narrator, { outcome, findings, promises, companies });
  return { outcome, promises, companies, therapists };
}

/** Two employers with terms and credits of their own, their letters, and the therapists. */
async function yearBegins(
  large: Scenario,
): Promise<{ companies: readonly Company[]; joined: readonly Therapist[] }> {
  const { narrator, brief, calendar } = large;
  // What the second employer does beside the first is told in a sentence.
  const beside = { ...large, narrator: Narrator.silent() };
  const small = { ...beside, plot: planSmallEmployer(brief.members, large.plot) };
  const [first, second] = await Promise.all(
    [operatorCreatesEmployer(large), operatorCreatesEmployer(small)]);
  narrator.say(`So does ${second.name}, of ${peopleOf({ employer: second })} people, on the same `
    + 'service: with terms, keys and an HR seat of its own.');
  const [, flat] = await Promise.all(
    [hrBuysCredits(large, first), hrPaysFlatPrice(small, second)]);
  narrator.say(`${second.name} buys no sessions: at so few people it pays a flat price for each seat `
    + `and year, ${money(flat.total)} in one invoice, ${flat.number}. Whoever uses how much, nothing `
    + 'is billed or given back after it.');
  await reach(large, calendar.claiming);
  const [joined, members, others] = await Promise.all([
    therapistsJoin(beside),
    membersClaim(large, first, (letter) => greedyMember(large, letter)),
    membersClaim(small, second, (letter) => claimAndIssue(small, letter))]);
  narrator.say(`At ${second.name} ${others.length} letters were entered.`);
  tellJoined(large, joined);
  return { joined, companies: [{ scenario: large, employer: first, members, report: undefined },
    { scenario: small, employer: second, members: others, report: undefined }] };
}

async function firstMonths(
  scenario: Scenario, companies: readonly Company[], joined: readonly Therapist[],
  startedAt: number,
): Promise<FirstMonths> {
  const [{ employer, members }, other] = companies as [Company, Company];
  await rounds.attackIssuance(scenario, employer, members);
  const before = await allThatAllCanRead(await allSignIn(companies));
  const onlooker = await rounds.hrLooks(scenario, employer, members);
  const clients = await employeesUseCare(scenario, comingIn(0, companies));
  await rounds.hrLooksAgain(scenario, onlooker, clients);
  await someCancel(scenario, clients);
  const recoveredWallets = await oneLosesHerDevice(scenario, clients);
  keepWallets(members, clients);
  const consoles = await therapistsSignIn(scenario, joined);
  const whereabouts = await bothLookWhereTheyMeet(scenario, clients, consoles);
  const { mallory, takenBack } = await rounds.attackVault(
    scenario, employer, { members, clients, therapists: consoles, curious: onlooker.client });
  const therapists = await therapistsReturn(scenario, joined);
  const crooked = await rounds.attackBilling(
    scenario, therapists, clients, { employer, takenBack });
  await therapistsClaim(scenario, therapists, clients);
  await rounds.attackAfterBilling(scenario, crooked, clients);
  const [present] = await Promise.all([
    allSignIn(companies), publishNext(scenario, therapists, 0)]);
  const [{ employer: hers }] = present as [Company];
  await earlyReport(scenario, hers);
  const employerUnmoved = before === await allThatAllCanRead(present);
  await smallGroups(scenario, hers, other.employer.programmeId);
  await rounds.attackLetters(scenario, hers, members, clients);
  const walletsLost = clients.filter(({ person }) => person.losesDevice).length;
  const noticed = { recoveredWallets, walletsLost, whereabouts, employerUnmoved, startedAt };
  return { noticed, mallory, therapists };
}

/** Everything that the HR of each can read now. */
async function allThatAllCanRead(companies: readonly Company[]): Promise<string> {
  const answers = await Promise.all(companies.map(({ scenario: { calendar }, employer }) =>
    allThatHrCanRead(employer, calendar.period)));
  return answers.join('\n');
}

/** The restored wallet is the one that her member has from now on. */
function keepWallets(members: Member[], clients: readonly Client[]): void {
  for (const { phrase, wallet } of clients) {
    const place = members.findIndex((member) => member.phrase === phrase);
    const member = members[place];
    if (member) members[place] = { ...member, wallet };
  }
}
