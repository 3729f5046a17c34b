import { book } from '#wallet/booking';
import { earliestOpenings, type Opening } from '#wallet/care';
import { written } from '#wallet/documents';
import type { Kind } from './kinds.ts';
import { PLACE, type Client } from './care.ts';
import { CROWD, newKey, type Stage } from './stage.ts';
import { together } from './together.ts';

/** A session that was booked. */
export interface Booking {
  readonly authorisationId: string;
  readonly startsAt: string;
}

/** What a session is paid with. */
export type Payment = { readonly credit: string } | { readonly returnedSessionId: string };

type SessionBooked = Kind & {
  __typename: 'SessionBooked'; authorisation: { id: string; number: string; startsAt: string };
};

const BOOK = written<{ bookSession: SessionBooked }>(`mutation ($input: BookSessionInput!) {
  bookSession(input: $input) { __typename
    ... on SessionBooked { authorisation { id number startsAt } }
    ... on CreditNotUsable { code message } ... on SlotTaken { code message }
    ... on NotNow { code message } ... on NoMatch { code message } } }`);

const NONE_LEFT = 'her therapist has no free time left';
const MOST_TRIES = 20;
const DAY_MS = 86_400_000;
/** What one books on a day: of a therapist one is shown a handful of times, anew each midnight. */
const MOST_A_DAY = 3;
/** For so many days people look for a time. */
const MOST_DAYS = 4;

/** Times of her therapist that a client is shown. */
export async function openSlots({ wallet, practice }: Client): Promise<Opening['slot'][]> {
  return (await earliestOpenings(wallet, [practice], PLACE)).map(({ slot }) => slot);
}

/** What one request for a session is, which introduces her where nobody has. */
export function bookingOf({ practice }: Pick<Client, 'practice'>, slotId: string, payment: Payment) {
  const { id: providerId, languages } = practice;
  return { idempotencyKey: newKey(), slotId, payment,
    referral: { providerId, preferences: { jurisdiction: PLACE, languages } } };
}

/** Ask for a session by hand; the answer may be a refusal. @param door another than her own. */
export async function tryToBook(
  client: Client, slotId: string, payment: Payment, door = client.door,
): Promise<SessionBooked> {
  const { bookSession } = await door.ask(BOOK, { input: bookingOf(client, slotId, payment) });
  return bookSession;
}

/** Book sessions by the wallet: with what came back first, then with its credits. */
export async function bookSessions(
  stage: Stage, client: Client, count: number,
): Promise<Booking[]> {
  const bookings: Booking[] = [];
  for (let booked = 0; booked < count; booked += 1) {
    bookings.push(await bookSomewhere(stage, client));
  }
  return bookings;
}

/** Book so many sessions for each, over some days: whoever finds no time today looks tomorrow. */
export async function bookOverDays(
  stage: Stage, clients: readonly Client[], wanted: (client: Client) => number,
): Promise<void> {
  for (let day = 0; ; day += 1) {
    const looking = clients.filter((client) => client.bookings.length < wanted(client));
    if (looking.length === 0) return;
    if (day >= MOST_DAYS) throw new Error(NONE_LEFT);
    if (day > 0) {
      await stage.clock.moveTo(new Date(stage.clock.now().getTime() + DAY_MS).toISOString());
    }
    await together(looking, CROWD, async (client) => {
      const most = Math.min(wanted(client), client.bookings.length + MOST_A_DAY);
      while (client.bookings.length < most) {
        const booking = await bookIfFree(stage, client);
        if (!booking) return;
        client.bookings.push(booking);
      }
    });
  }
}

/** Book any free time, of the kind she wants if there is one; another if somebody was quicker. */
export async function bookSomewhere(stage: Stage, client: Client): Promise<Booking> {
  const booking = await bookIfFree(stage, client);
  if (!booking) throw new Error(NONE_LEFT);
  return booking;
}

async function bookIfFree(stage: Stage, client: Client): Promise<Booking | undefined> {
  const { wallet, practice, person } = client;
  const taken = new Set<string>();
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const openings = (await earliestOpenings(wallet, [practice], PLACE))
      .filter(({ slot }) => !taken.has(slot.id));
    if (openings.length === 0) return undefined;
    const wanted = openings.filter(({ slot }) => slot.modality === person.modality);
    const opening = stage.plot.choices.pick(wanted.length > 0 ? wanted : openings);
    const booked = await book(wallet, opening, practice, PLACE);
    if (booked === 'slot-taken') {
      taken.add(opening.slot.id);
      continue;
    }
    if (booked !== 'booked') throw new Error(`a booking was answered ${booked}`);
    return bookingAt(client, opening.slot.startsAt);
  }
  return undefined;
}

/** What the case has at a time. */
export function bookingAt({ wallet }: Client, at: string): Booking {
  const found = wallet.content.care?.authorisations.find(({ status, startsAt }) =>
    status === 'held' && Date.parse(startsAt ?? '') === Date.parse(at));
  if (!found) throw new Error('what was booked is not in the case');
  return { authorisationId: found.id, startsAt: found.startsAt ?? at };
}
