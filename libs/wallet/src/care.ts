import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { orForget, type Attempt } from './attempts.ts';
import { marked } from './credits.ts';
import type { Practice } from './directory.ts';
import type { Doors } from './doors.ts';
import {
  CancelSessionDocument, ConsentTextDocument, OpenCaseDocument, OpeningsDocument, OwnCaseDocument,
  type CareFragment, type Concern, type ConsentTextQuery, type OpeningsQuery,
} from './gql/vault/graphql.ts';
import { begin, end, underWay, type CancelIntent, type OpenIntent } from './intents.ts';
import { isOver, settle } from './news.ts';
import { codeOf } from './refusal.ts';
import type { Wallet } from './wallet.ts';

/** The text that is agreed to before a case is opened. */
export type Consent = ConsentTextQuery['consent'];

/** What was agreed to, and how it is answered for. */
export interface Agreement {
  readonly version: string;
  readonly language: string;
  readonly concern: Concern | null;
}

/** A free time, with whose it is. */
export type Opening = OpeningsQuery['openings'][number];

/** What opening a case came to. */
export type CaseOpening = 'opened' | 'consent-outdated' | 'credit-spent' | 'no-credit';

/** How a page calls the opening of its case while it waits for it. */
const OPENING = 'open-case';
const NOTICE_MS = 86_400_000;
/** Most therapists that the vault shows times of on one day, besides those who are known. */
const A_DOZEN = 12;
const WEEK_MS = 7 * NOTICE_MS;

/** The vault, as the case of a programme. */
export function caseDoor(wallet: Wallet, programme: string) {
  return wallet.doors.vault.as(wallet.caseAuthorization(programme));
}

/**
 * Ask for the case, and keep it for reading offline.
 *
 * @returns whether there is one. @throws Refusal
 */
export async function readCase(wallet: Wallet): Promise<boolean> {
  const { programme } = wallet;
  if (!programme) return false;
  try {
    const { case: care } = await caseDoor(wallet, programme).ask(OwnCaseDocument);
    await keepCase(wallet, care);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'UNAUTHENTICATED') throw error;
    await wallet.change(() => ({ care: null, careSeenAt: null, isCaseUnread: false }));
    return false;
  }
}

/** Keep the case as an answer shows it, for reading offline. */
export function keepCase(wallet: Wallet, care: CareFragment): Promise<void> {
  const now = wallet.clock.now();
  return wallet.change(({ careSeenAt, settled }) => ({
    care, careSeenAt: now.toISOString(), isCaseUnread: false,
    // What a device that is new finds ended long ago is no news there.
    ...(careSeenAt ? {} : { settled: [...settled,
      ...care.authorisations.filter((one) => isOver(one, now)).map(({ id }) => id)] }),
  }));
}

/** Whether the case is agreed for the period of today's credits. */
export function isEnrolled(wallet: Wallet): boolean {
  const [credit] = wallet.unspent('entry');
  if (!credit) return wallet.content.care !== null;
  return wallet.content.care?.enrolments.some(({ period }) => period === credit.period) ?? false;
}

/** The text as it stands, in a language that there is or else in English. @throws Refusal */
export async function readConsent({ vault }: Doors, language: string): Promise<Consent> {
  return (await vault.ask(ConsentTextDocument, { language })).consent;
}

/** Open the case with the entry credit, or carry it into this period. @throws Refusal */
export function openCase(wallet: Wallet, agreement: Agreement): Promise<CaseOpening> {
  return wallet.once(OPENING, async () => {
    const begun = underWay(wallet).find((intent) => intent.kind === 'open-case');
    if (begun) return sendOpening(wallet, begun, 'again');
    const [held] = wallet.unspent('entry');
    if (!held) return 'no-credit';
    const { id: creditId, programme, notAfter } = held;
    const intent = await begin(wallet, {
      kind: 'open-case', key: crypto.randomUUID(), creditId, programme, agreement, notAfter });
    return sendOpening(wallet, intent, 'first');
  });
}

