import { greedyMember } from '../../demo/attacks/issuance.ts';
import * as rounds from '../../demo/attacks/rounds.ts';
import { earlyReport, smallGroups } from '../../demo/attacks/small-groups.ts';
import { therapistsClaim, therapistsReturn } from '../../demo/story/billing.ts';
import { employeesUseCare, seekersOf, type Client } from '../../demo/story/care.ts';
import { oneLosesHerDevice, someCancel } from '../../demo/story/changes.ts';
import { countOutcome, findOut } from '../../demo/story/counts.ts';
import { allThatHrCanRead } from '../../demo/story/employer-view.ts';
import { hrSignsIn, operatorCreatesEmployer, type Employer } from '../../demo/story/employer.ts';
import { bothLookWhereTheyMeet } from '../../demo/story/meeting-place.ts';
import { membersClaim, type Member } from '../../demo/story/members.ts';
import type { Outcome } from '../../demo/story/outcome.ts';
import { therapistsJoin, therapistsSignIn, type Therapist } from '../../demo/story/practices.ts';
import { broken, checkPromises } from '../../demo/story/promises.ts';
import { hrBuysCredits } from '../../demo/story/purchase.ts';
import { periodCloses } from '../../demo/story/report.ts';
import { hearStatements, type OpenScenario } from './scenario.ts';

/** Everyone in the story once credits are issued and before anyone has asked for care. */
export interface Actors {
  readonly employer: Employer;
  readonly therapists: readonly Therapist[];
  readonly members: Member[];
}

/** What the story came to. */
export interface StoryRun extends Actors {
  readonly clients: readonly Client[];
  readonly outcome: Outcome;
  /** Promises that the story's own count found broken. */
  readonly broken: readonly string[];
}

/** Run up to the day on which everyone has credits and nobody has used any. */
export async function runIssuance(scenario: OpenScenario): Promise<Actors> {
  const employer = await operatorCreatesEmployer(scenario);
  await hrBuysCredits(scenario, employer);
  const therapists = await therapistsJoin(scenario);
  const members = await membersClaim(scenario, employer,
    (letter) => greedyMember(scenario, letter));
  await rounds.attackIssuance(scenario, employer, members);
  return { employer, therapists, members };
}

/** Run the care of the people of the plot, their therapists' claims, and the close. */
export async function runCare(scenario: OpenScenario, actors: Actors): Promise<StoryRun> {
  const { employer, members } = actors;
  const { period } = scenario.calendar;
  const before = await allThatHrCanRead(await hrSignsIn(scenario, employer), period);
  const onlooker = await rounds.hrLooks(scenario, employer, members);
  const clients = await employeesUseCare(scenario, seekersOf(scenario.plot, employer, members));
  await rounds.hrLooksAgain(scenario, onlooker, clients);
  await someCancel(scenario, clients);
  const recoveredWallets = await oneLosesHerDevice(scenario, clients);
  for (const { person, wallet } of clients) {
    members[person.member] = { ...members[person.member]!, wallet };
  }
  const signedIn = await therapistsSignIn(scenario, actors.therapists);
  const whereabouts = await bothLookWhereTheyMeet(scenario, clients, signedIn);
  const { client: curious } = onlooker;
  const { mallory, takenBack } = await rounds.attackVault(
    scenario, employer, { members, clients, therapists: signedIn, curious });
  const therapists = await therapistsReturn(scenario, actors.therapists);
  const crooked = await rounds.attackBilling(
    scenario, therapists, clients, { employer, takenBack });
  await therapistsClaim(scenario, therapists, clients);
  await rounds.attackAfterBilling(scenario, crooked, clients);
  await rounds.attackCopies(scenario, [{ employer, members }]);
  const present = await hrSignsIn(scenario, employer);
  await earlyReport(scenario, present);
  const employerUnmoved = before === await allThatHrCanRead(present, period);
  await smallGroups(scenario, present);
  await rounds.attackLetters(scenario, present, members, clients);
  await hearStatements(scenario);
  const report = await periodCloses(scenario, employer);
  const consoles = await therapistsSignIn(scenario, therapists);
  await rounds.attackLate(scenario, mallory, consoles);
  const noticed = {
    recoveredWallets, whereabouts, employerUnmoved, startedAt: Date.now(),
    walletsLost: clients.filter(({ person }) => person.losesDevice).length,
  };
  const companies = [{ scenario, employer, members, report }];
  const counted = await countOutcome(scenario, companies, noticed);
  const findings = await findOut(companies, consoles, counted, noticed);
  const promises = checkPromises(counted.outcome, findings);
  return {
    employer, therapists, members, clients: [...clients, mallory, curious],
    outcome: counted.outcome,
    broken: broken(promises).map(({ promise, found }) => `${promise}: ${found}`),
  };
}
