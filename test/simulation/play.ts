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
import { hearStatements, type OpenStage } from './stage.ts';

/** Everyone in the story once credits are issued and before anyone has asked for care. */
export interface Cast {
  readonly employer: Employer;
  readonly therapists: readonly Therapist[];
  readonly members: Member[];
}

/** What the story came to. */
export interface Played extends Cast {
  readonly clients: readonly Client[];
  readonly outcome: Outcome;
  /** Promises that the story's own count found broken. */
  readonly broken: readonly string[];
}

/** Play up to the day on which everyone has credits and nobody has used any. */
export async function playIssuance(stage: OpenStage): Promise<Cast> {
  const employer = await operatorCreatesEmployer(stage);
  await hrBuysCredits(stage, employer);
  const therapists = await therapistsJoin(stage);
  const members = await membersClaim(stage, employer,
    (letter) => greedyMember(stage, letter));
  await rounds.attackIssuance(stage, employer, members);
  return { employer, therapists, members };
}

/** Play the care of the people of the plot, their therapists' claims, and the close. */
export async function playCare(stage: OpenStage, cast: Cast): Promise<Played> {
  const { employer, members } = cast;
  const { period } = stage.calendar;
  const before = await allThatHrCanRead(await hrSignsIn(stage, employer), period);
  const onlooker = await rounds.hrLooks(stage, employer, members);
  const clients = await employeesUseCare(stage, seekersOf(stage.plot, employer, members));
  await rounds.hrLooksAgain(stage, onlooker, clients);
  await someCancel(stage, clients);
  const recoveredWallets = await oneLosesHerDevice(stage, clients);
  for (const { person, wallet } of clients) {
    members[person.member] = { ...members[person.member]!, wallet };
  }
  const signedIn = await therapistsSignIn(stage, cast.therapists);
  const whereabouts = await bothLookWhereTheyMeet(stage, clients, signedIn);
  const { client: curious } = onlooker;
  const { mallory, takenBack } = await rounds.attackVault(
    stage, employer, { members, clients, therapists: signedIn, curious });
  const therapists = await therapistsReturn(stage, cast.therapists);
  const crooked = await rounds.attackBilling(
    stage, therapists, clients, { employer, takenBack });
  await therapistsClaim(stage, therapists, clients);
  await rounds.attackAfterBilling(stage, crooked, clients);
  await rounds.attackCopies(stage, [{ employer, members }]);
  const present = await hrSignsIn(stage, employer);
  await earlyReport(stage, present);
  const employerUnmoved = before === await allThatHrCanRead(present, period);
  await smallGroups(stage, present);
  await rounds.attackLetters(stage, present, members, clients);
  await hearStatements(stage);
  const report = await periodCloses(stage, employer);
  const consoles = await therapistsSignIn(stage, therapists);
  await rounds.attackLate(stage, mallory, consoles);
  const noticed = {
    recoveredWallets, whereabouts, employerUnmoved, startedAt: Date.now(),
    walletsLost: clients.filter(({ person }) => person.losesDevice).length,
  };
  const companies = [{ stage, employer, members, report }];
  const counted = await countOutcome(stage, companies, noticed);
  const findings = await findOut(companies, consoles, counted, noticed);
  const promises = checkPromises(counted.outcome, findings);
  return {
    employer, therapists, members, clients: [...clients, mallory, curious],
    outcome: counted.outcome,
    broken: broken(promises).map(({ promise, found }) => `${promise}: ${found}`),
  };
}
