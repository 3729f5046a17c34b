import * as rounds from '../attacks/rounds.ts';
import { greedyMember } from '../attacks/issuance.ts';
import { earlyReport, smallGroups } from '../attacks/small-groups.ts';
import { therapistsClaim, therapistsReturn } from './billing.ts';
import { employeesUseCare } from './care.ts';
import { oneLosesHerDevice, someCancel } from './changes.ts';
import { countOutcome, findOut, type Noticed } from './counts.ts';
import { allThatHrCanRead } from './employer-view.ts';
import { hrSignsIn, operatorCreatesEmployer, type Employer } from './employer.ts';
import { bothLookWhereTheyMeet } from './meeting-place.ts';
import { membersClaim } from './members.ts';
import type { Outcome, Promised } from './outcome.ts';
import { therapistsJoin, therapistsSignIn, type Therapist } from './practices.ts';
import { checkPromises } from './promises.ts';
import { hrBuysCredits } from './purchase.ts';
import { periodCloses } from './report.ts';
import type { Stage } from './stage.ts';
import { tellEnding } from './ending.ts';

/** What the story came to. */
export interface Ending {
  readonly outcome: Outcome;
  readonly promises: readonly Promised[];
  readonly employer: Employer;
  readonly therapists: readonly Therapist[];
}

/**
 * Play the main job from the purchase to the report, with attackers on the way, and hold what the
 * system counts against every promise.
 *
 * @param startedAt when the demo began, in milliseconds of the machine's clock.
 */
export async function playStory(
  stage: Stage, startedAt: number,
): Promise<Ending> {
  const employer = await operatorCreatesEmployer(stage);
  await hrBuysCredits(stage, employer);
  const joined = await therapistsJoin(stage);
  const members = await membersClaim(stage, employer,
    (letter) => greedyMember(stage, letter));
  await rounds.attackIssuance(stage, employer, members);
  const { period } = stage.calendar;
  const before = await allThatHrCanRead(await hrSignsIn(stage, employer), period);

  const clients = await employeesUseCare(stage, employer, members);
  await someCancel(stage, clients);
  const recoveredWallets = await oneLosesHerDevice(stage, clients);
  // The restored wallet is the one that her member has from now on.
  for (const { person, wallet } of clients) {
    const member = members[person.member];
    if (member) members[person.member] = { ...member, wallet };
  }
  const whereabouts = await bothLookWhereTheyMeet(stage, clients, joined);
  const mallory = await rounds.attackVault(
    stage, employer, { members, clients, therapists: joined });

  const therapists = await therapistsReturn(stage, joined);
  const crooked = await rounds.attackBilling(stage, therapists, clients);
  await therapistsClaim(stage, therapists, clients);
  await rounds.attackAfterBilling(stage, crooked, clients);
  await rounds.attackCopies(stage, employer, members);
  const present = await hrSignsIn(stage, employer);
  await earlyReport(stage, present);
  const employerUnmoved = before === await allThatHrCanRead(present, period);
  await smallGroups(stage, present);

  const report = await periodCloses(stage, employer);
  const consoles = await therapistsSignIn(stage, therapists);
  await rounds.attackLate(stage, mallory, consoles);
  const walletsLost = clients.filter(({ person }) => person.losesDevice).length;
  const noticed: Noticed = {
    recoveredWallets, walletsLost, whereabouts, employerUnmoved, startedAt };
  const counted = await countOutcome(stage, report, noticed);
  const parties = { members, therapists: consoles, report };
  const findings = await findOut(stage, employer, parties, counted, noticed);
  const promises = checkPromises(counted.outcome, findings);
  tellEnding(stage.narrator, { outcome: counted.outcome, findings, promises, report, employer });
  return { outcome: counted.outcome, promises, employer, therapists };
}
