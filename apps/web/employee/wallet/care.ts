import * as journal from '#pseudonym/journal';
import { now } from '../../ui/clock.ts';
import { codeOf, ON_THE_WAY } from '../../ui/refusal.ts';
import {
  BookSessionDocument, CancelSessionDocument, OpenCaseDocument, OpeningsDocument, OwnCaseDocument,
  RequestReferralDocument, type Concern, type OpeningsQuery,
} from '../gql/vault/graphql.ts';
import { backUpQuietly } from './backup.ts';
import { today } from './clock.ts';
import type { Practice } from './directory.ts';
import { vault } from './doors.ts';
import type { Wallet } from './wallet.ts';

/** A free time, with whose it is. */
export type Opening = OpeningsQuery['openings'][number];

/** What was agreed to, and how it is answered for. */
export interface Agreement {
  readonly version: string;
  readonly language: string;
  readonly concern: Concern | null;
}

/** What opening a case came to. */
export type CaseOpening = 'opened' | 'consent-outdated' | 'credit-spent' | 'no-credit';

/** What booking came to. */
export type Booking =
  'booked' | 'slot-taken' | 'credit-spent' | 'no-credit' | 'not-funded' | 'no-match';

/** What a credit is being spent on, as the journal notes it; sent again as it stands. */
type Intent =
  | { readonly kind: 'open-case'; readonly programme: string; readonly agreement: Agreement }
  | BookIntent;

/** A time with a therapist: one to be introduced to first, or who has the referral. */
type BookIntent = Introduced | { readonly kind: 'book'; readonly slotId: string;
  readonly practice: Pick<Practice, 'id' | 'languages'>; readonly jurisdiction: string };
type Introduced =
  { readonly kind: 'book'; readonly slotId: string; readonly referralId: string };

/** Languages that a referral can name. */
const MOST_LANGUAGES = 8;
/** Codes with which the vault says that nothing was done. */
const NOT_DONE = new Set(['BAD_USER_INPUT', 'CONFLICT', 'NOT_FOUND', 'FORBIDDEN', 'UNAUTHENTICATED']);
/** Before its booking was sent, a credit is free again too when nothing can be sent at all. */
const NOT_SENT = new Set([...NOT_DONE, ...ON_THE_WAY]);
const NOTICE_MS = 86_400_000;
/** How many free times are asked for in all, where each therapist has her fair part of them. */
const TIMES = 480;
/** How many free times of each therapist are asked for at least. */
const LEAST_EACH = 8;
/** How many therapists can be asked about at once. */
const MOST_THERAPISTS = 100;

