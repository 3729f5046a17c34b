import { marked, type HeldCredit } from '#wallet/credits';
import type { Kind } from '../client/graphql.ts';
import { Connection } from '../client/connection.ts';
import { openSlots, tryToBook } from '../story/booking.ts';
import { REDEEM } from '../story/billing.ts';
import type { Client } from '../story/care.ts';
import type { Therapist } from '../story/practices.ts';
import { newKey, type Stage } from '../story/stage.ts';
import { outcomeOf } from '../client/graphql.ts';
import { BOOKS, succeeds } from './verdicts.ts';

const REDEEMS = { wants: 'BearerRedeemed', defences: ['CreditNotUsable'] };
const CONNECTIONS = 64;
const TRIES = 4;

/** Spend one credit, then spend it again on other times, and at a therapist as a voucher. */
export async function sameCreditTwice(
  stage: Stage, mallory: Client, therapist: Therapist,
): Promise<void> {
  const { attacks } = stage;
  const slots = await openSlots(mallory);
  const held = await takeCredit(mallory);
  const [first, ...others] = slots;
  if (!first) throw new Error('no free time to begin with');
  const payment = { credit: held.credit };
  const paid = await outcomeOf(tryToBook(mallory.door, mallory.referralId, first.id, payment));
  if (paid !== 'SessionBooked') throw new Error(`the first use was answered ${paid}`);
  for (const slot of others.slice(0, TRIES)) {
    const again = tryToBook(mallory.door, mallory.referralId, slot.id, payment);
    attacks.note('the same credit twice', await succeeds(again, BOOKS));
  }
  const voucher = therapist.console.ask<{ redeemBearerCredit: Kind }>(REDEEM, { input: {
    idempotencyKey: newKey(), credit: held.credit, minutes: 50,
    serviceDate: stage.calendar.claiming.slice(0, 10), modality: 'VIDEO' } });
  attacks.note('the same credit twice',
    await succeeds(voucher.then((answer) => answer.redeemBearerCredit), REDEEMS));
}

/** Spend one credit on 64 different times at once, each over a connection of its own. */
export async function sameCreditAtOnce(stage: Stage, mallory: Client): Promise<void> {
  const slots = (await openSlots(mallory)).slice(0, CONNECTIONS);
  const held = await takeCredit(mallory);
  const connections = slots.map(() => new Connection(stage.brief.origin, 1));
  try {
    const outcomes = await Promise.all(slots.map((slot, place) => {
      const door = mallory.door.over(connections[place] as Connection);
      return outcomeOf(
        tryToBook(door, mallory.referralId, slot.id, { credit: held.credit }));
    }));
    const booked = outcomes.filter((outcome) => outcome === 'SessionBooked').length;
    const other = outcomes.find((each) => !['SessionBooked', 'CreditNotUsable'].includes(each));
    if (other) throw new Error(`of ${slots.length} at once, one was answered ${other}`);
    if (booked === 0) throw new Error('a good credit bought nothing at all');
      stage.attacks.noteMany(
      'the same credit at once from 64 connections', slots.length, booked - 1);
  } finally {
    await Promise.all(connections.map((connection) => connection.close()));
  }
}

/** A credit that is spent by hand: her wallet is told before, and does not offer it again. */
async function takeCredit({ wallet }: Client): Promise<HeldCredit> {
  const [held] = wallet.unspent('session');
  if (!held) throw new Error('she has no credit left');
  await wallet.change((now) => marked(now, held.id, 'spent'));
  return held;
}
