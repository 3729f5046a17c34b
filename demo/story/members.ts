import { claimCredits } from '#wallet/claim';
import type { IssuerPublicKey } from '#pseudonym/keys';
import type { SignedStatement } from '#pseudonym/signed';
import { written } from '#wallet/documents';
import { readStatement } from '#wallet/statements';
import { newHolder, type Holder } from './wallets.ts';
import type { Employer } from './employer.ts';
import { expectKind, type Kind } from './kinds.ts';
import { printedLetters, type Letter } from './printer.ts';
import { CROWD, reach, type Scenario } from './scenario.ts';
import { together } from './together.ts';

/** A member who has claimed: her letter and her wallet. */
export interface Member extends Holder { readonly letter: Letter }

/** What claiming a code gives. */
export type MemberSession = Kind & {
  __typename: 'MemberSession'; token: string; programmeId: string; period: string;
  block: string; sessionsPerMember: number;
};

/** Claiming a code for a wallet. */
export const CLAIM = `mutation ($code: String!, $claimKey: String!) {
  claimCode(code: $code, claimKey: $claimKey) { __typename
    ... on MemberSession { token programmeId period block sessionsPerMember }
    ... on CodeNotUsable { code message } } }`;

/** Asking for the allowance. */
export const ISSUE = `mutation ($request: IssueCreditsInput!) {
  issueCredits(request: $request) { __typename
    ... on IssuedCredits { entry sessions }
    ... on AllowanceUsed { code message } ... on WrongBatch { code message }
    ... on KeyNotActive { code message } } }`;

const GATEWAY_KEYS = written<{ keyDirectory: { keys: IssuerPublicKey[] } }>(
  `query ($programmeId: ID!, $period: String!) {
  keyDirectory(programmeId: $programmeId, period: $period) {
    keys { keyId programme period kind block spki notBefore notAfter } } }`);

const VAULT_KEYS = written<{ keyDirectory: SignedStatement }>(
  `query ($programmeId: ID!, $period: String!) {
  keyDirectory(programmeId: $programmeId, period: $period) { type body signature } }`);

/**
 * A print shop opens the files of all letters; those of the plot who claim are issued as many
 * credits each.
 *
 * @param greedy claims in a way of her own: one who is not going to use the benefit.
 * @returns those who claimed, in the order of their letters.
 */
export async function membersClaim(
  scenario: Scenario, employer: Employer, greedy: (letter: Letter) => Promise<Member>,
): Promise<Member[]> {
  const { narrator, plot } = scenario;
  narrator.act('Many enter their letters and are issued credits, blind');
  const printed = await printLetters(scenario, employer);
  const entered = new Set(plot.claiming);
  const letters = printed.filter((_, place) => entered.has(place));
  await reach(scenario, scenario.calendar.claiming);
  let done = 0;
  const claimed = await together(plot.choices.shuffled(letters), CROWD, async (letter) => {
    const member = letter === letters[plot.greedy]
      ? await greedy(letter) : await claimAndIssue(scenario, letter);
    narrator.progress('wallets with credits', done += 1, letters.length);
    return member;
  });
  narrator.say(`The operator made files of ${printed.length} letters, encrypted to the print `
    + `shop's key; HR handed them out unopened. ${claimed.length} were entered so far: as many `
    + 'wallets compared the two key directories, blinded one entry and '
    + `${plot.sessionsPerMember} session credits each, and checked every signature.`);
  narrator.say('All of it follows from twelve words: nothing was put aside, by anybody anywhere.');
  narrator.saw({
    employer: 'how many letters each department got; no code, and never which were used',
    gateway: 'which codes it put into the file; that every member was issued one batch of one size; blinded messages, no credit',
    vault: 'that its copy of the keys was asked for, by nobody',
  });
  return claimed.sort((a, b) => a.letter.number - b.letter.number);
}

/** Claim one letter for a new wallet, and fill the wallet. */
export async function claimAndIssue(scenario: Scenario, letter: Letter): Promise<Member> {
  const holder = await newHolder(scenario.ports);
  const claimed = await claimCredits(holder.wallet, letter.code);
  if (claimed.kind !== 'issued') throw new Error(`a letter was answered ${claimed.kind}`);
  return { letter, ...holder };
}

/** Claim a code with a claim key, 64 hex digits, and get no further. */
export async function claimCode(
  scenario: Scenario, code: string, claimKey: string,
): Promise<MemberSession> {
  const { claimCode: claimed } = await scenario.gateway.ask(
    written<{ claimCode: MemberSession }>(CLAIM), { code, claimKey });
  return expectKind(claimed, 'MemberSession');
}

/** Both directories of the issuer keys: what the gateway publishes, what the vault signed. */
export async function bothDirectories(
  scenario: Scenario, { programmeId }: Employer, period = scenario.calendar.period,
) {
  const asked = { programmeId, period };
  const { keyDirectory: published } = await scenario.gateway.ask(GATEWAY_KEYS, asked);
  const { keys } = await statedOf(scenario, programmeId, period);
  return { gatewayKeys: published.keys, vaultKeys: keys };
}

/** What the vault states of a period, with which wallets compare the gateway. */
export async function statedOf(
  { vault, brief }: Pick<Scenario, 'vault' | 'brief'>, programmeId: string, period: string,
): Promise<{ keys: IssuerPublicKey[]; terms: object | null }> {
  const { keyDirectory } = await vault.ask(VAULT_KEYS, { programmeId, period });
  return readStatement(brief.vaultSigningPublicKey, 'keys', keyDirectory);
}

/** All letters of the period, as the print shop has them; HR hands out what she cannot read. */
export function printLetters(
  { gatewayOperator, calendar }: Scenario, { programmeId }: Employer,
): Promise<Letter[]> {
  return printedLetters(gatewayOperator, programmeId, calendar.period);
}
