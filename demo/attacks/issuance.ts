import { fromBase64Url } from '#pseudonym/bytes';
import type { PendingCredit } from '#pseudonym/client';
import { batchPlaces, signedAs, type LetterKeys } from '#pseudonym/restore';
import { withLetter } from '#wallet/credits';
import { compareKeys } from '#wallet/letter-keys';
import { written } from '#wallet/documents';
import { outcomeOf, type Kind } from '../story/kinds.ts';
import { claimCode, CLAIM, ISSUE } from '../story/members.ts';
import type { Member, MemberSession } from '../story/members.ts';
import type { Letter } from '../story/printer.ts';
import type { Scenario } from '../story/scenario.ts';
import { newHolder, type Holder } from '../story/wallets.ts';
import { succeeds } from './verdicts.ts';

interface Signed { readonly entry: string; readonly sessions: readonly string[] }
type Issued = Kind & Signed;

/** A batch as it is sent, and with what it is finished. */
interface Batch {
  readonly pending: readonly PendingCredit[];
  readonly entry: Blinded;
  readonly sessions: readonly Blinded[];
}
type Blinded = Pick<PendingCredit, 'keyId' | 'blinded'>;

const RACERS = 8;
const ISSUES = { wants: 'IssuedCredits', defences: ['AllowanceUsed', 'WrongBatch'] };
const CLAIMS = { wants: 'MemberSession', defences: ['CodeNotUsable'] };

/**
 * A member asks for her allowance from eight devices at once, each with a batch of its own, and
 * then for more: one batch is signed, whichever it was. @returns her, with that device's wallet.
 */
export async function greedyMember(scenario: Scenario, letter: Letter): Promise<Member> {
  const holders = await Promise.all(
    Array.from({ length: RACERS }, () => newHolder(scenario.ports)));
  const session = await claimCode(scenario, letter.code, (holders[0] as Holder).wallet.claimKey(0));
  const { programmeId: programme, period, block } = session;
  const checked = await compareKeys(scenario.ports.doors, { programme, period, block });
  if (checked.kind !== 'accepted') throw new Error('the wallet refused the key directory');
  const { keys } = checked;
  const batches = await Promise.all(holders.map((holder) =>
    blind(scenario, holder, keys, session.sessionsPerMember)));
  const member = scenario.gateway.as(`Member ${session.token}`);
  const ask = async ({ entry, sessions }: Request) => {
    const { issueCredits } = await member.ask(
      written<{ issueCredits: Issued }>(ISSUE), { request: { period, entry, sessions } });
    return issueCredits;
  };
  const answers = await Promise.all(batches.map(ask));
  const winner = answers.findIndex(({ __typename }) => __typename === 'IssuedCredits');
  const [won, holder] = [batches[winner], holders[winner]];
  if (!won || !holder) throw new Error('a member was not issued her allowance');
  const issued = answers.filter(({ __typename }) => __typename === 'IssuedCredits').length;
  scenario.attacks.noteMany('more issuance than allowed', RACERS, issued - 1);
  await finish(scenario, holder, session, keys, { won, signed: answers[winner] as Issued });
  await askForMore(scenario, won, batches[winner === 0 ? 1 : 0] as Batch, ask);
  return { letter, ...holder };
}

async function blind(
  { ports }: Scenario, { wallet }: Holder, keys: LetterKeys, count: number,
): Promise<Batch> {
  const pending = await ports.arithmetic.blind(wallet.roots.credit, batchPlaces(keys, 1 + count));
  const [entry, ...sessions] = pending.map(({ keyId, blinded }) => ({ keyId, blinded }));
  if (!entry) throw new Error('a batch has an entry credit');
  return { pending, entry, sessions };
}

async function finish(
  { ports }: Scenario, { wallet }: Holder, session: MemberSession, keys: LetterKeys,
  { won, signed }: { won: Batch; signed: Signed },
): Promise<void> {
  const signatures = [signed.entry, ...signed.sessions]
    .map((text) => fromBase64Url(text) ?? new Uint8Array());
  const places = batchPlaces(keys, won.pending.length);
  const credits = await ports.arithmetic.finalize(signedAs(places, won.pending, signatures));
  const { programmeId: programme, period, block } = session;
  const letter = { j: 0, programme, period, block };
  await wallet.change((now) => withLetter(now, letter, keys, credits));
}

type Request = Pick<Batch, 'entry' | 'sessions'>;

/** One credit too many, another batch, and a batch of entry credits only. */
async function askForMore(
  scenario: Scenario, won: Batch, other: Batch, ask: (request: Request) => Promise<Issued>,
): Promise<void> {
  const requests: Request[] = [
    other,
    { entry: won.entry, sessions: [...won.sessions, ...other.sessions] },
    { entry: other.entry, sessions: won.sessions },
    { entry: won.entry, sessions: won.sessions.map(() => other.entry) },
  ];
  for (const request of requests) {
    scenario.attacks.note('more issuance than allowed', await succeeds(ask(request), ISSUES));
  }
  // What was signed once is delivered again: a lost answer costs nobody her credits.
  const again = await outcomeOf(ask(won));
  if (again !== 'IssuedCredits') throw new Error(`the same batch again was answered ${again}`);
}

/** A code that somebody else has claimed, with a wallet of one's own. */
export async function anothersCode(scenario: Scenario, members: readonly Member[]): Promise<void> {
  for (const { letter } of members.slice(0, 3)) {
    const { wallet: thief } = await newHolder(scenario.ports);
    const attempt = scenario.gateway.ask(
      written<{ claimCode: Kind }>(CLAIM), { code: letter.code, claimKey: thief.claimKey(0) });
    scenario.attacks.note('a claimed code with another wallet',
      await succeeds(attempt.then((answer) => answer.claimCode), CLAIMS));
  }
}
