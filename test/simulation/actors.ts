import { beginCare, type Client } from '../../demo/story/care.ts';
import { calendar } from './calendar.ts';
import { operatorCreatesEmployer, type Employer } from '../../demo/story/employer.ts';
import { claimAndIssue, printLetters, type Member } from '../../demo/story/members.ts';
import type { Person } from '../../demo/story/plot.ts';
import { therapistsJoin, type Therapist } from '../../demo/story/practices.ts';
import { hrBuysCredits } from '../../demo/story/purchase.ts';
import type { Wallet } from '#wallet/wallet';
import type { Letter } from '../../demo/story/printer.ts';
import type { OpenScenario } from './scenario.ts';

/** A funded programme with its therapists, in which a spec lets people appear one by one. */
export interface FewActors {
  readonly employer: Employer;
  readonly therapists: readonly Therapist[];
  readonly letters: readonly Letter[];
}

const ANYBODY: Omit<Person, 'member'> = {
  quarter: 0, concern: 'OTHER', language: 'en', modality: 'VIDEO', sessions: 0,
  cancels: false, voucher: false, losesDevice: false,
};

/** Set a programme up, pay for it, let the therapists join, and print the letters. */
export async function fewActors(scenario: OpenScenario): Promise<FewActors> {
  const employer = await operatorCreatesEmployer(scenario);
  await hrBuysCredits(scenario, employer);
  const therapists = await therapistsJoin(scenario);
  const letters = await printLetters(scenario, employer);
  await scenario.clock.moveTo(calendar.claiming);
  return { employer, therapists, letters };
}

/** One member claims her code and is issued her credits. */
export function memberWithCredits(
  scenario: OpenScenario, { letters }: FewActors, place: number,
): Promise<Member> {
  return claimAndIssue(scenario, letters[place]!);
}

/** One member with a case and a referral, and all session credits unspent. */
export async function memberInCare(
  scenario: OpenScenario, actors: FewActors, place: number,
): Promise<Client> {
  const member = await memberWithCredits(scenario, actors, place);
  return beginCare(scenario, actors.employer, { ...ANYBODY, member: place }, member);
}

/** Session credits of a wallet, as they are sent. */
export function sessionCredits({ content }: Wallet): string[] {
  return content.credits.filter(({ kind }) => kind === 'session').map(({ credit }) => credit);
}
