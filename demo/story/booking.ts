import { book } from '#wallet/booking';
import { earliestOpenings, type Opening } from '#wallet/care';
import { written } from '#wallet/documents';
import type { Kind } from './kinds.ts';
import { PLACE, type Client } from './care.ts';
import { CROWD, newKey, type Scenario } from './scenario.ts';
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
const DAY_MS = 86_400_000;
/** What one books on a day: of a therapist one is shown a handful of times, anew each midnight. */
const MOST_A_DAY = 5;
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
  scenario: Scenario, client: Client, count: number,
): Promise<Booking[]> {
  const bookings = await bookIfFree(scenario, client, count);
  if (bookings.length < count) throw new Error(NONE_LEFT);
  return bookings;
}

/** Book so many sessions for each, over some days: whoever finds no time today looks tomorrow. */
export async function bookOverDays(
  scenario: Scenario, clients: readonly Client[], wanted: (client: Client) => number,
): Promise<void> {
  for (let day = 0; ; day += 1) {
    const looking = clients.filter((client) => client.bookings.length < wanted(client));
    if (looking.length === 0) return;
    if (day >= MOST_DAYS) throw new Error(NONE_LEFT);
    if (day > 0) {
      await scenario.clock.moveTo(new Date(scenario.clock.now().getTime() + DAY_MS).toISOString());
    }
    await together(looking, CROWD, async (client) => {
      const missing = wanted(client) - client.bookings.length;
      client.bookings.push(...await bookIfFree(scenario, client, Math.min(missing, MOST_A_DAY)));
    });
  }
}

/**
 * Book free times, of the kind she wants if there is one; others where somebody was quicker. What
 * is shown of times stays the same all day.
 *
 * @returns so many bookings at most.
 */
async function bookIfFree(scenario: Scenario, client: Client, most: number): Promise<Booking[]> {
  const { wallet, practice, person } = client;
  let shown = await earliestOpenings(wallet, [practice], PLACE);
  const bookings: Booking[] = [];
  while (bookings.length < most && shown.length > 0) {
    const wanted = shown.filter(({ slot }) => slot.modality === person.modality);
    const opening = scenario.plot.choices.pick(wanted.length > 0 ? wanted : shown);
    shown = shown.filter((one) => one !== opening);
    const booked = await book(wallet, opening, practice, PLACE);
    if (booked === 'booked') bookings.push(bookingAt(client, opening.slot.startsAt));
    else if (booked !== 'slot-taken') throw new Error(`a booking was answered ${booked}`);
  }
  return bookings;
}

/** What the case has at a time. */
export function bookingAt({ wallet }: Client, at: string): Booking {
  const found = wallet.content.care?.authorisations.find(({ status, startsAt }) =>
    status === 'held' && Date.parse(startsAt ?? '') === Date.parse(at));
  if (!found) throw new Error('what was booked is not in the case');
  return { authorisationId: found.id, startsAt: found.startsAt ?? at };
}
