import * as journal from '#pseudonym/journal';
import { orForget, type Attempt } from './attempts.ts';
import { backUpQuietly } from './backup.ts';
import { caseDoor, isSpent, readCase, type Opening } from './care.ts';
import type { Practice } from './directory.ts';
import {
  endErrand, freeReturned, intentOf, noteErrand, openErrands, spendOn, unanswered, type BookIntent,
} from './intents.ts';
import { BookSessionDocument, RequestReferralDocument } from './gql/vault/graphql.ts';
import { codeOf, ON_THE_WAY, Refusal } from './refusal.ts';
import type { Wallet } from './wallet.ts';

/**
 * What booking came to. `used-here`: what was to pay had paid for a time that this wallet booked
 * before. `credit-spent`: the vault knows it as spent, and not by anything that this wallet began.
 * `not-usable`: refused without being spent: its period is over, or was ended.
 */
export type Booking = 'booked' | 'slot-taken' | 'used-here' | 'credit-spent' | 'no-credit'
  | 'not-funded' | 'not-usable' | 'no-match';

/** Languages that a referral can name. */
const MOST_LANGUAGES = 8;

/** What pays for one session, and how its fate is noted. */
interface Purse {
  readonly programme: string;
  readonly payment: { readonly credit: string } | { readonly returnedSessionId: string };
  /** The idempotency key of booking a slot with it. */
  keyFor(slotId: string): string;
  /** Before it is sent. */
  note(intent: BookIntent): Promise<void>;
  /** It paid for nothing. */
  free(): Promise<void>;
  /** It has paid. */
  used(): Promise<void>;
  /** Whether it has paid for something, as the vault says. @throws Refusal */
  wasUsed(): Promise<boolean>;
}

/** Be introduced to the therapist, and book a time with her. @throws Refusal */
export function book(
  wallet: Wallet, opening: Opening, practice: Practice, jurisdiction: string,
): Promise<Booking> {
  const { id: slotId, startsAt, minutes, modality } = opening.slot;
  return wallet.once(nameOf(slotId), async () => {
    const begun = begunFor(wallet, slotId);
    if (begun) return goOn(wallet, begun.purse, begun.intent, 'again');
    const intent: BookIntent = {
      kind: 'book', slotId, startsAt, minutes, modality, jurisdiction,
      practice: { id: practice.id, name: practice.name, languages: practice.languages },
    };
    const [back] = freeReturned(wallet);
    const [held] = wallet.unspent('session');
    const { programme } = wallet;
    if (back && programme) return begin(wallet, ofReturned(wallet, programme, back.id), intent);
    return held ? begin(wallet, ofCredit(wallet, held), intent) : 'no-credit';
  });
}

/** How a page calls the booking of a slot while it waits for it. */
export function nameOf(slotId: string): string {
  return `book ${slotId}`;
}

/** Bookings that were begun and not answered, each with the way to go on with it. */
export function begunBookings(wallet: Wallet) {
  const byCredit = unanswered(wallet).map((held) => ({
    intent: intentOf(held), purse: ofCredit(wallet, held) }));
  const byReturned = openErrands(wallet).map(({ id, intent }) => ({
    intent,
    purse: ofReturned(
      wallet, wallet.programme ?? '', intent.kind === 'book' ? intent.returnedId ?? '' : '', id),
  }));
  return [...byCredit, ...byReturned].flatMap(({ intent, purse }) => {
    if (intent?.kind !== 'book') return [];
    return [{ intent, purse, goOn: () => wallet.once(
      nameOf(intent.slotId), () => goOn(wallet, purse, intent, 'again')) }];
  });
}

function begunFor(wallet: Wallet, slotId: string) {
  return begunBookings(wallet).find(({ intent }) => intent.slotId === slotId);
}

/** Noted before the introduction: what is locked in the middle goes on from there. */
async function begin(wallet: Wallet, purse: Purse, wanted: BookIntent): Promise<Booking> {
  const { payment } = purse;
  const intent = 'credit' in payment ? wanted : { ...wanted, returnedId: payment.returnedSessionId };
  await purse.note(intent);
  // On its way before what it tells of, so that another device with the same words knows of it.
  void backUpQuietly(wallet);
  return goOn(wallet, purse, intent, 'first');
}

async function goOn(
  wallet: Wallet, purse: Purse, intent: BookIntent, attempt: Attempt,
): Promise<Booking> {
  let { referralId } = intent;
  if (!referralId) {
    const introduced = introduce(wallet, purse.programme, intent);
    referralId = await orForget(beforeBooking(introduced, attempt), attempt, () => purse.free());
    if (!referralId) return conclude(wallet, await notIntroduced(purse));
    await purse.note({ ...intent, referralId });
  }
  const sent = await send(wallet, purse, { slotId: intent.slotId, referralId }, attempt);
  return conclude(wallet, sent);
}

