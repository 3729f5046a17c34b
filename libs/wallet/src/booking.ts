import { orForget, type Attempt } from './attempts.ts';
import { caseDoor, readCase, type Opening } from './care.ts';
import { marked } from './credits.ts';
import type { Practice } from './directory.ts';
import {
  begin, beingBooked, end, freeReturned, underWay, type BookIntent, type Payment,
} from './intents.ts';
import { BookSessionDocument, RequestReferralDocument } from './gql/vault/graphql.ts';
import { codeOf, ON_THE_WAY, Refusal } from './refusal.ts';
import type { Wallet } from './wallet.ts';

/** What booking came to. `credit-spent`: the vault took none of the sessions that there were. */
export type Booking = 'booked' | 'slot-taken' | 'credit-spent' | 'no-credit' | 'not-funded'
  | 'no-match';

/** Languages that a referral can name. */
const MOST_LANGUAGES = 8;
const WAY: ReadonlySet<string> = new Set(ON_THE_WAY);

type Paid = Payment & { readonly notAfter: string };

/** Be introduced to the therapist, and book a time with her. @throws Refusal */
export function book(
  wallet: Wallet, opening: Opening, practice: Practice, jurisdiction: string,
): Promise<Booking> {
  const { id: slotId, startsAt, minutes, modality } = opening.slot;
  return wallet.once(nameOf(slotId), async () => {
    const begun = beingBooked(wallet).find((intent) => intent.slotId === slotId);
    if (begun) return goOn(wallet, begun, 'again');
    await resolveOthers(wallet);
    const payment = nextPayment(wallet, startsAt);
    if (!payment) return 'no-credit';
    const { id, name, languages } = practice;
    const intent = await begin(wallet, {
      kind: 'book', key: crypto.randomUUID(), referKey: crypto.randomUUID(), slotId, startsAt,
      minutes, modality, jurisdiction, practice: { id, name, languages }, ...payment,
    });
    return goOn(wallet, intent, 'first');
  });
}

/** How a page calls the booking of a slot while it waits for it. */
export function nameOf(slotId: string): string {
  return `book ${slotId}`;
}

/** Go on with a booking that was begun and not answered. @throws Refusal */
export function goOnBooking(wallet: Wallet, intent: BookIntent): Promise<Booking> {
  return wallet.once(nameOf(intent.slotId), () => goOn(wallet, intent, 'again'));
}

/**
 * One credit of a key at a time is without an answer, so that those that were used are the first
 * ones, and whoever comes back with her words has few to try.
 */
async function resolveOthers(wallet: Wallet): Promise<void> {
  const [credit] = wallet.unspent('session');
  if (freeReturned(wallet).length > 0 || !credit) return;
  const others = beingBooked(wallet).filter((intent) =>
    'creditId' in intent && wallet.held(intent.creditId).keyId === credit.keyId);
  for (const other of others) {
    await goOnBooking(wallet, other).catch((error: unknown) => {
      throw error instanceof Refusal ? error.of('unsent') : error;
    });
  }
}

/** A session that came back, else the first credit that is not known to be used. */
function nextPayment(wallet: Wallet, startsAt: string): Paid | undefined {
  const [back] = wallet.programme ? freeReturned(wallet) : [];
  if (back) return { returnedId: back.id, notAfter: startsAt.slice(0, 10) };
  const [held] = wallet.unspent('session');
  return held && { creditId: held.id, notAfter: held.notAfter };
}

/** Noted before the introduction: what is locked in the middle goes on from there. */
async function goOn(wallet: Wallet, begun: BookIntent, attempt: Attempt): Promise<Booking> {
  let intent = begun;
  if (!intent.referralId) {
    const introduced = beforeBooking(
      introduce(wallet, programmeOf(wallet, intent), intent), attempt);
    const referralId = await orForget(introduced, attempt, () => end(wallet, begun));
    if (!referralId) {
      await end(wallet, intent);
      return conclude(wallet, intent, 'no-match');
    }
    intent = await begin(wallet, { ...intent, referralId }, intent);
  }
  return conclude(wallet, intent, await send(wallet, intent, attempt));
}

