import { fromBase64Url } from '#pseudonym/bytes';
import { checkDirectory, type CheckedKey, type DirectoryFault } from '#pseudonym/directory';
import * as journal from '#pseudonym/journal';
import type { IssuerPublicKey } from '#pseudonym/keys';
import { periodBounds, periodOf } from '#pseudonym/periods';
import {
  ClaimCodeDocument, IssueCreditsDocument, PublishedKeysDocument,
} from './gql/gateway/graphql.ts';
import { MirroredKeysDocument } from './gql/vault/graphql.ts';
import { backUpQuietly, putBackup } from './backup.ts';
import { firstKeyFor, handedOver } from './first-claim.ts';
import { readStatement } from './statements.ts';
import type { Wallet } from './wallet.ts';

/** What is being done for the credits, in this order. */
export type ClaimStep = 'claim' | 'compare' | 'blind' | 'issue' | 'check';

/** How far it is, and a way to stop before anything was asked for. */
export interface ClaimFollowing {
  readonly signal?: AbortSignal;
  /** `done` is from 0 to 1 where it is known. */
  readonly onStep?: (step: ClaimStep, done?: number) => void;
}

/** What came of a code. */
export type Claimed =
  | { readonly kind: 'issued'; readonly sessions: number }
  | { readonly kind: 'not-usable' | 'expired' | 'allowance-used' }
  /** `not-ready`: nobody is issued any, as the keys are not published; `ended`: worth nothing. */
  | { readonly kind: 'not-ready' | 'ended' }
  /** The two directories of keys are not as they must be: something is wrong with the service. */
  | { readonly kind: 'keys-refused'; readonly fault: DirectoryFault | 'odd-period' };

const DAY_MS = 86_400_000;

interface Entitlement {
  readonly token: string;
  readonly programmeId: string;
  readonly period: string;
  readonly block: string;
  readonly sessionsPerMember: number;
}

/**
 * Claim a code and fill the wallet: compare both directories of keys, blind, store, back up, ask,
 * check every signature, store, back up. What was begun for this code before is gone on with.
 *
 * @throws Refusal when a side cannot be reached, AbortError when it is stopped in time.
 */
export async function claimCredits(
  wallet: Wallet, code: string, followed: ClaimFollowing = {},
): Promise<Claimed> {
  const following = {
    onStep: followed.onStep ?? (() => undefined),
    signal: followed.signal ?? new AbortController().signal,
  };
  following.onStep('claim');
  const firstKey = await firstKeyFor(wallet.ports, code);
  const { claimCode } = await wallet.doors.gateway.ask(ClaimCodeDocument, {
    code, claimKey: wallet.claimKey(code), ...(firstKey ? { firstKey } : {}) });
  if (claimCode.__typename !== 'MemberSession') return { kind: 'not-usable' };
  await handedOver(wallet.ports);
  const begun = openFor(wallet, claimCode);
  if (begun) return collect(wallet, begun, claimCode, following);
  if (heldFor(wallet, claimCode) > 0) return { kind: 'issued', sessions: heldFor(wallet, claimCode) };
  following.onStep('compare');
  const keys = await compareKeys(wallet, claimCode);
  following.signal.throwIfAborted();
  if (keys === 'odd-period') return { kind: 'keys-refused', fault: keys };
  if (keys === 'not-ready' || keys === 'ended') return { kind: keys };
  if (keys.kind === 'refused') {
    return { kind: 'keys-refused', fault: keys.refusals[0]?.fault ?? 'missing' };
  }
  following.onStep('blind', 0);
  const wanted: CheckedKey[] = [
    keys.entry, ...Array.from({ length: claimCode.sessionsPerMember }, () => keys.session)];
  const pending = await wallet.ports.arithmetic.blind(wanted, {
    signal: following.signal, onProgress: (done) => { following.onStep('blind', done); },
  });
  following.signal.throwIfAborted();
  const request = {
    requestId: crypto.randomUUID(), keys: [keys.entry, keys.session], pending };
  await wallet.change((before) => ({
    journal: journal.beginIssuance(before.journal, request), backedUp: false, code }));
  const issuance = openFor(wallet, claimCode);
  if (!issuance) throw new Error('what was just stored is not there');
  // A lost device must not cost the credits: the vault keeps the blinding before it is asked for.
  await putBackup(wallet);
  return collect(wallet, issuance, claimCode, following);
}

