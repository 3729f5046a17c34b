import { checkDirectory } from '#pseudonym/directory';
import type { IssuerPublicKey } from '#pseudonym/keys';
import type { SignedStatement } from '#pseudonym/signed';
import { expectKind, type Kind } from '../client/graphql.ts';
import { together } from '../client/together.ts';
import { trustedKeys } from '../client/trust.ts';
import { Wallet, type SignedBatch, type WalletKeyPair } from '../wallet/wallet.ts';
import type { Employer } from './employer.ts';
import { CROWD, type Stage } from './stage.ts';

/** A letter that HR hands out. */
export interface Letter {
  readonly number: number;
  readonly site: string;
  readonly department: string;
  readonly code: string;
}

/** A member who has claimed: her letter and her wallet. */
export interface Member { readonly letter: Letter; readonly wallet: Wallet }

/** What claiming a code gives. */
export type MemberSession = Kind & {
  __typename: 'MemberSession'; token: string; block: string; sessionsPerMember: number;
};

const LETTERS = `query ($programmeId: ID!, $period: String!, $after: Int, $first: Int!) {
  codeLetters(programmeId: $programmeId, period: $period, after: $after, first: $first) {
    number site department code } }`;

/** Claiming a code for a wallet. */
export const CLAIM = `mutation ($code: String!, $claimKey: String!) {
  claimCode(code: $code, claimKey: $claimKey) { __typename
    ... on MemberSession { token block sessionsPerMember }
    ... on CodeNotUsable { code message } } }`;

/** Asking for the allowance. */
export const ISSUE = `mutation ($request: IssueCreditsInput!) {
  issueCredits(request: $request) { __typename
    ... on IssuedCredits { entry sessions }
    ... on AllowanceUsed { code message } ... on WrongBatch { code message }
    ... on KeyNotActive { code message } } }`;

const GATEWAY_KEYS = `query ($programmeId: ID!, $period: String!) {
  keyDirectory(programmeId: $programmeId, period: $period) {
    keys { keyId programme period kind block spki notBefore notAfter } } }`;

const VAULT_KEYS = `query ($programmeId: ID!, $period: String!) {
  keyDirectory(programmeId: $programmeId, period: $period) { type body signature } }`;

const PUT_BACKUP = `mutation ($address: String!, $version: Int!, $blob: String!) {
  putBackup(address: $address, version: $version, blob: $blob) { __typename
    ... on BackupStored { version } ... on BackupConflict { code message } } }`;

/** A page of letters as printed at once. */
const PAGE = 200;

/**
 * HR prints every letter at once; everyone claims hers and is issued the same number of credits.
 *
 * @param greedy claims in a way of her own: the last person who is not going to use the benefit.
 */
export async function membersClaim(
  stage: Stage, employer: Employer, greedy: (letter: Letter) => Promise<Member>,
): Promise<Member[]> {
  const { narrator, plot } = stage;
  narrator.act('Everyone claims a code and is issued credits, blind');
  const letters = await printLetters(stage, employer);
  await stage.clock.moveTo(stage.calendar.claiming);
  let done = 0;
  const claimed = await together(plot.choices.shuffled(letters), CROWD, async (letter) => {
    const member = letter === letters[plot.greedy]
      ? await greedy(letter) : await claimAndIssue(stage, employer, letter);
    narrator.progress('wallets with credits', done += 1, letters.length);
    return member;
  });
  const anyOrder = plot.choices.shuffled(claimed);
  await together(anyOrder, CROWD, ({ wallet }) => putBackup(stage, wallet, 1));
  narrator.say(`${letters.length} letters were printed at once. ${claimed.length} wallets compared `
    + 'the two key directories, blinded one entry and '
    + `${plot.sessionsPerMember} session credits each, and checked every signature.`);
  narrator.say('Each put a sealed backup of one fixed size at an address that its phrase gives.');
  narrator.saw({
    employer: 'the letters, the same whenever they are printed; never which were used',
    gateway: 'that every member was issued one batch of one size; blinded messages, no credit',
    vault: `${claimed.length} sealed backups that it cannot open, from nobody`,
  });
  return claimed.sort((a, b) => a.letter.number - b.letter.number);
}

