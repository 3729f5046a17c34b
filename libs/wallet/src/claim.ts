import { fromBase64Url } from '#pseudonym/bytes';
import { normaliseCode } from '#pseudonym/crockford';
import type { PendingCredit } from '#pseudonym/client';
import type { DirectoryFault } from '#pseudonym/directory';
import { batchPlaces, signedAs, type BatchPlace, type LetterKeys } from '#pseudonym/restore';
import {
  firstUse, lastDay, nextLetter, noteLetter, withLetter, type FoundLetter, type Letter,
  type LetterGroup,
} from './credits.ts';
import { firstKeysFor } from './first-claim.ts';
import {
  ClaimCodeDocument, IssueCreditsDocument, type ClaimCodeMutation,
} from './gql/gateway/graphql.ts';
import { compareKeys, type LetterFault } from './letter-keys.ts';
import { Refusal } from './refusal.ts';
import { findLetters } from './restore.ts';
import type { Wallet } from './wallet.ts';

/** What is being done for the credits, in this order. */
export type ClaimStep = 'claim' | 'compare' | 'blind' | 'issue' | 'check';

/** How far it is, and a way to stop before anything was asked for. */
export interface ClaimFollowing {
  readonly signal?: AbortSignal;
  /** The eight words that the letter carries, where they were read from it. */
  readonly printed?: readonly string[] | undefined;
  /** `done` is from 0 to 1 where it is known. */
  readonly onStep?: (step: ClaimStep, done?: number) => void;
}

/** What came of a code. */
export type Claimed =
  | { readonly kind: 'issued'; readonly sessions: number }
  | { readonly kind: 'not-usable' | 'expired' | 'allowance-used' }
  /** Its credits can be had from a day to come on: nobody is issued them before. */
  | { readonly kind: 'early'; readonly from: string }
  /** `not-ready`: nobody is issued any, as the keys are not published; `ended`: worth nothing. */
  | { readonly kind: 'not-ready' | 'ended' }
  /** The two directories of keys are not as they must be: something is wrong with the service. */
  | { readonly kind: 'keys-refused'; readonly fault: DirectoryFault }
  /** The terms are not those of the log, or the log is not the one that was seen before. */
  | { readonly kind: 'terms-refused'; readonly fault: LetterFault };

/** A letter that is this wallet's, with what the gateway gave for it. */
interface ClaimedLetter extends FoundLetter {
  readonly token: string;
  readonly sessions: number;
}

/** A letter's whole batch, before anything is asked for. */
interface Blinded {
  readonly keys: LetterKeys;
  readonly places: readonly BatchPlace[];
  readonly pending: readonly PendingCredit[];
}

/** Claim keys tried for one letter: more letters than that nobody has at once. */
const MOST_KEYS = 64;

/**
 * Claim a code and fill the wallet: compare both directories of keys, blind, ask, check every
 * signature, keep. All that is sent follows from the roots and the letter, so it can be begun again
 * after any step, here or on another device with the same words, and comes to the same credits.
 *
 * @throws Refusal when a side cannot be reached, AbortError when it is stopped in time.
 */
export async function claimCredits(
  wallet: Wallet, code: string, followed: ClaimFollowing = {},
): Promise<Claimed> {
  const {
    onStep = () => undefined, signal = new AbortController().signal, printed } = followed;
  onStep('claim');
  const letter = await claimLetter(wallet, code);
  if (!letter) return done(wallet, { kind: 'not-usable' });
  const held = heldFor(wallet, letter);
  if (held > 0) return done(wallet, { kind: 'issued', sessions: held });
  const from = firstUse(letter.period);
  if (from > wallet.today) return done(wallet, { kind: 'early', from });
  onStep('compare');
  const { logHead } = wallet.content;
  const checked = await compareKeys(
    wallet.doors, letter, { logHead, group: groupFor(wallet, letter), printed });
  signal.throwIfAborted();
  // The letter is noted as hers: its code can be entered again, and another one before it.
  if (checked.kind !== 'accepted') return done(wallet, checked);
  const { keys, group } = checked;
  // Kept before anything is asked for: whatever is shown later has to go on from this.
  await wallet.change((now) => ({
    ...noteLetter(now, { ...letter, group }), logHead: checked.logHead, logFault: null }));
  onStep('blind', 0);
  const places = batchPlaces(keys, 1 + letter.sessions);
  const pending = await wallet.ports.arithmetic.blind(wallet.roots.credit, places, {
    signal, onProgress: (part) => { onStep('blind', part); } });
  signal.throwIfAborted();
  return collect(wallet, { ...letter, group }, { keys, places, pending }, onStep);
}

