import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { NOTICE_MS } from '#calendar/notice';
import { orForget, type Attempt } from './attempts.ts';
import { marked, paysOn } from './credits.ts';
import type { Practice } from './directory.ts';
import type { Doors } from './doors.ts';
import {
  CancelSessionDocument, ConsentTextDocument, OpenCaseDocument, OpeningsDocument, OwnCaseDocument,
  ProgrammeEndDocument, type CareFragment, type Concern, type ConsentTextQuery, type OpeningsQuery,
} from './gql/vault/graphql.ts';
import {
  begin, end, freeReturned, underWay, type CancelIntent, type OpenIntent,
} from './intents.ts';
import { isOver } from './news.ts';
import { besideWith, putInFront } from './programmes.ts';
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
/** Most therapists that the vault shows times of on one day, besides those who are known. */
const A_DOZEN = 12;
const DAY_MS = 86_400_000;
/** The first of 1970 was a Thursday, three days after a Monday. */
const MONDAY = 3;

/** Of a wallet, what says whom its holder can be shown. */
type Person = Pick<Wallet, 'content' | 'today' | 'programme' | 'caseKey'>;

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
    await keepCase(wallet, programme, care);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'UNAUTHENTICATED') throw error;
    if (programme !== wallet.programme) return false;
    await wallet.change((now) => ({
      ...putInFront(now, programme), care: null, careSeenAt: null, isCaseUnread: false }));
    await readEnd(wallet, programme);
    return false;
  }
}

/** An end is of a programme, and told to whoever has no case too: once a day is soon enough. */
async function readEnd(wallet: Wallet, programmeId: string): Promise<void> {
  const { today, content } = wallet;
  if (content.endAskedOn === today) return;
  const { programmeEnd } = await wallet.doors.vault.ask(ProgrammeEndDocument, { programmeId });
  await wallet.change(() => ({ endsOn: programmeEnd ?? null, endAskedOn: today }));
}

/** Keep the case as an answer shows it, for reading offline. */
export function keepCase(wallet: Wallet, programme: string, care: CareFragment): Promise<void> {
  const now = wallet.clock.now();
  const [seenAt, endsOn] = [now.toISOString(), care.endsOn ?? null];
  return wallet.change((before) => {
    // An answer may come once she has turned to another programme.
    if (programme !== wallet.programme && programme !== before.careOf) {
      return { beside: besideWith(before, { programme, care, seenAt, endsOn }) };
    }
    const front = putInFront(before, programme);
    const { careSeenAt, settled } = { ...before, ...front };
    return {
      ...front, care, careSeenAt: seenAt, isCaseUnread: false, endsOn,
      // What a device that is new finds ended long ago is no news there.
      ...(careSeenAt ? {} : { settled: [...settled,
        ...care.authorisations.filter((one) => isOver(one, now)).map(({ id }) => id)] }),
    };
  });
}

/** Whether the case is agreed for the period of today's credits. */
export function isEnrolled(wallet: Wallet): boolean {
  const [credit] = wallet.unspent('entry');
  if (!credit) return wallet.care !== null;
  return wallet.care?.enrolments.some(({ period }) => period === credit.period) ?? false;
}

/** Whether the case is agreed for a period, as far as is known: before, nothing of it pays. */
export function isEnrolledIn(
  { care }: Pick<Wallet, 'care'>, period: string,
): boolean {
  return care?.enrolments.some((one) => one.period === period) ?? true;
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
    await keepCase(wallet, programme, answer.case);
    return 'opened';
  }
  await readCase(wallet);
  // Refused for having been opened already, by this wallet on this device or another, it is open.
  const isOpen = wallet.care?.enrolments.some(({ period }) => period === held.period);
  return isOpen ? 'opened' : 'credit-spent';
}

/** Whether a therapist said no to this person: no time of hers can be booked by her. */
export function hasDeclined(
  { content: { care } }: Pick<Wallet, 'content'>, providerId: string,
): boolean {
  return care?.referrals.some(({ status, provider }) =>
    status === 'declined' && provider.id === providerId) ?? false;
}

/**
 * Therapists to ask about first: her own, and half a dozen who stay the same all week; where there
 * are no more than a dozen, all. Of `practices` first, then of `others`. The order is this wallet's
 * own, so that no therapist is always last; who said no to her is left out.
 */
export function firstTurn(
  wallet: Person, practices: readonly Practice[], others: readonly Practice[] = [],
): readonly Practice[] {
  const { isOwn, week } = drawsOf(wallet);
  const all = [...new Set([...week(practices), ...week(others)])]
    .filter(({ id }) => !hasDeclined(wallet, id));
  const rest = all.filter((one) => !isOwn(one));
  return [...all.filter(isOwn), ...rest.slice(0, rest.length > A_DOZEN ? A_DOZEN / 2 : A_DOZEN)];
}