async function send(wallet: Wallet, intent: BookIntent, attempt: Attempt): Promise<Booking> {
  const { key, slotId, referralId = '' } = intent;
  const payment = 'creditId' in intent ? { credit: wallet.held(intent.creditId).credit }
    : { returnedSessionId: intent.returnedId };
  const input = { idempotencyKey: key, referralId, slotId, payment };
  const asked = caseDoor(wallet, programmeOf(wallet, intent)).ask(BookSessionDocument, { input })
    .then(({ bookSession }) => bookSession.__typename, (error: unknown) => {
      // The key stands for a booking that was made: this wallet's own, in other words.
      if (codeOf(error) === 'CONFLICT') return 'SessionBooked' as const;
      throw error;
    });
  let kind;
  try {
    kind = await orForget(asked, attempt, () => end(wallet, intent));
  } catch (error) {
    if (codeOf(error) === 'NOT_FOUND') return 'no-match';
    throw error;
  }
  if (kind === 'CreditNotUsable') return tryNext(wallet, intent);
  if (kind === 'SessionBooked') {
    await end(wallet, intent, (now) => used(now, intent));
    return 'booked';
  }
  await end(wallet, intent);
  return kind === 'SlotTaken' ? 'slot-taken' : 'not-funded';
}

/** What was refused is not tried again; the next one is, until none is left. */
async function tryNext(wallet: Wallet, refused: BookIntent): Promise<Booking> {
  await readCase(wallet);
  if (isBooked(wallet, refused)) {
    await end(wallet, refused, (now) => used(now, refused));
    return 'booked';
  }
  const payment = nextPayment(wallet, refused.startsAt);
  if (!payment) {
    await end(wallet, refused, (now) => used(now, refused));
    return 'credit-spent';
  }
  const { kind, referKey, slotId, startsAt, minutes, modality, practice, jurisdiction } = refused;
  const next = await begin(wallet, {
    kind, referKey, slotId, startsAt, minutes, modality, practice, jurisdiction,
    referralId: refused.referralId ?? '', key: crypto.randomUUID(), ...payment,
  }, refused, (now) => used(now, refused));
  return send(wallet, next, 'first');
}

function used(now: Wallet['content'], intent: BookIntent) {
  return 'creditId' in intent ? marked(now, intent.creditId, 'spent') : {};
}

/** Whether the case has this time with this therapist, whoever's answer was lost. */
function isBooked({ content: { care } }: Wallet, { startsAt, practice }: BookIntent): boolean {
  const withHer = new Set(care?.referrals.filter(({ provider }) => provider.id === practice.id)
    .map(({ id }) => id));
  return care?.authorisations.some((one) => one.status === 'held' && withHer.has(one.referralId ?? '')
    && Date.parse(one.startsAt ?? '') === Date.parse(startsAt)) ?? false;
}

/** Whom a person wants to be introduced to, and where she is during sessions. */
type Introduction = Pick<BookIntent, 'practice' | 'jurisdiction' | 'referKey'>;

/**
 * Be introduced to a therapist. The vault is told the place and the therapist; what was wished for
 * stays on the device. @returns the referral's id; undefined when she takes nobody. @throws Refusal
 */
export async function introduce(
  wallet: Wallet, programme: string, introduction: Introduction,
): Promise<string | undefined> {
  const { practice: { id: providerId, languages }, jurisdiction, referKey } = introduction;
  const { care } = wallet.content;
  const known = care?.referrals
    .find(({ provider, status }) => provider.id === providerId && status === 'open');
  const samePlace = care?.preferences?.jurisdiction === jurisdiction;
  if (known && samePlace) return known.id;
  const { requestReferral: answer } = await caseDoor(wallet, programme).ask(
    RequestReferralDocument, { input: {
      idempotencyKey: referKey, providerId,
      preferences: { jurisdiction, languages: languages.slice(0, MOST_LANGUAGES) },
    } });
  return answer.__typename === 'NoMatch' ? undefined : answer.referral.id;
}

async function conclude(wallet: Wallet, intent: BookIntent, booking: Booking): Promise<Booking> {
  // What was booked is there whether or not the case can be read at once.
  await readCase(wallet).catch(() => undefined);
  return booking === 'slot-taken' && isBooked(wallet, intent) ? 'booked' : booking;
}

function programmeOf(wallet: Wallet, intent: BookIntent): string {
  return 'creditId' in intent ? wallet.held(intent.creditId).programme : wallet.programme ?? '';
}

/** Where an introduction is lost on the way at the first attempt, nothing was booked after it. */
function beforeBooking<T>(introduced: Promise<T>, attempt: Attempt): Promise<T> {
  return introduced.catch((error: unknown) => {
    const isLost = attempt === 'first' && error instanceof Refusal && WAY.has(error.code);
    throw isLost && error.fate === 'unknown' ? error.of('refused') : error;
  });
}

/** Bookings that were begun and that this page is not waiting for. */
export function begunBookings(wallet: Wallet): BookIntent[] {
  return underWay(wallet).filter((intent) => intent.kind === 'book')
    .filter(({ slotId }) => !wallet.isInHand(nameOf(slotId)));
}
