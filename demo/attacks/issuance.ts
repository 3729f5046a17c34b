import { outcomeOf, type Kind } from '../client/graphql.ts';
import type { Employer } from '../story/employer.ts';
import { checkedKeys, claimCode, CLAIM, ISSUE } from '../story/members.ts';
import type { Letter, Member } from '../story/members.ts';
import type { Stage } from '../story/stage.ts';
import { Wallet, type BlindedBatch, type SignedBatch } from '../wallet/wallet.ts';
import { succeeds } from './verdicts.ts';

type Issued = Kind & SignedBatch;

const RACERS = 8;
const ISSUES = { wants: 'IssuedCredits', defences: ['AllowanceUsed', 'WrongBatch'] };
const CLAIMS = { wants: 'MemberSession', defences: ['CodeNotUsable'] };

/**
 * A member asks for her allowance from eight devices at once, each with a batch of its own, and
 * then for more: one batch is signed, whichever it was. @returns her, with that device's wallet.
 */
export async function greedyMember(
  stage: Stage, employer: Employer, letter: Letter,
): Promise<Member> {
  const wallets = await Promise.all(Array.from({ length: RACERS }, () => Wallet.create()));
  const session = await claimCode(stage, employer, letter.code, wallets[0] as Wallet);
  const keys = await checkedKeys(stage, employer, session.block);
  const batches = await Promise.all(wallets.map((wallet) =>
    wallet.blind(stage.threads, keys, session.sessionsPerMember)));
  const member = stage.gateway.as(`Member ${session.token}`);
  const ask = async ({ entry, sessions }: Request) => {
    const { issueCredits } = await member.ask<{ issueCredits: Issued }>(
      ISSUE, { request: { period: stage.calendar.period, entry, sessions } });
    return issueCredits;
  };
  const answers = await Promise.all(batches.map(ask));
  const winner = answers.findIndex(({ __typename }) => __typename === 'IssuedCredits');
  const won = batches[winner];
  const wallet = wallets[winner];
  if (!won || !wallet) throw new Error('a member was not issued her allowance');
  const issued = answers.filter(({ __typename }) => __typename === 'IssuedCredits').length;
  stage.attacks.noteMany('more issuance than allowed', RACERS, issued - 1);
  await wallet.finish(stage.threads, won, answers[winner] as Issued);
  await askForMore(stage, won, batches[winner === 0 ? 1 : 0] as BlindedBatch, ask);
  return { letter, wallet };
}

type Request = Pick<BlindedBatch, 'entry' | 'sessions'>;

/** One credit too many, another batch, and a batch of entry credits only. */
async function askForMore(
  stage: Stage, won: BlindedBatch, other: BlindedBatch, ask: (request: Request) => Promise<Issued>,
): Promise<void> {
  const requests: Request[] = [
    other,
    { entry: won.entry, sessions: [...won.sessions, ...other.sessions] },
    { entry: other.entry, sessions: won.sessions },
    { entry: won.entry, sessions: won.sessions.map(() => other.entry) },
  ];
  for (const request of requests) {
    stage.attacks.note('more issuance than allowed', await succeeds(ask(request), ISSUES));
  }
  // What was signed once is delivered again: a lost answer costs nobody her credits.
  const again = await outcomeOf(ask(won));
  if (again !== 'IssuedCredits') throw new Error(`the same batch again was answered ${again}`);
}

/** A code that somebody else has claimed, with a wallet of one's own. */
export async function anothersCode(
  stage: Stage, employer: Employer, members: readonly Member[],
): Promise<void> {
  for (const { letter } of members.slice(0, 3)) {
    const thief = await Wallet.create();
    const attempt = stage.gateway.ask<{ claimCode: Kind }>(
      CLAIM, { code: letter.code, claimKey: thief.claimKey(employer.programmeId) });
    stage.attacks.note('a claimed code with another wallet',
      await succeeds(attempt.then((answer) => answer.claimCode), CLAIMS));
  }
}