async function sendOpening(
  wallet: Wallet, intent: OpenIntent, attempt: Attempt,
): Promise<CaseOpening> {
  const { key, creditId, programme, agreement: { version, language, concern } } = intent;
  const held = wallet.held(creditId);
  const asked = caseDoor(wallet, programme).ask(OpenCaseDocument, { input: {
    idempotencyKey: key, entryCredit: held.credit, caseKey: wallet.caseKey(programme),
    acceptedConsent: true, consentVersion: version, consentLanguage: language,
    ...(concern ? { concern } : {}),
  } }).then(({ openCase: answer }) => answer, (error: unknown) => {
    if (codeOf(error) === 'CONFLICT') return { __typename: 'CreditNotUsable' } as const;
    throw error;
  });
  const answer = await orForget(asked, attempt, () => end(wallet, intent));
  if (answer.__typename === 'ConsentOutdated') {
    await end(wallet, intent);
    return 'consent-outdated';
  }
  await end(wallet, intent, (now) => marked(now, creditId, 'spent'));
  if (answer.__typename === 'CaseOpened' && answer.case) {
    await keepCase(wallet, answer.case);
    return 'opened';
  }
  await readCase(wallet);
  // Refused for having been opened already, by this wallet on this device or another, it is open.
  const isOpen = wallet.content.care?.enrolments.some(({ period }) => period === held.period);
  return isOpen ? 'opened' : 'credit-spent';
}

/**
 * Free times, soonest first: some of each therapist, as they were at midnight, of those whom the
 * person knows and of a dozen others; of `practices` first, then of `others`. Which dozen, is the
 * same all week, so that whoever looks twice is shown the same. @throws Refusal
 */
export async function earliestOpenings(
  wallet: Wallet, practices: readonly Practice[], jurisdiction: string,
  others: readonly Practice[] = [],
): Promise<readonly Opening[]> {
  const { programme } = wallet;
  if (!programme || practices.length + others.length === 0) return [];
  const referrals = wallet.content.care?.referrals ?? [];
  const known = new Set(referrals.filter(({ status }) => status !== 'declined')
    .map(({ provider }) => provider.id));
  const all = [...new Set([...inDrawnOrder(wallet, practices), ...inDrawnOrder(wallet, others)])];
  const providerIds = [
    ...all.filter((id) => known.has(id)),
    ...all.filter((id) => !known.has(id)).slice(0, A_DOZEN)];
  const { openings } = await caseDoor(wallet, programme).ask(
    OpeningsDocument, { providerIds, jurisdiction });
  return openings;
}

/** Ids in an order that is this wallet's own for a week, so that no therapist is always last. */
function inDrawnOrder(wallet: Wallet, practices: readonly Practice[]): string[] {
  const week = Math.floor(Date.parse(wallet.today) / WEEK_MS);
  const key = wallet.caseKey(wallet.programme ?? '');
  const drawn = (id: string) => bytesToHex(sha256(utf8ToBytes(`${key} ${week} ${id}`)));
  const order = practices.map(({ id }) => ({ id, place: drawn(id) }));
  return order.sort((a, b) => (a.place < b.place ? -1 : 1)).map(({ id }) => id);
}

/** A session that is to be given back. */
export type Cancelled = Pick<CancelIntent, 'authorisationId' | 'startsAt' | 'acceptLate'>;

/**
 * Give a session back; or, late, let it go and have it used. @returns false when it is too late for
 * what was asked. @throws Refusal
 */
export function cancelSession(wallet: Wallet, session: Cancelled): Promise<boolean> {
  const { authorisationId, startsAt, acceptLate = false } = session;
  return wallet.once(cancelling(authorisationId), async () => {
    const begun = underWay(wallet).filter((intent) => intent.kind === 'cancel')
      .find((intent) => intent.authorisationId === authorisationId);
    const intent = begun ?? await begin(wallet, {
      kind: 'cancel', key: crypto.randomUUID(), authorisationId, startsAt, acceptLate,
      notAfter: startsAt.slice(0, 10) });
    return sendCancel(wallet, intent, begun ? 'again' : 'first');
  });
}

async function sendCancel(
  wallet: Wallet, intent: CancelIntent, attempt: Attempt,
): Promise<boolean> {
  const { key, authorisationId, acceptLate = false } = intent;
  const asked = caseDoor(wallet, wallet.programme ?? '').ask(CancelSessionDocument, { input: {
    idempotencyKey: key, authorisationId, acceptLate } });
  const { cancelSession: answer } = await orForget(asked, attempt, () => end(wallet, intent));
  await end(wallet, intent);
  if (answer.__typename === 'TooLateToCancel') {
    await readCase(wallet).catch(() => undefined);
    return false;
  }
  // What she ended herself is no news to her.
  await settle(wallet, authorisationId);
  await keepCase(wallet, answer.case);
  return true;
}

function cancelling(authorisationId: string): string {
  return `cancel ${authorisationId}`;
}

/** Whether a session can still be given back: until a day before it begins. */
export function canBeGivenBack(startsAt: string, now: Date): boolean {
  return Date.parse(startsAt) - now.getTime() >= NOTICE_MS;
}