/** Ask for what was blinded, and keep what comes. */
async function collect(
  wallet: Wallet, letter: ClaimedLetter, { keys, places, pending }: Blinded,
  onStep: NonNullable<ClaimFollowing['onStep']>,
): Promise<Claimed> {
  onStep('issue');
  const [entry, ...sessions] = pending.map(({ keyId, blinded }) => ({ keyId, blinded }));
  if (!entry) throw new Error('a batch has an entry credit');
  const { issueCredits: answer } = await wallet.doors.gateway.as(`Member ${letter.token}`).ask(
    IssueCreditsDocument, { request: { period: letter.period, entry, sessions } });
  if (answer.__typename !== 'IssuedCredits') {
    const used = answer.__typename === 'AllowanceUsed';
    return done(wallet, { kind: used ? 'allowance-used' : 'expired' });
  }
  onStep('check', 0);
  const signatures = [answer.entry, ...answer.sessions]
    .map((text) => fromBase64Url(text) ?? new Uint8Array());
  const credits = await wallet.ports.arithmetic.finalize(
    signedAs(places, pending, signatures), { onProgress: (part) => { onStep('check', part); } });
  await wallet.change((now) => ({ ...withLetter(now, letter, keys, credits), claiming: null }));
  return { kind: 'issued', sessions: sessions.length };
}

/**
 * Claim a code with the key of its letter, else with those of letters that came back without their
 * codes, else with the wallet's next one. Which one is noted before it is sent, so that it is the
 * same one again; where it holds another letter, of a device with the same words, that one is taken
 * too, and then the next key.
 *
 * Every number before the next one is found by a restore: the gateway notes what passes to a wallet
 * before it answers, and that a key is used is believed when an entry is found for it. Passed over
 * on the gateway's word alone, it would end every restore before this letter.
 *
 * @returns undefined for a code that cannot be used here. @throws Refusal `KEY_UNSHOWN`
 */
async function claimLetter(wallet: Wallet, typed: string): Promise<ClaimedLetter | undefined> {
  const code = normaliseCode(typed);
  const firstKeys = await firstKeysFor(wallet, typed);
  const open = openKeys(wallet, code);
  for (let tries = 0; tries < MOST_KEYS; tries += 1) {
    const j = open[tries] ?? nextLetter(wallet.content);
    const isKnown = wallet.content.letters.some((letter) => letter.j === j);
    await wallet.change(() => ({ claiming: { code: typed, j } }));
    const claimed = await claimWith(wallet, typed, j, firstKeys);
    if (claimed.__typename === 'MemberSession') {
      const { programmeId: programme, period, block, token, sessionsPerMember } = claimed;
      await wallet.change((now) => noteLetter(now, { j, programme, period, block, code }));
      return { j, programme, period, block, token, sessions: sessionsPerMember };
    }
    if (isKnown) continue;
    if (claimed.__typename === 'CodeNotUsable') return undefined;
    if (await findLetters(wallet, j)) continue;
    throw new Refusal('KEY_UNSHOWN', 'The gateway says that a claim key is used, and shows no '
      + 'entry for it.', { fate: 'read' });
  }
  return undefined;
}

/** Claim under one number: always handed over by a first key, whichever of them held the letter. */
async function claimWith(
  wallet: Wallet, code: string, j: number, firstKeys: readonly string[],
): Promise<ClaimCodeMutation['claimCode']> {
  const [firstKey, ...others] = firstKeys;
  const { claimCode } = await wallet.doors.gateway.ask(ClaimCodeDocument, {
    code, claimKey: wallet.claimKey(j), ...(firstKey ? { firstKey } : {}) });
  return claimCode.__typename === 'CodeNotUsable' && others.length > 0
    ? claimWith(wallet, code, j, others) : claimCode;
}

/** Numbers to try before the next letter's: of this code, or whose codes are not known here. */
function openKeys({ content, today }: Wallet, code: string): number[] {
  const { claiming, letters } = content;
  if (claiming && normaliseCode(claiming.code) === code) return [claiming.j];
  const own = letters.find((letter) => letter.code === code);
  if (own) return [own.j];
  return letters.filter((letter) => letter.code === undefined && !letter.isIssued
    && lastDay(letter.period) >= today).map(({ j }) => j);
}

async function done(wallet: Wallet, claimed: Claimed): Promise<Claimed> {
  await wallet.change(() => ({ claiming: null }));
  return claimed;
}

/** Another letter of the same period would bring the same credits once more: it brings none. */
function heldFor(
  { content }: Wallet, { programme, period }: Pick<Letter, 'programme' | 'period'>,
): number {
  return content.credits.filter((held) =>
    held.programme === programme && held.period === period && held.kind === 'session').length;
}

/** The group of a letter as it was found before, by this or another letter of its period. */
function groupFor(
  { content }: Wallet, { programme, period, block }: Pick<Letter, 'programme' | 'period' | 'block'>,
): LetterGroup | null {
  return content.letters.find((one) => one.programme === programme && one.period === period
    && one.block === block && one.group)?.group ?? null;
}
