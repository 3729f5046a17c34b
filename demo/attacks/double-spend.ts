import { marked, type HeldCredit } from '#wallet/credits';
import { written } from '#wallet/documents';
import type { Kind } from '../story/kinds.ts';
import { connect } from '#wallet/node/undici';
import { openSlots, tryToBook } from '../story/booking.ts';
import { REDEEM } from '../story/billing.ts';
import type { Client } from '../story/care.ts';
import type { Therapist } from '../story/practices.ts';
import { newKey, vaultOver, type Scenario } from '../story/scenario.ts';
import { outcomeOf } from '../story/kinds.ts';
import { BOOKS, succeeds } from './verdicts.ts';

const REDEEMS = { wants: 'BearerRedeemed', defences: ['CreditNotUsable'] };
const CONNECTIONS = 64;
const TRIES = 4;

/** Spend one credit, then spend it again on other times, and at a therapist as a voucher. */
export async function sameCreditTwice(
  scenario: Scenario, mallory: Client, therapist: Therapist,
): Promise<void> {
  const { attacks } = scenario;
  const slots = await openSlots(mallory);
  const held = await takeCredit(mallory);
  const payment = { credit: held.credit };
  let paid = '';
  while (paid !== 'SessionBooked') {
    // A time that somebody took since midnight is shown until the next.
    const first = slots.shift();
    if (!first) throw new Error(`the first use was answered ${paid}`);
    paid = await outcomeOf(tryToBook(mallory, first.id, payment));
  }
  await Promise.all(slots.slice(0, TRIES).map(async (slot) => {
    const again = tryToBook(mallory, slot.id, payment);
    attacks.note('the same credit twice', await succeeds(again, BOOKS));
  }));
  const voucher = therapist.console.ask(written<{ redeemBearerCredit: Kind }>(REDEEM), { input: {
    idempotencyKey: newKey(), credit: held.credit, minutes: 50,
    serviceDate: scenario.calendar.claiming.slice(0, 10), modality: 'VIDEO' } });
  attacks.note('the same credit twice',
    await succeeds(voucher.then((answer) => answer.redeemBearerCredit), REDEEMS));
}

/** Spend one credit 64 times at once, on all times that are shown, over as many connections. */
export async function sameCreditAtOnce(scenario: Scenario, mallory: Client): Promise<void> {
  const shown = await openSlots(mallory);
  const slots = Array.from({ length: CONNECTIONS }, (_, place) => shown[place % shown.length]);
  const held = await takeCredit(mallory);
  const connections = slots.map(() => connect(scenario.brief.origin, 1));
  const { wallet } = mallory;
  const whose = wallet.caseAuthorization(wallet.programme ?? '');
  try {
    const outcomes = await Promise.all(connections.map(({ transport }, place) => outcomeOf(
      tryToBook(mallory, slots[place]?.id ?? '', { credit: held.credit },
        vaultOver(scenario, transport, whose)))));
    const booked = outcomes.filter((outcome) => outcome === 'SessionBooked').length;
    const other = outcomes.find((each) =>
      !['SessionBooked', 'CreditNotUsable', 'SlotTaken'].includes(each));
    if (other) throw new Error(`of ${slots.length} at once, one was answered ${other}`);
    if (booked === 0) throw new Error('a good credit bought nothing at all');
    scenario.attacks.noteMany(
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