function door(wallet: Wallet, programme: string) {
  return vault.as(wallet.caseAuthorization(programme));
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
    const { case: care } = await door(wallet, programme).ask(OwnCaseDocument);
    await wallet.change(() => ({ care, careSeenAt: now().toISOString() }));
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

/** Open the case with the entry credit, or carry it into this period. @throws Refusal */
export async function openCase(wallet: Wallet, agreement: Agreement): Promise<CaseOpening> {
  const begun = unanswered(wallet).find((one) => intentOf(one)?.kind === 'open-case');
  const held = begun ?? wallet.unspent('entry')[0];
  if (!held) return 'no-credit';
  const wished: Intent = { kind: 'open-case', programme: held.programme, agreement };
  if (!begun) await begin(wallet, held, wished);
  const intent = begun ? intentOf(begun) : wished;
  return sendOpening(wallet, held, intent?.kind === 'open-case' ? intent : wished);
}

async function sendOpening(
  wallet: Wallet, held: journal.HeldCredit, { programme, agreement }: Intent & { kind: 'open-case' },
): Promise<CaseOpening> {
  const { version, language, concern } = agreement;
  const { openCase: answer } = await orRelease(wallet, held, vault.ask(OpenCaseDocument, { input: {
    idempotencyKey: wallet.intentKey('open-case', held.id, version, language, concern ?? ''),
    entryCredit: held.credit, caseKey: wallet.caseKey(programme), acceptedConsent: true,
    consentVersion: version, consentLanguage: language, ...(concern ? { concern } : {}),
  } }));
  if (answer.__typename === 'ConsentOutdated') {
    await wallet.note((now) => journal.releaseSpending(now, held.id));
    return 'consent-outdated';
  }
  await wallet.note((now) => journal.noteSpent(now, held.id));
  if (answer.__typename === 'CreditNotUsable') return 'credit-spent';
  await readCase(wallet);
  void backUpQuietly(wallet);
  return 'opened';
}

/** The earliest free times of these therapists, soonest first. @throws Refusal */
export async function earliestOpenings(
  wallet: Wallet, practices: readonly Practice[], jurisdiction: string,
): Promise<readonly Opening[]> {
  const { programme } = wallet;
  const providerIds = practices.slice(0, MOST_THERAPISTS).map(({ id }) => id);
  if (!programme || providerIds.length === 0) return [];
  const each = Math.max(LEAST_EACH, Math.floor(TIMES / providerIds.length));
  const { openings } = await door(wallet, programme).ask(
    OpeningsDocument, { providerIds, jurisdiction, each });
  return openings;
}

/** Be introduced to the therapist, and book a time with her. @throws Refusal */
export async function book(
  wallet: Wallet, opening: Opening, practice: Practice, jurisdiction: string,
): Promise<Booking> {
  const { programme } = wallet;
  if (!programme) return 'no-credit';
  const slotId = opening.slot.id;
  const returned = wallet.content.care?.returnedSessions.find(({ used }) => !used);
  if (returned) {
    const referralId = await introduce(wallet, programme, practice, jurisdiction);
    if (!referralId) return 'no-match';
    return bookReturned(wallet, programme, referralId, slotId, returned.id);
  }
  const { id, languages } = practice;
  // Noted before the introduction: what is locked in the middle goes on from there, with a credit.
  const intent = { kind: 'book', slotId, practice: { id, languages }, jurisdiction } as const;
  const begun = unanswered(wallet).find((one) => {
    const noted = intentOf(one);
    return noted?.kind === 'book' && noted.slotId === slotId;
  });
  const held = begun ?? wallet.unspent('session')[0];
  if (!held) return 'no-credit';
  if (!begun) await begin(wallet, held, intent);
  const noted = begun && intentOf(begun);
  return finishBooking(wallet, held, noted?.kind === 'book' ? noted : intent, NOT_SENT);
}

/** The vault is told the place and the therapist. What was wished for stays on the device. */
async function introduce(
  wallet: Wallet, programme: string,
  { id: providerId, languages }: Pick<Practice, 'id' | 'languages'>, jurisdiction: string,
): Promise<string | undefined> {
  const known = wallet.content.care?.referrals
    .find(({ provider, status }) => provider.id === providerId && status === 'open');
  const samePlace = wallet.content.care?.preferences?.jurisdiction === jurisdiction;
  if (known && samePlace) return known.id;
  const before = wallet.content.care?.referrals.length ?? 0;
  const { requestReferral: answer } = await door(wallet, programme).ask(
    RequestReferralDocument, { input: {
      idempotencyKey: wallet.intentKey('refer', providerId, jurisdiction, String(before)),
      providerId, preferences: { jurisdiction, languages: languages.slice(0, MOST_LANGUAGES) },
    } });
  if (answer.__typename === 'NoMatch') return undefined;
  return answer.referral.id;
}

async function finishBooking(
  wallet: Wallet, held: journal.HeldCredit, intent: BookIntent, notDone = NOT_DONE,
): Promise<Booking> {
  if ('referralId' in intent) return sendBooking(wallet, held, intent);
  const { slotId, practice, jurisdiction } = intent;
  const referralId = await orRelease(
    wallet, held, introduce(wallet, held.programme, practice, jurisdiction), notDone);
  if (!referralId) {
    await wallet.note((now) => journal.releaseSpending(now, held.id));
    return 'no-match';
  }
  const introduced = { kind: 'book', slotId, referralId } as const;
  await begin(wallet, held, introduced);
  return sendBooking(wallet, held, introduced);
}

async function sendBooking(
  wallet: Wallet, held: journal.HeldCredit, { slotId, referralId }: Introduced,
): Promise<Booking> {
  const { bookSession: answer } = await orRelease(wallet, held, door(wallet, held.programme).ask(
    BookSessionDocument, { input: {
      idempotencyKey: wallet.intentKey('book', held.id, slotId), referralId, slotId,
      payment: { credit: held.credit },
    } }));
  const { __typename: kind } = answer;
  if (kind === 'SessionBooked' || kind === 'CreditNotUsable') {
    await wallet.note((now) => journal.noteSpent(now, held.id));
  } else {
    await wallet.note((now) => journal.releaseSpending(now, held.id));
  }
  return conclude(wallet, kind);
}

async function bookReturned(
  wallet: Wallet, programme: string, referralId: string, slotId: string, returnedSessionId: string,
): Promise<Booking> {
  const { bookSession: answer } = await door(wallet, programme).ask(
    BookSessionDocument, { input: {
      idempotencyKey: wallet.intentKey('book-returned', returnedSessionId, slotId),
      referralId, slotId, payment: { returnedSessionId },
    } });
  return conclude(wallet, answer.__typename);
}

async function conclude(
  wallet: Wallet,
  kind: 'SessionBooked' | 'CreditNotUsable' | 'SlotTaken' | 'FundingUnavailable',
): Promise<Booking> {
  const verdicts = {
    SessionBooked: 'booked', CreditNotUsable: 'credit-spent', SlotTaken: 'slot-taken',
    FundingUnavailable: 'not-funded',
  } as const;
  // What was booked is there whether or not the case can be read at once.
  await readCase(wallet).catch(() => undefined);
  void backUpQuietly(wallet);
  return verdicts[kind];
}

/** Give a session back. @returns false when it is too late for that. @throws Refusal */
export async function cancelSession(wallet: Wallet, authorisationId: string): Promise<boolean> {
  const { programme } = wallet;
  if (!programme) return false;
  const { cancelSession: answer } = await door(wallet, programme).ask(
    CancelSessionDocument, { input: {
      idempotencyKey: wallet.intentKey('cancel', authorisationId), authorisationId } });
  await settle(wallet, authorisationId);
  await readCase(wallet).catch(() => undefined);
  return answer.__typename === 'SessionCancelled';
}

/** Whether a session can still be given back: until a day before it begins. */
export function canBeGivenBack(startsAt: string): boolean {
  return Date.parse(startsAt) - now().getTime() >= NOTICE_MS;
}

/** Note that the person knows of something that ended. */
export function settle(wallet: Wallet, id: string): Promise<void> {
  return wallet.change(({ settled }) => ({ settled: [...settled, id] }));
}

/**
 * Send again what was sent and not answered: a page that was closed, a vault that was stopped. The
 * answer is the one that was missed. @throws Refusal
 */
export async function finishWhatWasBegun(wallet: Wallet): Promise<void> {
  for (const held of unanswered(wallet)) {
    const intent = intentOf(held);
    if (intent?.kind === 'open-case') await sendOpening(wallet, held, intent);
    if (intent?.kind === 'book') await finishBooking(wallet, held, intent);
  }
}

/** Credits whose spending was sent and not answered. */
export function unanswered(wallet: Wallet): journal.HeldCredit[] {
  return wallet.content.journal.credits.filter(({ state, spending, notAfter }) =>
    state === 'spending' && spending?.body.startsWith('{') && notAfter >= today());
}

function intentOf({ spending }: journal.HeldCredit): Intent | null {
  return JSON.parse(spending?.body ?? 'null') as Intent | null;
}

/** Whatever the vault says was not done leaves the credit unspent. What is unknown stays noted. */
async function orRelease<T>(
  wallet: Wallet, held: journal.HeldCredit, answer: Promise<T>, notDone = NOT_DONE,
): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (notDone.has(codeOf(error))) {
      await wallet.note((now) => journal.releaseSpending(now, held.id));
    }
    throw error;
  }
}

/** Note what a credit is spent on next, before it is sent. */
function begin(wallet: Wallet, held: journal.HeldCredit, intent: Intent): Promise<void> {
  const spending = { requestId: crypto.randomUUID(), body: JSON.stringify(intent) };
  return wallet.note((now) => {
    const begun = now.credits.some(({ id, state }) => id === held.id && state === 'spending');
    const free = begun ? journal.releaseSpending(now, held.id) : now;
    return journal.beginSpending(free, held.id, spending);
  });
}
