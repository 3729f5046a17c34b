import { book } from '#wallet/booking';
import { earliestOpenings } from '#wallet/care';
import type { Kind } from '../client/graphql.ts';
import { PLACE, type Client } from './care.ts';
import { newKey, type Stage } from './stage.ts';

/** A session that was booked. */
export interface Booking {
  readonly authorisationId: string;
  readonly startsAt: string;
}

/** A time that can be booked. */
export interface Slot { readonly id: string; readonly startsAt: string; readonly modality: string }

/** What a session is paid with. */
export type Payment = { readonly credit: string } | { readonly returnedSessionId: string };

type SessionBooked = Kind & {
  __typename: 'SessionBooked'; authorisation: { id: string; number: string; startsAt: string };
};

const SLOTS = `query ($referralId: ID!, $first: Int) {
  slots(referralId: $referralId, first: $first) { id startsAt modality } }`;

const BOOK = `mutation ($input: BookSessionInput!) {
  bookSession(input: $input) { __typename
    ... on SessionBooked { authorisation { id number startsAt } }
    ... on CreditNotUsable { code message } ... on SlotTaken { code message }
    ... on FundingUnavailable { code message } } }`;

const LOOK_AHEAD = 100;
const MOST_TRIES = 20;

/** Times of her therapist that a client can book. */
export async function openSlots(client: Client): Promise<Slot[]> {
  const { slots } = await client.door.ask<{ slots: Slot[] }>(
    SLOTS, { referralId: client.referralId, first: LOOK_AHEAD });
  return slots;
}

/** Ask for a session; the answer may be a refusal. */
export async function tryToBook(
  door: Client['door'], referralId: string, slotId: string, payment: Payment,
): Promise<SessionBooked> {
  const input = { idempotencyKey: newKey(), referralId, slotId, payment };
  const { bookSession } = await door.ask<{ bookSession: SessionBooked }>(BOOK, { input });
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

/** Book any free time of the kind she wants; where somebody was quicker, another one. */
export async function bookSomewhere(stage: Stage, client: Client): Promise<Booking> {
  const { wallet, practice, person } = client;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const openings = (await earliestOpenings(wallet, [practice], PLACE))
      .filter(({ slot }) => slot.modality === person.modality);
    if (openings.length === 0) break;
    const opening = stage.plot.choices.pick(openings);
    const booked = await book(wallet, opening, practice, PLACE);
    if (booked === 'slot-taken') continue;
    if (booked !== 'booked') throw new Error(`a booking was answered ${booked}`);
    return bookingAt(client, opening.slot.startsAt);
  }
  throw new Error('her therapist has no free time left');
}

/** What the case has at a time. */
export function bookingAt({ wallet }: Client, at: string): Booking {
  const found = wallet.content.care?.authorisations.find(({ status, startsAt }) =>
    status === 'held' && Date.parse(startsAt ?? '') === Date.parse(at));
  if (!found) throw new Error('what was booked is not in the case');
  return { authorisationId: found.id, startsAt: found.startsAt ?? at };
}