/** Claim one letter of a period for a new wallet, and fill the wallet. */
export async function claimAndIssue(
  stage: Stage, employer: Employer, letter: Letter, period = stage.calendar.period,
): Promise<Member> {
  const wallet = await Wallet.create();
  const session = await claimCode(stage, employer, letter.code, wallet);
  const keys = await checkedKeys(stage, employer, session.block, period);
  const batch = await wallet.blind(stage.threads, keys, session.sessionsPerMember);
  const { entry, sessions } = batch;
  const member = stage.gateway.as(`Member ${session.token}`);
  const { issueCredits } = await member.ask<{ issueCredits: IssuedCredits }>(
    ISSUE, { request: { period, entry, sessions } });
  await wallet.finish(stage.threads, batch, expectKind(issueCredits, 'IssuedCredits'));
  return { letter, wallet };
}

/** Claim a code for a wallet. */
export async function claimCode(
  stage: Stage, employer: Employer, code: string, wallet: Wallet,
): Promise<MemberSession> {
  const { claimCode: claimed } = await stage.gateway.ask<{ claimCode: MemberSession }>(
    CLAIM, { code, claimKey: wallet.claimKey(employer.programmeId) });
  return expectKind(claimed, 'MemberSession');
}

/** Both directories of the issuer keys: what the gateway publishes, what the vault signed. */
export async function bothDirectories(
  stage: Stage, { programmeId }: Employer, period = stage.calendar.period,
) {
  const asked = { programmeId, period };
  const { keyDirectory: published } = await stage.gateway.ask<{
    keyDirectory: { keys: IssuerPublicKey[] } }>(GATEWAY_KEYS, asked);
  const { keyDirectory: mirrored } = await stage.vault.ask<{ keyDirectory: SignedStatement }>(
    VAULT_KEYS, asked);
  const vaultKeys = await trustedKeys(stage.brief.vaultSigningPublicKey, mirrored);
  return { gatewayKeys: published.keys, vaultKeys };
}

/** Put a wallet's sealed backup at its address. */
export async function putBackup(stage: Stage, wallet: Wallet, version: number): Promise<void> {
  const { putBackup: stored } = await stage.vault.ask<{ putBackup: Kind }>(
    PUT_BACKUP, { address: wallet.backupAddress, version, blob: wallet.backup });
  expectKind(stored, 'BackupStored');
}

type IssuedCredits = Kind & SignedBatch & { __typename: 'IssuedCredits' };

/** The two keys to blind for, or an error that says what is wrong with the directory. */
export async function checkedKeys(
  stage: Stage, employer: Employer, block: string, period = stage.calendar.period,
): Promise<WalletKeyPair> {
  const { gatewayKeys, vaultKeys } = await bothDirectories(stage, employer, period);
  const verdict = checkDirectory(gatewayKeys, vaultKeys, {
    programme: employer.programmeId, period, block,
    headcount: stage.brief.members,
  });
  if (verdict.kind === 'accepted') return verdict;
  throw new Error(`the wallet refused the key directory: ${verdict.refusals[0]?.fault ?? ''}`);
}

/** All letters of the period, page by page. */
export async function printLetters(stage: Stage, { hr, programmeId }: Employer): Promise<Letter[]> {
  const letters: Letter[] = [];
  for (;;) {
    const { codeLetters } = await hr.ask<{ codeLetters: Letter[] }>(LETTERS, {
      programmeId, period: stage.calendar.period,
      after: letters.at(-1)?.number ?? null, first: PAGE });
    letters.push(...codeLetters);
    if (codeLetters.length < PAGE) return letters;
  }
}
