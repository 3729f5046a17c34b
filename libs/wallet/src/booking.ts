import { orForget, type Attempt } from './attempts.ts';
import {
  caseDoor, dayAt, hasDeclined, isEnrolledIn, keepCase, readCase, type Opening,
} from './care.ts';
import { marked, paysOn } from './credits.ts';
import type { Practice } from './directory.ts';
import {
  begin, beingBooked, end, freeReturned, underWay, type BookIntent, type Payment,
} from './intents.ts';
import { BookSessionDocument, type BookSessionInput } from './gql/vault/graphql.ts';
import { codeOf, Refusal } from './refusal.ts';
import type { Wallet } from './wallet.ts';

/**
 * What booking came to. `credit-spent`: the vault took none of the sessions that there were;
 * `not-agreed`: the case is not carried into the period of the credit yet, which stays good;
 * `declined`: the therapist takes no more sessions with this person, so no time of hers will do;
 * `too-often`: so many were booked or given back that the content says from which day on it can be.
 */
export type Booking = 'booked' | 'slot-taken' | 'credit-spent' | 'no-credit' | 'not-now'
  | 'no-match' | 'declined' | 'not-agreed' | 'too-often';

/** Languages that a referral can name. */
const MOST_LANGUAGES = 8;

type Paid = Payment & { readonly notAfter: string };
/** Whether what is of a period can pay. */
type Paying = (period: string) => boolean;