/** Ask for what was blinded, and keep what comes. */
async function collect(
  wallet: Wallet, issuance: journal.Issuance, entitled: Entitlement,
  { onStep, signal }: Required<ClaimFollowing>,
): Promise<Claimed> {
  onStep('issue');
  const [entry, ...sessions] = issuance.pending.map(({ keyId, blinded }) => ({ keyId, blinded }));
  if (!entry) throw new Error('a batch has an entry credit');
  const { issueCredits: answer } = await wallet.doors.gateway.as(`Member ${entitled.token}`).ask(
    IssueCreditsDocument, { request: { period: entitled.period, entry, sessions } });
  if (answer.__typename !== 'IssuedCredits') {
    await giveUp(wallet, issuance);
    return { kind: answer.__typename === 'AllowanceUsed' ? 'allowance-used' : 'expired' };
  }
  onStep('check', 0);
  const signatures = [answer.entry, ...answer.sessions];
  const credits = await wallet.ports.arithmetic.finalize(issuance.pending.map((pending, index) => ({
    key: keyOf(issuance, pending.keyId), pending,
    blindSignature: fromBase64Url(signatures[index] ?? '') ?? new Uint8Array(),
  })), { onProgress: (done) => { onStep('check', done); } });
  await wallet.change((before) => ({
    journal: journal.completeIssuance(before.journal, issuance.requestId, credits),
    backedUp: false, code: null,
  }));
  if (!signal.aborted) await backUpQuietly(wallet);
  return { kind: 'issued', sessions: answer.sessions.length };
}

/** Nothing was issued for these: the journal need not remember them. */
function giveUp(wallet: Wallet, { requestId }: journal.Issuance): Promise<void> {
  return wallet.change((before) => ({
    journal: {
      ...before.journal,
      issuances: before.journal.issuances.filter((one) => one.requestId !== requestId),
    },
    backedUp: false, code: null,
  }));
}

async function compareKeys({ doors }: Wallet, { programmeId, period, block }: Entitlement) {
  const asked = { programmeId, period };
  const [published, mirrored] = await Promise.all([
    doors.gateway.ask(PublishedKeysDocument, asked),
    doors.vault.ask(MirroredKeysDocument, asked)]);
  if (!isTimely(period, mirrored.vaultDay)) return 'odd-period';
  const { keys, ended } = await readStatement<{ keys?: IssuerPublicKey[]; ended?: boolean }>(
    doors.vaultKey, 'keys', mirrored.keyDirectory);
  // After a restore: whatever would be issued now pays for nothing.
  if (ended) return 'ended';
  const publishedKeys = published.keyDirectory.keys.map((key) => (
    { ...key, block: key.block ?? null }) as IssuerPublicKey);
  // By no session key nobody can be recognised: the quarter is not open yet, or was refused.
  if (!publishedKeys.some(({ kind }) => kind === 'session')) return 'not-ready';
  // A letter does not say yet how many people the programme has, so how many blocks there are
  // cannot be held against it; everything else of the two directories is compared.
  const headcount = Number.POSITIVE_INFINITY;
  return checkDirectory(
    publishedKeys, keys ?? [], { programme: programmeId, period, block, headcount });
}

/** The vault's quarter or the next one: the gateway alone could name one for a single person. */
function isTimely(period: string, vaultDay: string): boolean {
  const present = periodOf(vaultDay, 'quarter');
  const last = periodBounds(present)?.last ?? '';
  const dayAfter = new Date(Date.parse(last) + DAY_MS).toISOString().slice(0, 10);
  return period === present || period === periodOf(dayAfter, 'quarter');
}

function openFor(wallet: Wallet, { programmeId, period }: Entitlement) {
  return journal.openIssuances(wallet.content.journal).find(({ keys }) =>
    keys.some((key) => key.programme === programmeId && key.period === period));
}

function heldFor(wallet: Wallet, { programmeId, period }: Entitlement): number {
  return wallet.content.journal.credits.filter((held) =>
    held.programme === programmeId && held.period === period && held.kind === 'session').length;
}

function keyOf({ keys }: journal.Issuance, keyId: string): CheckedKey {
  const key = keys.find((one) => one.keyId === keyId);
  if (!key) throw new Error('a pending credit has its key beside it');
  // Keys in the journal were checked before they were noted there.
  return key as CheckedKey;
}