/**
 * Half a dozen to ask about besides, each day others, so that in time everybody is found; nobody
 * where the first turn was of all.
 */
export function secondTurn(
  wallet: Person, first: readonly Practice[], practices: readonly Practice[],
  others: readonly Practice[] = [],
): readonly Practice[] {
  const { day } = drawsOf(wallet);
  return [...new Set([...day(practices), ...day(others)])]
    .filter((one) => !first.includes(one) && !hasDeclined(wallet, one.id)).slice(0, A_DOZEN / 2);
}

/**
 * Free times that this person can book with these therapists, soonest first: some of each, as they
 * were at midnight; of none who said no to her, nor of days that nothing of hers pays for; of
 * more than can be asked about on a day, of her own and a dozen others. @throws Refusal
 */
export async function earliestOpenings(
  wallet: Wallet, practices: readonly Practice[], jurisdiction: string,
): Promise<readonly Opening[]> {
  const { programme } = wallet;
  const { isOwn, week } = drawsOf(wallet);
  const all = week(practices).filter(({ id }) => !hasDeclined(wallet, id));
  const asked = [...all.filter(isOwn), ...all.filter((one) => !isOwn(one)).slice(0, A_DOZEN)];
  const providerIds = asked.map(({ id }) => id).sort();
  if (!programme || providerIds.length === 0) return [];
  const { openings } = await caseDoor(wallet, programme).ask(
    OpeningsDocument, { providerIds, jurisdiction });
  const zones = new Map(practices.map(({ id, timeZone }) => [id, timeZone]));
  const { endsOn } = wallet.content;
  const periods = [...new Set([...freeReturned(wallet), ...wallet.unspent('session')]
    .map((payment) => payment.period).filter((period) => isEnrolledIn(wallet, period)))];
  return openings.filter(({ providerId, slot }) => {
    const day = dayAt(slot.startsAt, zones.get(providerId) ?? 'UTC');
    if (endsOn && endsOn < day) return false;
    return periods.length === 0 || periods.some((period) => paysOn(period, day));
  });
}

/** The day of a moment in a zone: the vault counts a session to its day where the therapist is. */
export function dayAt(moment: string, timeZone: string): string {
  return new Date(moment).toLocaleDateString('sv-SE', { timeZone });
}

/** Who are this person's own therapists, and the orders that are drawn for her wallet. */
function drawsOf(wallet: Person) {
  const own = new Set(wallet.content.care?.referrals.filter(({ status }) => status === 'open')
    .map(({ provider }) => provider.id));
  const day = Math.floor(Date.parse(wallet.today) / DAY_MS);
  const key = wallet.caseKey(wallet.programme ?? '');
  const drawn = (when: string) => (practices: readonly Practice[]) => practices
    .map((one) => ({ one, place: bytesToHex(sha256(utf8ToBytes(`${key} ${when} ${one.id}`))) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1)).map(({ one }) => one);
  return {
    isOwn: ({ id }: Practice) => own.has(id),
    week: drawn(`week ${Math.floor((day + MONDAY) / 7)}`), day: drawn(`day ${day}`),
  };
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
      // Of the case that shows it, whichever programme is booked within by now.
      ...(wallet.content.careOf ? { programme: wallet.content.careOf } : {}),
      notAfter: startsAt.slice(0, 10) });
    return sendCancel(wallet, intent, begun ? 'again' : 'first');
  });
}

async function sendCancel(
  wallet: Wallet, intent: CancelIntent, attempt: Attempt,
): Promise<boolean> {
  const { key, authorisationId, acceptLate = false } = intent;
  const programme = intent.programme ?? wallet.programme ?? '';
  const asked = caseDoor(wallet, programme).ask(CancelSessionDocument, { input: {
    idempotencyKey: key, authorisationId, acceptLate } });
  const { cancelSession: answer } = await orForget(asked, attempt, () => end(wallet, intent));
  await end(wallet, intent);
  if (answer.__typename === 'TooLateToCancel') {
    await readCase(wallet).catch(() => undefined);
    // Her therapist may have been quicker: then the session is cancelled, and hers again.
    return wallet.content.care?.authorisations
      .some(({ id, status }) => id === authorisationId && status === 'cancelled') ?? false;
  }
  await keepCase(wallet, programme, answer.case);
  return true;
}

function cancelling(authorisationId: string): string {
  return `cancel ${authorisationId}`;
}

/** Whether a session can still be given back: until a day before it begins. */
export function canBeGivenBack(startsAt: string, now: Date): boolean {
  return Date.parse(startsAt) - now.getTime() >= NOTICE_MS;
}