/** Be introduced to the therapist, and book a time with her. @throws Refusal */
export function book(
  wallet: Wallet, opening: Opening, practice: Practice, jurisdiction: string,
): Promise<Booking> {
  const { id: slotId, startsAt, minutes, modality } = opening.slot;
  return wallet.once(nameOf(slotId), async () => {
    const begun = beingBooked(wallet).find((intent) => intent.slotId === slotId);
    if (begun) return goOn(wallet, begun, 'again');
    const day = dayAt(startsAt, practice.timeZone);
    const pays: Paying = (period) => paysOn(period, day);
    await resolveOthers(wallet, nextPayment(wallet, startsAt, pays));
    const payment = nextPayment(wallet, startsAt, pays);
    if (!payment) return isAgreed(wallet, pays) ? 'no-credit' : 'not-agreed';
    const { id, name, languages } = practice;
    const { programme } = wallet;
    const intent = await begin(wallet, {
      kind: 'book', ...(programme ? { programme } : {}), key: crypto.randomUUID(), slotId, startsAt,
      minutes, modality, jurisdiction,
      practice: { id, name, languages }, ...knownReferral(wallet, id, jurisdiction), ...payment,
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
async function resolveOthers(wallet: Wallet, payment: Payment | undefined): Promise<void> {
  if (!payment || !('creditId' in payment)) return;
  const credit = wallet.held(payment.creditId);
  const others = beingBooked(wallet).filter((intent) =>
    'creditId' in intent && wallet.held(intent.creditId).keyId === credit.keyId);
  for (const other of others) {
    await goOnBooking(wallet, other).catch((error: unknown) => {
      throw error instanceof Refusal ? error.of('unsent') : error;
    });
  }
}

/** A session that came back, else the first credit that is not known to be used. */
function nextPayment(wallet: Wallet, startsAt: string, pays: Paying): Paid | undefined {
  const back = wallet.programme && freeReturned(wallet).find(({ period }) => pays(period));
  if (back) return { returnedId: back.id, notAfter: startsAt.slice(0, 10) };
  const held = wallet.unspent('session')
    .find(({ period }) => pays(period) && isEnrolledIn(wallet, period));
  return held && { creditId: held.id, notAfter: held.notAfter };
}

async function goOn(wallet: Wallet, intent: BookIntent, attempt: Attempt): Promise<Booking> {
  const booking = await send(wallet, intent, attempt);
  if (booking === 'booked') return booking;
  await readCase(wallet).catch(() => undefined);
  if (booking === 'slot-taken' && isBooked(wallet, intent)) return 'booked';
  return booking === 'no-match' && hasDeclined(wallet, intent.practice.id) ? 'declined' : booking;
}

async function send(wallet: Wallet, intent: BookIntent, attempt: Attempt): Promise<Booking> {
  const door = caseDoor(wallet, programmeOf(wallet, intent));
  const asked = door.ask(BookSessionDocument, { input: requestOf(wallet, intent) })
    .then(({ bookSession }) => bookSession);
  let answer;
  try {
    answer = await orForget(asked, attempt, () => end(wallet, intent));
  } catch (error) {
    if (codeOf(error) === 'NOT_FOUND') return 'no-match';
    throw error;
  }
  switch (answer.__typename) {
    case 'SessionBooked':
      await end(wallet, intent, (now) => used(now, intent));
      await keepCase(wallet, programmeOf(wallet, intent), answer.case);
      return 'booked';
    case 'CreditNotUsable': return tryNext(wallet, intent);
    case 'SlotTaken':
      await end(wallet, intent);
      return 'slot-taken';
    case 'BookedTooOften': {
      const { again: bookableFrom } = answer;
      await end(wallet, intent, () => ({ bookableFrom }));
      return 'too-often';
    }
    case 'NoMatch':
      await end(wallet, intent);
      return answer.code === 'DECLINED' ? 'declined' : 'no-match';
    default:
      await end(wallet, intent);
      return 'not-now';
  }
}

/** One request does all of it, and the same intent is the same request however often it is sent. */
function requestOf(wallet: Wallet, intent: BookIntent): BookSessionInput {
  const { key: idempotencyKey, slotId, referralId, practice, jurisdiction } = intent;
  const payment = 'creditId' in intent ? { credit: wallet.held(intent.creditId).credit }
    : { returnedSessionId: intent.returnedId };
  // The vault is told the place and the therapist. What was wished for stays on the device.
  const preferences = { jurisdiction, languages: practice.languages.slice(0, MOST_LANGUAGES) };
  return {
    idempotencyKey, slotId, payment,
    ...(referralId ? { referralId } : { referral: { providerId: practice.id, preferences } }),
  };
}

/** What was refused is not tried again; the next one is, until none is left. */
async function tryNext(wallet: Wallet, refused: BookIntent): Promise<Booking> {
  await readCase(wallet);
  if (isBooked(wallet, refused)) {
    await end(wallet, refused, (now) => used(now, refused));
    return 'booked';
  }
  if (!isAgreedFor(wallet, refused)) {
    await end(wallet, refused);
    return 'not-agreed';
  }
  // Of another programme that was turned to meanwhile nothing pays for it.
  const payment = programmeOf(wallet, refused) === wallet.programme
    ? nextPayment(wallet, refused.startsAt, (period) => period === periodOf(wallet, refused))
    : undefined;
  if (!payment) {
    await end(wallet, refused, (now) => used(now, refused));
    return 'credit-spent';
  }
  const { kind, slotId, startsAt, minutes, modality, practice, jurisdiction } = refused;
  const next = await begin(wallet, {
    kind, programme: programmeOf(wallet, refused), slotId, startsAt, minutes, modality, practice,
    jurisdiction, key: crypto.randomUUID(),
    ...knownReferral(wallet, practice.id, jurisdiction), ...payment,
  }, refused, (now) => used(now, refused));
  return send(wallet, next, 'first');
}

/** Whether no credit that could pay waits for the case to be carried into its period. */
function isAgreed(wallet: Wallet, pays: Paying): boolean {
  return !wallet.unspent('session').some(({ period }) => pays(period));
}

/**
 * Whether the case is enrolled where the credit is good. While it is not, all credits are refused,
 * and the refusal says nothing of this one.
 */
function isAgreedFor(wallet: Wallet, intent: BookIntent): boolean {
  if (!('creditId' in intent)) return true;
  const { programme, period } = wallet.held(intent.creditId);
  // What was read is the case of the present programme.
  if (programme !== wallet.programme) return true;
  return wallet.care?.enrolments.some((one) => one.period === period) ?? false;
}

function used(now: Wallet['content'], intent: BookIntent) {
  return 'creditId' in intent ? marked(now, intent.creditId, 'spent') : {};
}

/** Whether the case has this time with this therapist, whoever's answer was lost. */
function isBooked({ care }: Wallet, { startsAt, practice }: BookIntent): boolean {
  const withHer = new Set(care?.referrals.filter(({ provider }) => provider.id === practice.id)
    .map(({ id }) => id));
  return care?.authorisations.some((one) => one.status === 'held' && withHer.has(one.referralId ?? '')
    && Date.parse(one.startsAt ?? '') === Date.parse(startsAt)) ?? false;
}

/** Where this therapist knows her already, from the same place. */
function knownReferral(
  { care }: Wallet, providerId: string, jurisdiction: string,
): { readonly referralId?: string } {
  if (care?.preferences?.jurisdiction !== jurisdiction) return {};
  const known = care.referrals
    .find(({ provider, status }) => provider.id === providerId && status === 'open');
  return known ? { referralId: known.id } : {};
}

/** The period of what an intent pays with. */
function periodOf(wallet: Wallet, intent: BookIntent): string | undefined {
  if ('creditId' in intent) return wallet.held(intent.creditId).period;
  const { care } = wallet;
  return care?.returnedSessions.find(({ id }) => id === intent.returnedId)?.period;
}

function programmeOf(wallet: Wallet, intent: BookIntent): string {
  return 'creditId' in intent ? wallet.held(intent.creditId).programme
    : intent.programme ?? wallet.programme ?? '';
}

/** Bookings that were begun and that this page is not waiting for. */
export function begunBookings(wallet: Wallet): BookIntent[] {
  return underWay(wallet).filter((intent) => intent.kind === 'book')
    .filter(({ slotId }) => !wallet.isInHand(nameOf(slotId)));
}