async function send(
  wallet: Wallet, purse: Purse, { slotId, referralId }: { slotId: string; referralId: string },
  attempt: Attempt,
): Promise<Booking> {
  const { payment } = purse;
  const input = { idempotencyKey: purse.keyFor(slotId), referralId, slotId, payment };
  const asked = caseDoor(wallet, purse.programme).ask(BookSessionDocument, { input })
    .then(({ bookSession }) => bookSession.__typename, (error: unknown) => {
      // The key stands for a booking that was made: this wallet's own, in other words.
      if (codeOf(error) === 'CONFLICT') return 'SessionBooked' as const;
      throw error;
    });
  let kind;
  try {
    kind = await orForget(asked, attempt, () => purse.free());
  } catch (error) {
    if (codeOf(error) === 'NOT_FOUND') return 'no-match';
    throw error;
  }
  if (kind === 'CreditNotUsable') return notUsable(wallet, purse);
  if (kind === 'SessionBooked') {
    await purse.used();
    return 'booked';
  }
  await purse.free();
  return kind === 'SlotTaken' ? 'slot-taken' : 'not-funded';
}

/** What a refused payment is called is asked for first: it may be this wallet's own doing. */
async function notUsable(wallet: Wallet, purse: Purse): Promise<Booking> {
  const known = new Set(wallet.content.care?.authorisations.map(({ id }) => id));
  await readCase(wallet);
  if (!await purse.wasUsed()) {
    await purse.free();
    return 'not-usable';
  }
  await purse.used();
  const isOwn = wallet.content.care?.authorisations.some(({ id }) => !known.has(id)) ?? false;
  return isOwn ? 'used-here' : 'credit-spent';
}

/** Nobody to be introduced to; another device may have come further with the same payment. */
async function notIntroduced(purse: Purse): Promise<Booking> {
  const used = await purse.wasUsed();
  await (used ? purse.used() : purse.free());
  return used ? 'used-here' : 'no-match';
}

/** The vault is told the place and the therapist. What was wished for stays on the device. */
async function introduce(
  wallet: Wallet, programme: string, { practice, jurisdiction }: BookIntent,
): Promise<string | undefined> {
  const { id: providerId, languages } = practice;
  const { care } = wallet.content;
  const known = care?.referrals
    .find(({ provider, status }) => provider.id === providerId && status === 'open');
  const samePlace = care?.preferences?.jurisdiction === jurisdiction;
  if (known && samePlace) return known.id;
  const before = care?.referrals.length ?? 0;
  const { requestReferral: answer } = await caseDoor(wallet, programme).ask(
    RequestReferralDocument, { input: {
      idempotencyKey: wallet.intentKey('refer', providerId, jurisdiction, String(before)),
      providerId, preferences: { jurisdiction, languages: languages.slice(0, MOST_LANGUAGES) },
    } });
  return answer.__typename === 'NoMatch' ? undefined : answer.referral.id;
}

async function conclude(wallet: Wallet, booking: Booking): Promise<Booking> {
  // What was booked is there whether or not the case can be read at once.
  await readCase(wallet).catch(() => undefined);
  void backUpQuietly(wallet);
  return booking;
}

function ofCredit(wallet: Wallet, held: journal.HeldCredit): Purse {
  const { id, programme, credit } = held;
  return {
    programme,
    payment: { credit },
    keyFor: (slotId) => wallet.intentKey('book', id, slotId),
    note: (intent) => spendOn(wallet, held, intent),
    free: () => wallet.note((now) => journal.releaseSpending(now, id)),
    used: () => wallet.note((now) => journal.noteSpent(now, id)),
    wasUsed: () => isSpent(wallet, id),
  };
}

function ofReturned(
  wallet: Wallet, programme: string, returnedSessionId: string, errand?: string,
): Purse {
  let noted = errand;
  const end = async () => { if (noted) await endErrand(wallet, noted); };
  return {
    programme,
    payment: { returnedSessionId },
    keyFor: (slotId) => wallet.intentKey('book-returned', returnedSessionId, slotId),
    note: async (intent) => { noted = await noteErrand(wallet, intent, noted); },
    free: end,
    used: end,
    wasUsed: async () => {
      await readCase(wallet);
      return wallet.content.care?.returnedSessions
        .some(({ id, used }) => id === returnedSessionId && used) ?? false;
    },
  };
}

const WAY: ReadonlySet<string> = new Set(ON_THE_WAY);

/** Where an introduction is lost on the way at the first attempt, nothing was booked after it. */
function beforeBooking<T>(introduced: Promise<T>, attempt: Attempt): Promise<T> {
  return introduced.catch((error: unknown) => {
    const isLost = attempt === 'first' && error instanceof Refusal && WAY.has(error.code);
    throw isLost && error.fate === 'unknown' ? error.of('refused') : error;
  });
}
