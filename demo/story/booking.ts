import { expectKind, type Kind } from '../client/graphql.ts';
import type { Client } from './care.ts';
import { newKey, type Stage } from './stage.ts';

/** A session that was booked. */
export interface Booking {
  readonly authorisationId: string;
  readonly number: string;
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

/** Book sessions with credits of the wallet, each stored as being spent before it is sent. */
export async function bookSessions(
  stage: Stage, client: Client, count: number,
): Promise<Booking[]> {
  const bookings: Booking[] = [];
  for (let booked = 0; booked < count; booked += 1) {
    const day = stage.clock.now().toISOString().slice(0, 10);
    const held = await client.wallet.take('session', day, 'book-session');
    bookings.push(await bookSomewhere(stage, client, { credit: held.credit }));
    await client.wallet.confirm(held);
  }
  return bookings;
}

/** Book any free time of the kind she wants; where somebody was quicker, another one. */
export async function bookSomewhere(
  stage: Stage, client: Client, payment: Payment,
): Promise<Booking> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const slots = await openSlots(client);
    const wanted = slots.filter(({ modality }) => modality === client.person.modality);
    if (wanted.length === 0) break;
    const slot = stage.plot.choices.pick(wanted);
    const answer = await tryToBook(client.door, client.referralId, slot.id, payment);
    if ((answer as Kind).__typename === 'SlotTaken') continue;
    const { id, number, startsAt } = expectKind(answer, 'SessionBooked').authorisation;
    return { authorisationId: id, number, startsAt };
  }
  throw new Error('her therapist has no free time left');
}
