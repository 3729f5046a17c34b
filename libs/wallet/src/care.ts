import * as journal from '#pseudonym/journal';
import {
  CancelSessionDocument, ConsentTextDocument, OpenCaseDocument, OpeningsDocument, OwnCaseDocument, SpentCreditsDocument,
  type ConsentTextQuery, type OpeningsQuery,
} from './gql/vault/graphql.ts';
import { orForget, type Attempt } from './attempts.ts';
import { backUpQuietly } from './backup.ts';
import type { Practice } from './directory.ts';
import type { Doors } from './doors.ts';
import {
  endErrand, intentOf, noteErrand, openErrands, spendOn, unanswered, type Agreement,
  type CancelIntent, type OpenIntent,
} from './intents.ts';
import { isOver, settle } from './news.ts';
import { codeOf } from './refusal.ts';
import type { Wallet } from './wallet.ts';

/** The text that is agreed to before a case is opened. */
export type Consent = ConsentTextQuery['consent'];

/** A free time, with whose it is. */
export type Opening = OpeningsQuery['openings'][number];

/** What opening a case came to. */
export type CaseOpening = 'opened' | 'consent-outdated' | 'credit-spent' | 'no-credit';

/** How a page calls the opening of its case while it waits for it. */
const OPENING = 'open-case';
const NOTICE_MS = 86_400_000;
/** How many free times are asked for in all, where each therapist has her fair part of them. */
const TIMES = 480;
/** How many free times of each therapist are asked for at least. */
const LEAST_EACH = 8;
/** How many therapists can be asked about at once. */
const MOST_THERAPISTS = 100;

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
    const now = wallet.clock.now();
    await wallet.change(({ careSeenAt, settled }) => ({
      care, careSeenAt: now.toISOString(),
      // What a device that is new finds ended long ago is no news there.
      ...(careSeenAt ? {} : {
        settled: [...settled, ...care.authorisations.filter((one) => isOver(one, now)).map(({ id }) => id)] }),
    }));
    return true;
  } catch (error) {
    if (codeOf(error) !== 'UNAUTHENTICATED') throw error;
    await wallet.change(() => ({ care: null, careSeenAt: null }));
    return false;
  }
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
    const [begun] = begunOpenings(wallet);
    if (begun) return sendOpening(wallet, begun.held, begun.intent, 'again');
    const [held] = wallet.unspent('entry');
    if (!held) return 'no-credit';
    const intent = { kind: 'open-case', programme: held.programme, agreement } as const;
    await spendOn(wallet, held, intent);
    void backUpQuietly(wallet);
    return sendOpening(wallet, held, intent, 'first');
  });
}

/** Cases whose opening was begun and not answered. */
function begunOpenings(wallet: Wallet) {
  return unanswered(wallet).flatMap((held) => {
    const intent = intentOf(held);
    return intent?.kind === 'open-case' ? [{ held, intent }] : [];
  });
}

async function sendOpening(
  wallet: Wallet, held: journal.HeldCredit, { programme, agreement }: OpenIntent,
  attempt: Attempt,
): Promise<CaseOpening> {
  const { version, language, concern } = agreement;
  const release = () => wallet.note((now) => journal.releaseSpending(now, held.id));
  const asked = wallet.doors.vault.ask(OpenCaseDocument, { input: {
    idempotencyKey: wallet.intentKey('open-case', held.id, version, language, concern ?? ''),
    entryCredit: held.credit, caseKey: wallet.caseKey(programme), acceptedConsent: true,
    consentVersion: version, consentLanguage: language, ...(concern ? { concern } : {}),
  } }).then(({ openCase: { __typename: answer } }) => answer, (error: unknown) => {
    if (codeOf(error) === 'CONFLICT') return 'CreditNotUsable' as const;
    throw error;
  });
  const kind = await orForget(asked, attempt, release);
  if (kind === 'ConsentOutdated') {
    await release();
    return 'consent-outdated';
  }
  if (kind === 'CreditNotUsable' && !await isSpent(wallet, held.id)) await release();
  else await wallet.note((now) => journal.noteSpent(now, held.id));
  await readCase(wallet);
  void backUpQuietly(wallet);
  // Refused for having been opened already, by this wallet on this device or another, it is open.
  const isOpen = wallet.content.care?.enrolments.some(({ period }) => period === held.period);
  if (kind === 'CaseOpened' || isOpen) return 'opened';
  return wallet.unspent('entry').some(({ id }) => id === held.id) ? 'no-credit' : 'credit-spent';
}

/** The earliest free times of these therapists, soonest first. @throws Refusal */
export async function earliestOpenings(
  wallet: Wallet, practices: readonly Practice[], jurisdiction: string,
): Promise<readonly Opening[]> {
  const { programme } = wallet;
  const providerIds = practices.slice(0, MOST_THERAPISTS).map(({ id }) => id);
  if (!programme || providerIds.length === 0) return [];
  const each = Math.max(LEAST_EACH, Math.floor(TIMES / providerIds.length));
  const { openings } = await caseDoor(wallet, programme).ask(
    OpeningsDocument, { providerIds, jurisdiction, each });
  return openings;
}

/** A session that is to be given back. */
type Cancelled = Omit<CancelIntent, 'kind'>;

/**
 * Give a session back; or, late, let it go and have it used. @returns false when it is too late for
 * what was asked. @throws Refusal
 */
export function cancelSession(wallet: Wallet, session: Cancelled): Promise<boolean> {
  const { authorisationId } = session;
  return wallet.once(cancelling(authorisationId), async () => {
    const begun = openErrands(wallet).find(({ intent }) =>
      intent.kind === 'cancel' && intent.authorisationId === authorisationId)?.id;
    const errand = begun ?? await noteErrand(wallet, { kind: 'cancel', ...session });
    void backUpQuietly(wallet);
    return sendCancel(wallet, errand, session, begun ? 'again' : 'first');
  });
}

async function sendCancel(
  wallet: Wallet, errand: string, { authorisationId, acceptLate = false }: Cancelled,
  attempt: Attempt,
): Promise<boolean> {
  const asked = caseDoor(wallet, wallet.programme ?? '').ask(CancelSessionDocument, { input: {
    idempotencyKey: wallet.intentKey(acceptLate ? 'cancel-late' : 'cancel', authorisationId),
    authorisationId, acceptLate } });
  const end = () => endErrand(wallet, errand);
  const { cancelSession: { __typename: kind } } = await orForget(asked, attempt, end);
  await end();
  // What she ended herself is no news to her.
  if (kind !== 'TooLateToCancel') await settle(wallet, authorisationId);
  await readCase(wallet).catch(() => undefined);
  void backUpQuietly(wallet);
  return kind !== 'TooLateToCancel';
}

function cancelling(authorisationId: string): string {
  return `cancel ${authorisationId}`;
}

/** Whether a session can still be given back: until a day before it begins. */
export function canBeGivenBack(startsAt: string, now: Date): boolean {
  return Date.parse(startsAt) - now.getTime() >= NOTICE_MS;
}

/** Whether the vault knows a credit as spent. @throws Refusal */
export async function isSpent(wallet: Wallet, id: string): Promise<boolean> {
  const { spentCredits } = await wallet.doors.vault.ask(SpentCreditsDocument, { nullifiers: [id] });
  return spentCredits[0] === true;
}
